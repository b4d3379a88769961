#!/usr/bin/env python3
"""pairs.py N WHAT A B - runs the commands A and B of sh in turn, N times, the one
that comes first changing, and prints what B costs over A: the median of the
ratios of pairs, between their quartiles, of the clock and of the processors.

A pair takes a moment, so that what else the machine does meets both alike."""
import ctypes
import os
import resource
import statistics
import subprocess
import sys
import time


PR_SET_CHILD_SUBREAPER = 36


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command):
    before, used = time.monotonic(), processor()
    process = subprocess.Popen(["bash", "-c", command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if process.wait():
        sys.exit(f"{command}: {process.returncode}")
    taken = time.monotonic() - before
    try:  # a grandchild that ends a moment later counts, too
        while True:
            os.wait()
    except ChildProcessError:
        return taken, processor() - used


def percent(ratio):
    return f"{(ratio - 1) * 100:+.1f} %"


ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
n, what, commands = int(sys.argv[1]), sys.argv[2], sys.argv[3:5]
for command in commands:
    run(command)  # so that both find what they read in memory
pairs = []
for i in range(n):
    order = (0, 1) if i % 2 else (1, 0)
    taken = {which: run(commands[which]) for which in order}
    pairs.append((taken[0], taken[1]))
for k, of in enumerate(("clock", "processor")):
    ratios = [b[k] / max(a[k], 1e-6) for a, b in pairs]
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"{what}, {of}: {statistics.median(a[k] for a, _ in pairs):.4f} s, then "
          f"{statistics.median(b[k] for _, b in pairs):.4f} s: {percent(middle)} "
          f"(quartiles {percent(low)}, {percent(high)}; {n} pairs)")
