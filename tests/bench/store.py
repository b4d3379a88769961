#!/usr/bin/env python3
"""store - what emgen store and emgen dispatch cost; store.sh runs it.

append floor: a bare loop of the same INSERT, from columns that are ready, through
              the same client library, batch and durability (floor_store.c).
read floors:  cat of the same lines, and a bare loop of the SELECT.
fan-out:      emgen dispatch against tee, both to N files.

usage: store.py BUILD SOCKET-DIR PORT
Figures are medians of RUNS; floor and emgen take turns, and a ratio is the
median of each turn's own.  CPU is user and system time of the program, without
that of PostgreSQL's server.
"""
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

from bench import Bench, make_database

RUNS = 5
SMALL, TABLES, FOLLOWED, BATCH = 20000, 1000, 300, 100
HERE = os.path.dirname(os.path.abspath(__file__))


def event_id(n):
    return str(uuid.UUID(int=(n << 80) | 0x7000_8000_0000_0000_0000))


def small_lines(count, first=1):
    """Events of about 500 bytes in 1,000 streams."""
    for n in range(first, first + count):
        yield json.dumps(
            {"type": "Noted", "specversion": "1.0", "id": event_id(n),
             "source": "bench", "subject": f"note {n}",
             "time": "2026-01-31T12:00:00.000000Z",
             "correlationid": event_id(10**9 + n % 1000),
             "data": {"n": n, "text": "abcdefgh " * 20, "list": list(range(30))}},
            separators=(",", ":")) + "\n"


def run(command, stdin=None, stdout=os.devnull, env=None):
    """Wall and CPU seconds of a program."""
    began = time.monotonic()
    with open(stdin or os.devnull, "rb") as source, open(stdout, "wb") as sink:
        child = subprocess.Popen(command, stdin=source, stdout=sink,
                                 env={**os.environ, **(env or {})})
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    if status:
        sys.exit(f"store.py: {command}: status {status}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime


class Turns:
    """Several things measured in turn; each is a function giving (wall, cpu)."""

    def __init__(self, **things):
        self.took = {name: [] for name in things}
        for _ in range(RUNS):
            for name, thing in things.items():
                self.took[name].append(thing())

    def wall(self, name):
        return statistics.median(wall for wall, _ in self.took[name])

    def cpu(self, name):
        return statistics.median(cpu for _, cpu in self.took[name])

    def speed(self, mine, theirs):
        """How fast mine is; 1 is as fast as theirs."""
        return statistics.median(
            b[0] / a[0] for a, b in zip(self.took[mine], self.took[theirs]))


class Sqlite:
    name = "SQLite"

    def __init__(self, work):
        self.path = f"{work}/bench.db"
        self.place = self.path
        self.dsn = f"sqlite:{self.path}"

    def reset(self):
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(self.path + suffix):
                os.unlink(self.path + suffix)

    def rows(self):
        with sqlite3.connect(self.path) as db:
            return db.execute("SELECT count(*) FROM domain_events").fetchone()[0]


class Pgsql:
    name = "PostgreSQL"

    def __init__(self, socket, port):
        self.place = f"host={socket} port={port} user=postgres dbname=store"
        self.dsn = f"pgsql:///store?host={socket}&port={port}&user=postgres"

    def ask(self, sql):
        return subprocess.run(["psql", "-XqAt", self.place, "-c", sql], check=True,
                              capture_output=True, text=True).stdout.strip()

    def reset(self):
        self.ask("DROP TABLE IF EXISTS domain_events, emgen_migrations, emgen_subscriptions, "
                 "emgen_parked, relationship_catalog, model_catalog CASCADE; CHECKPOINT")

    def rows(self):
        return int(self.ask("SELECT count(*) FROM domain_events"))


class StoreBench:
    def __init__(self, build, work, database):
        self.database = database
        self.store = f"{build}/libexec/emgen-store"
        self.floor = f"{build}/bench/floor_store"
        self.env = {"EMGEN_DATABASE": database.dsn}
        self.work = work

    def emgen(self, *args, **more):
        return run([self.store, *args], env=self.env, **more)

    def empty(self):
        self.database.reset()
        self.emgen("read")

    def rows_for_floor(self, lines):
        """What the floor inserts: the columns as the store has them, and the stream
        once more, of which the statement asks the version."""
        path = f"{self.work}/rows"
        db = Sqlite(self.work)
        db.reset()
        run([self.store, "import", lines], env={"EMGEN_DATABASE": db.dsn})
        with sqlite3.connect(db.path) as connection, open(path, "w", encoding="utf-8") as out:
            for row in connection.execute(
                    "SELECT event_id, stream_id, stream_id, event_type, source, subject, "
                    "occurred_on, correlation_id, causation_id, event_data, line "
                    "FROM domain_events ORDER BY position"):
                out.write("\t".join("" if value is None else str(value) for value in row) + "\n")
        return path

    def append(self, name, lines, batch=BATCH):
        count = sum(1 for _ in open(lines, "rb"))
        rows = self.rows_for_floor(lines)

        def fresh(thing):
            def go():
                self.empty()
                took = thing()
                if self.database.rows() != count:
                    sys.exit(f"store.py: {self.database.rows()} rows of {count}")
                return took
            return go

        turns = Turns(
            floor=fresh(lambda: run([self.floor, "append", self.database.place, str(batch)], stdin=rows)),
            ours=fresh(lambda: self.emgen("append", "--batch", str(batch), lines)))
        print(f"{self.database.name:<11} append {name:<12} batch {batch:>5}: "
              f"floor {count / turns.wall('floor'):>7.0f}/s, emgen {count / turns.wall('ours'):>7.0f}/s, "
              f"{turns.speed('ours', 'floor'):.2f} of it; CPU {turns.cpu('floor'):.2f} s, "
              f"{turns.cpu('ours'):.2f} s", flush=True)

    def read(self, name, lines):
        size = os.path.getsize(lines)
        self.empty()
        self.emgen("import", lines)
        turns = Turns(
            cat=lambda: run(["cat", lines], stdout=f"{self.work}/cat"),
            floor=lambda: run([self.floor, "read", self.database.place], stdout=f"{self.work}/bare"),
            ours=lambda: self.emgen("read", stdout=f"{self.work}/read"))
        with open(lines, "rb") as want, open(f"{self.work}/read", "rb") as got:
            if want.read() != got.read():
                sys.exit("store.py: read gives other lines")
        print(f"{self.database.name:<11} read   {name:<12}             : "
              + ", ".join(f"{what} {size / turns.wall(what) / 1e6:.0f} MB/s" for what in ("cat", "floor"))
              + f", emgen {size / turns.wall('ours') / 1e6:.0f} MB/s, "
              f"{turns.speed('ours', 'floor'):.2f} of the SELECT loop; CPU {turns.cpu('floor'):.2f} s, "
              f"{turns.cpu('ours'):.2f} s", flush=True)

    def follow(self):
        """From the write into append to the line out of read --follow."""
        self.empty()
        env = {**os.environ, **self.env}
        reader = subprocess.Popen([self.store, "read", "--follow", "--to", str(FOLLOWED)],
                                  stdout=subprocess.PIPE, env=env)
        writer = subprocess.Popen([self.store, "append"], stdin=subprocess.PIPE,
                                  stdout=subprocess.DEVNULL, env=env)
        took = []
        for line in small_lines(FOLLOWED):
            began = time.monotonic()
            writer.stdin.write(line.encode())
            writer.stdin.flush()
            if reader.stdout.readline().decode() != line:
                sys.exit("store.py: follow gives another line")
            took.append(time.monotonic() - began)
        writer.stdin.close()
        writer.wait()
        reader.wait()
        took.sort()
        print(f"{self.database.name:<11} follow: median {took[len(took) // 2] * 1e3:.1f} ms, "
              f"p99 {took[len(took) * 99 // 100] * 1e3:.1f} ms", flush=True)

    def all(self, files):
        for name, path in files.items():
            self.append(name, path)
        self.append("500 B", files["500 B"], 1000)
        for name, path in files.items():
            self.read(name, path)
        self.follow()


def fan_out(build, work, lines):
    size = os.path.getsize(lines)
    for listeners in (1, 4, 16):
        files = [f"{work}/to{n}" for n in range(listeners)]
        options = [arg for file in files for arg in ("--on", "*", file)]

        def clean(thing):
            for file in files:
                if os.path.exists(file):
                    os.unlink(file)
            return thing()

        turns = Turns(
            tee=lambda: clean(lambda: run(["tee", *files], stdin=lines)),
            ours=lambda: clean(lambda: run([f"{build}/libexec/emgen-dispatch", *options, lines])))
        if any(os.path.getsize(file) != size for file in files):
            sys.exit("store.py: a listener has less than all")
        print(f"dispatch to {listeners:>2} files: tee {size / turns.wall('tee') / 1e6:.0f} MB/s, "
              f"emgen {size / turns.wall('ours') / 1e6:.0f} MB/s, {turns.speed('ours', 'tee'):.2f} of it; "
              f"CPU {turns.cpu('tee'):.2f} s, {turns.cpu('ours'):.2f} s", flush=True)


def main():
    build, socket, port = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
    with tempfile.TemporaryDirectory(prefix="emgen-bench.") as work:
        files = {"500 B": f"{work}/small", "definitions": f"{work}/run"}
        with open(files["500 B"], "w", encoding="utf-8") as out:
            out.writelines(small_lines(SMALL))
        make_database(f"{work}/app.db", TABLES)
        commands = Bench(build, work).pipeline(f"{work}/app.db")[:-1]
        with open(files["definitions"], "wb") as out:
            subprocess.run(["sh", "-c", " | ".join(" ".join(command) for command in commands)],
                           stdout=out, check=True)
        print(f"\nThe store: {SMALL} events of 500 bytes, and the "
              f"{sum(1 for _ in open(files['definitions'], 'rb'))} events that define {TABLES} models "
              f"({os.path.getsize(files['definitions']) // 1000} kB)")
        StoreBench(build, work, Sqlite(work)).all(files)
        StoreBench(build, work, Pgsql(socket, port)).all(files)
        fan_out(build, work, files["definitions"])


if __name__ == "__main__":
    main()
