#!/usr/bin/env python3
"""bench_mysql - the same as bench.py on MariaDB.

floor: tests/bench/floor_mysql.c

usage: bench_mysql.py BUILD SOCKET [TABLES ...]     (mysql.sh starts the server)
"""
import os
import subprocess
import sys
import tempfile

from bench import RUNS, STAGES, Bench, Figure, files_below, measure, run_pipe


def make_database(socket, tables):
    """Tables of eleven columns, two of which are foreign keys."""
    statements = [f"CREATE DATABASE bench{tables}; USE bench{tables}; SET foreign_key_checks = 0;"]
    for n in range(tables):
        statements.append(f"""CREATE TABLE entity_{n}_records (
            id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
            name varchar(100) NOT NULL, code char(8) NOT NULL UNIQUE,
            amount decimal(12, 2) NOT NULL DEFAULT 0,
            is_active tinyint(1) NOT NULL DEFAULT 1,
            notes text, meta json, happened_at datetime,
            owner_id bigint unsigned, parent_id bigint unsigned NOT NULL, created_at timestamp NULL,
            FOREIGN KEY (owner_id) REFERENCES entity_{(n * 7 + 1) % tables}_records (id),
            FOREIGN KEY (parent_id) REFERENCES entity_{(n * 3 + 2) % tables}_records (id));""")
    subprocess.run(["mariadb", "--no-defaults", f"--socket={socket}", "--user=root"],
                   input="\n".join(statements), text=True, check=True)


class MysqlBench(Bench):
    def __init__(self, build, work, socket):
        super().__init__(build, work)
        self.floor = f"{build}/bench/floor_mysql"
        self.socket = socket

    def pipeline(self, db):
        out = f"{self.work}/out/Models"
        return [[self.tool["introspect"], f"mysql://root@localhost/{db}?unix_socket={self.socket}", "--out", out],
                [self.tool["relations"]], [self.tool["define"]], [self.tool["render"]]]

    def schema(self, tables):
        make_database(self.socket, tables)
        db = f"bench{tables}"
        ours = Figure(lambda: self.clean("out"), lambda: run_pipe(self.pipeline(db)))
        floor = Figure(lambda: self.clean("copy"), lambda: run_pipe(
            [[self.floor, self.socket, db, f"{self.work}/out/Models", f"{self.work}/copy"]]))
        measure(ours, floor)
        files = files_below(f"{self.work}/out/Models")
        if files_below(f"{self.work}/copy") != files:
            sys.exit("bench_mysql: the floor wrote another number of files")
        print(f"{tables:>7} {files:>7} {floor.wall:>8.3f} {ours.wall:>8.3f} {ours.over(floor):>6.2f}   "
              + " ".join(f"{mb:.0f}" for mb in ours.rss), flush=True)
        return tables, ours.wall


def main():
    build, socket = os.path.abspath(sys.argv[1]), sys.argv[2]
    sizes = [int(arg) for arg in sys.argv[3:]] or [100, 1000, 10000]
    with tempfile.TemporaryDirectory(prefix="emgen-bench.") as work:
        bench = MysqlBench(build, work, socket)
        print("MariaDB; seconds are wall, medians of", RUNS, "runs")
        print(" tables   files    floor    emgen  ratio   MB of", " ".join(STAGES))
        results = [bench.schema(size) for size in sizes]
        for (a, x), (b, y) in zip(results, results[1:]):
            print(f"growth from {a} to {b} tables: {y / x:.1f} times ({b / a:.0f} would be linear)")


if __name__ == "__main__":
    main()
