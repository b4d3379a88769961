"""model - random operations on a program and on a model of it, side by side.

A machine is an object with a method do_NAME(rng) for each operation: it does
it to the program and to the model, compares with same(), and returns what it
did, as text.  play() chooses operations; the same seed makes the same choices.
A method may have a weight: do_NAME.weight = 3.
"""
import random
import subprocess
import sys


class Differs(Exception):
    pass


def same(what, got, want):
    if got != want:
        raise Differs("%s: got %.2000r, the model says %.2000r" % (what, got, want))


def run(argv, given=b"", code=0):
    """The output of a program that must end with the code."""
    done = subprocess.run(argv, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != code:
        raise Differs("%s: ends with %d: %s" % (argv, done.returncode, done.stderr.decode()))
    return done.stdout


def weight(n):
    def mark(method):
        method.weight = n
        return method
    return mark


def play(machine, seed, steps):
    rng = random.Random(seed)
    operations = [getattr(machine, name) for name in sorted(dir(machine)) if name.startswith("do_")]
    weights = [getattr(op, "weight", 1) for op in operations]
    done = {}
    trace = []
    for _ in range(steps):
        op = rng.choices(operations, weights)[0]
        try:
            trace.append(op.__name__ + " ...")
            trace[-1] = "%s %s" % (op.__name__, op(rng))
        except Differs as why:
            print("seed %d, step %d: %s" % (seed, len(trace), why))
            print("\n".join(trace[-40:]))
            sys.exit(1)
        done[op.__name__] = done.get(op.__name__, 0) + 1
    print("seed %d: %s" % (seed, ", ".join("%d %s" % (n, name[3:]) for name, n in sorted(done.items()))))
