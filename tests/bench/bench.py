#!/usr/bin/env python3
"""bench - what emgen costs, as ratios in one run against a floor and a peer.

floor: the same catalogue rows through the client library, and the same files
       written, with nothing in between (tests/bench/floor.c).
peer:  Laravel's own schema builder, reading the same tables (peer.php); it
       writes nothing.

usage: bench.py BUILD [TABLES ...]     (default: 100 1000 10000)
Each figure is the median of five runs, or of as many as there are in three
seconds; floor and emgen take turns, and the ratio is the median of each turn's
own, so that what else the machine does meets both.  CPU is what all processes of ours used, without a server's.  RSS is
the peak of each process; <N where the kernel, which starts it at that of this
script, tells no more.
"""
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

RUNS, SECONDS = 5, 3  # at least
HERE = os.path.dirname(os.path.abspath(__file__))
STAGES = ("introspect", "relations", "define", "render")


def make_database(path, tables):
    """Tables of eleven columns, two of which are foreign keys."""
    db = sqlite3.connect(path)
    for n in range(tables):
        db.execute(f"""create table entity_{n}_records (
            id integer primary key autoincrement not null,
            name varchar(100) not null, code char(8) not null unique,
            amount decimal(12, 2) not null default 0,
            is_active boolean not null default true,
            notes text, meta json, happened_at datetime,
            owner_id integer references entity_{(n * 7 + 1) % tables}_records (id),
            parent_id integer not null references entity_{(n * 3 + 2) % tables}_records (id),
            created_at datetime)""")
    db.commit()
    db.close()


class Run(NamedTuple):
    """What a pipe took: seconds, and the peak RSS in MB of each process."""
    wall: float
    cpu: float
    rss: list


def wait(pid):
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"bench: a process ended with status {status}")
    return usage


def run_pipe(commands, stdin=None):
    began = time.monotonic()
    source = open(stdin or os.devnull, "rb")
    children = []
    for i, command in enumerate(commands):
        last = i == len(commands) - 1
        child = subprocess.Popen(
            command, stdin=source, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if last else subprocess.PIPE)
        source.close()
        source = child.stdout
        children.append(child)
    usages = [wait(child.pid) for child in children]
    for child in children:
        child.returncode = 0
    return Run(time.monotonic() - began, sum(u.ru_utime + u.ru_stime for u in usages),
               [u.ru_maxrss / 1024 for u in usages])


class Figure:
    """What several runs of one thing took."""

    def __init__(self, prepare, run):
        self.prepare, self.run = prepare, run
        self.runs = []

    def once(self):
        self.prepare()
        self.runs.append(self.run())

    @property
    def wall(self):
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self):
        return statistics.median(run.cpu for run in self.runs)

    @property
    def rss(self):
        return [max(column) for column in zip(*(run.rss for run in self.runs))]

    def over(self, other):
        return statistics.median(
            mine.wall / theirs.wall for mine, theirs in zip(self.runs, other.runs))


def measure(*figures):
    """Runs all figures in turn, RUNS times and for SECONDS: what is short varies most."""
    began = time.monotonic()
    while len(figures[0].runs) < RUNS or time.monotonic() - began < SECONDS:
        for figure in figures:
            figure.once()


def megabytes(peak):
    """A child's peak, which the kernel starts at that of the process that forked it."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{peak:.0f}" if peak > own else f"<{own:.0f}"


def nothing():
    pass


def files_below(folder):
    return sum(len(files) for _, _, files in os.walk(folder))


class Bench:
    def __init__(self, build, work):
        self.work = work
        self.tool = {name: f"{build}/libexec/emgen-{name}" for name in STAGES}
        self.floor = f"{build}/bench/floor"
        self.events = f"{build}/bench/events"
        self.top = os.path.dirname(os.path.dirname(HERE))
        os.environ["EMGEN_EXEC_PATH"] = f"{build}/libexec"
        os.environ["EMGEN_SHARE"] = self.top

    def clean(self, folder):
        """Moves it away: for a minute, ext4 looks long for room where files were removed."""
        os.makedirs(f"{self.work}/old", exist_ok=True)
        if os.path.exists(f"{self.work}/{folder}"):
            os.rename(f"{self.work}/{folder}", tempfile.mkdtemp(dir=f"{self.work}/old"))

    def source(self, db):
        """What emgen-introspect is told to read."""
        return [f"sqlite:{db}"]

    def pipeline(self, db):
        out = f"{self.work}/out/Models"
        return [[self.tool["introspect"], *self.source(db), "--out", out],
                [self.tool["relations"]], [self.tool["define"]],
                [self.tool["render"]]]

    def run_floor(self, db):
        return run_pipe([[self.floor, db, f"{self.work}/out/Models", f"{self.work}/copy"]])

    def run_peer(self, db, tables):
        autoload = f"{os.environ.get('LARAVEL', self.top + '/build/laravel')}/vendor/autoload.php"
        return run_pipe([["php", f"{HERE}/peer.php", autoload, db]]).wall

    def schema(self, db, tables):
        """A row of the table; the wall seconds of emgen."""
        ours = Figure(lambda: self.clean("out"), lambda: run_pipe(self.pipeline(db)))
        again = Figure(nothing, lambda: run_pipe(self.pipeline(db)))
        floor = Figure(lambda: self.clean("copy"), lambda: self.run_floor(db))
        measure(ours, again, floor)
        files = files_below(f"{self.work}/out/Models")
        copied = files_below(f"{self.work}/copy")
        if copied != files:
            sys.exit(f"bench: the floor wrote {copied} files of {files}")
        peer = self.run_peer(db, tables)
        print(f"{tables:>7} {files:>7} {floor.wall:>8.3f} {ours.wall:>8.3f} {ours.over(floor):>6.2f} "
              f"{floor.cpu:>8.3f} {ours.cpu:>8.3f} {again.wall:>8.3f} {peer:>8.3f} {peer / ours.wall:>6.1f}   "
              + " ".join(map(megabytes, ours.rss)), flush=True)
        return ours.wall

    def table(self, name, databases):
        """A row for each database, which comes with its number of tables."""
        print(f"\n{name}; seconds are wall and CPU, medians of {RUNS} runs or more")
        print(" tables   files    floor    emgen  ratio  CPU: fl.    emgen   re-run"
              "     peer peer/x   MB of", " ".join(STAGES))
        walls = [self.schema(*database) for database in databases]
        sizes = [tables for _, tables in databases]
        for i in range(1, len(sizes)):
            print(f"growth from {sizes[i - 1]} to {sizes[i]} tables: {walls[i] / walls[i - 1]:.1f} times "
                  f"({sizes[i] / sizes[i - 1]:.0f} would be linear)")

    def lines(self, name, line, count):
        path = f"{self.work}/{name}.ndjson"
        with open(path, "w", encoding="utf-8") as file:
            file.write((json.dumps(line, separators=(",", ":")) + "\n") * count)
        return path

    def throughput(self):
        line = {"type": "SomethingElse", "data": {"text": ["abcdefgh " * 10] * 16}}
        path = self.lines("pass", line, 400000)
        through = Figure(nothing, lambda: run_pipe(
            [[self.tool["define"], path]]))
        measure(through)
        size = os.path.getsize(path)
        print(f"\npass-through: {size / through.wall / 1e6:.0f} MB/s "
              f"(lines of {size // 400000} bytes, file to /dev/null)")
        column = {"name": "customer_id", "position": 3, "type": "integer",
                  "kind": "integer", "nullable": False, "default": None}
        line = {"type": "TableAnalyzed", "data": {"columns": [column] * 11}}
        path = self.lines("parse", line, 20000)
        bare = Figure(nothing, lambda: run_pipe([[self.events, "bare"]], path))
        ours = Figure(nothing, lambda: run_pipe([[self.events, "ours"]], path))
        measure(bare, ours)
        print(f"parse and write: {bare.over(ours):.2f} of bare jansson "
              f"({os.path.getsize(path) / ours.wall / 1e6:.0f} MB/s)")


def main():
    build = os.path.abspath(sys.argv[1])
    sizes = [int(arg) for arg in sys.argv[2:]] or [100, 1000, 10000]
    with tempfile.TemporaryDirectory(prefix="emgen-bench.") as work:
        bench = Bench(build, work)
        databases = [(f"{work}/{size}.db", size) for size in sizes]
        for database in databases:
            make_database(*database)
        bench.table("SQLite", databases)
        bench.throughput()


if __name__ == "__main__":
    main()
