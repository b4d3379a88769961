#!/usr/bin/env python3
"""storm.py SECONDS FILE [spare] - supervises FILE and kills, every 50 ms, one
of its processes, the supervisor included (spare: not that one), then lets it
come to its end.  A supervisor that has gone is started again, but for one that
has completed the run of a given $EMGEN_CORRELATION_ID: it ended with 0, or was
killed when it had left (the file that it locks).  $STORM_SEED chooses other
victims.

A machine that is too slow for four kills a second gets more time.

Prints: kills, how many were of the supervisor, restarts, the exit code at the
end, and of the last supervisor the descriptors and KiB early and late."""
import os
import random
import signal
import subprocess
import sys
import time

seconds, pipeline = float(sys.argv[1]), sys.argv[2]
spare = "spare" in sys.argv
once = "EMGEN_CORRELATION_ID" in os.environ
lock = f".emgen/run/{pipeline.split('.')[0]}/supervisor"
log = open("storm.err", "ab")


def start():
    return subprocess.Popen(["emgen", "supervise", pipeline], stderr=log,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def has_completed():
    return once and (supervisor.returncode == 0
                     or supervisor.returncode < 0 and entered
                     and not os.path.exists(lock))


def parents():
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                state, parent = stat.read().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            found[int(pid)] = int(parent)
    return found


def family(root):
    of = parents()
    members = [root] if root in of else []
    for member in members:
        members += [pid for pid, parent in of.items() if parent == member]
    return members


def size(pid):
    with open(f"/proc/{pid}/status") as status:
        rss = [line.split()[1] for line in status if line.startswith("VmRSS")]
    if not rss:  # it has just ended
        return 0, 0
    return len(os.listdir(f"/proc/{pid}/fd")), int(rss[0])


random.seed(int(os.environ.get("STORM_SEED", 7)))
supervisor = start()
entered = False
begin = time.monotonic()
kills = own = restarts = 0
early = late = (0, 0)
while (time.monotonic() - begin < seconds
       or kills < 4 * seconds and time.monotonic() - begin < 20 * seconds):
    time.sleep(0.05)
    entered |= os.path.exists(lock)
    if supervisor.poll() is not None:
        if has_completed():
            break
        supervisor = start()
        entered = False
        restarts += 1
        continue
    victims = family(supervisor.pid)
    if spare:
        victims = victims[1:]
        if time.monotonic() - begin > seconds / 5 and early == (0, 0):
            early = size(supervisor.pid)
        late = max(late, size(supervisor.pid)) if early != (0, 0) else late
    if not victims:
        continue
    victim = random.choice(victims)
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        continue
    kills += 1
    own += victim == supervisor.pid
while (code := supervisor.wait()) < 0:
    if has_completed():
        code = 0
        break
    supervisor = start()
    entered = False
    restarts += 1
print(kills, own, restarts, code, *early, *late)
