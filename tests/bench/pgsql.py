#!/usr/bin/env python3
"""The benchmark of bench.py on PostgreSQL; pgsql.sh runs it.

floor: the same catalogue rows as COPY gives them through libpq, and the same
       files written (floor_pgsql.c).
peer:  kysely-codegen, which makes types of the same tables; up to 1,000 of
       them.

pgsql.py ddl TABLES
pgsql.py run BUILD PEER SOCKET-DIR PORT TABLES ...
"""
import os
import sys
import tempfile

from bench import STAGES, RUNS, Bench, Figure, files_below, measure, nothing, run_pipe

PEER_MOST = 1000


def ddl(tables):
    """The tables of bench.py in PostgreSQL's words; keys come when all are there."""
    print("BEGIN;")
    for n in range(tables):
        print(f"""create table entity_{n}_records (id bigserial primary key,
            name varchar(100) not null, code char(8) not null unique,
            amount numeric(12, 2) not null default 0, is_active boolean not null default true,
            notes text, meta jsonb, happened_at timestamp, owner_id bigint,
            parent_id bigint not null, created_at timestamp);""")
        if n % 100 == 99:
            print("COMMIT; BEGIN;")  # locks are counted
    for n in range(tables):
        print(f"""alter table entity_{n}_records
            add foreign key (owner_id) references entity_{(n * 7 + 1) % tables}_records,
            add foreign key (parent_id) references entity_{(n * 3 + 2) % tables}_records;""")
        if n % 100 == 99:
            print("COMMIT; BEGIN;")
    print("COMMIT;")


class PgsqlBench(Bench):
    def __init__(self, build, work, peer, socket, port):
        super().__init__(build, work)
        self.floor = f"{build}/bench/floor_pgsql"
        self.tool_of_peer = f"{peer}/node_modules/.bin/kysely-codegen"
        self.socket, self.port = socket, port

    def pipeline(self, db):
        out = f"{self.work}/out/Models"
        return [[self.tool["introspect"], f"{db} user=postgres", "--out", out, "--timeout", "60"],
                [self.tool["relations"]], [self.tool["define"]], [self.tool["render"]]]

    def schema(self, tables):
        db = f"host={self.socket} port={self.port} dbname=bench{tables}"
        ours = Figure(lambda: self.clean("out"), lambda: run_pipe(self.pipeline(db)))
        again = Figure(nothing, lambda: run_pipe(self.pipeline(db)))
        floor = Figure(lambda: self.clean("copy"),
                       lambda: run_pipe([[self.floor, f"{db} user=postgres", f"{self.work}/out/Models",
                                          f"{self.work}/copy"]]))
        measure(ours, again, floor)
        files = files_below(f"{self.work}/out/Models")
        if files_below(f"{self.work}/copy") != files:
            sys.exit("bench: the floor wrote other files")
        peer = self.peer(tables)
        print(f"{tables:>7} {files:>7} {floor.wall:>8.3f} {ours.wall:>8.3f} {ours.over(floor):>6.2f} "
              f"{again.wall:>8.3f} {peer:>8.3f} {peer / ours.wall:>6.1f}   "
              + " ".join(f"{mb:.0f}" for mb in ours.rss), flush=True)
        return tables, ours.wall

    def peer(self, tables):
        if tables > PEER_MOST or not os.path.exists(self.tool_of_peer):
            return float("nan")
        url = f"postgres://postgres@localhost:{self.port}/bench{tables}?host={self.socket}"
        wall, _ = run_pipe([[self.tool_of_peer, "--dialect", "postgres", "--url", url,
                             "--out-file", f"{self.work}/db.d.ts"]])
        return wall


def main():
    if sys.argv[1] == "ddl":
        ddl(int(sys.argv[2]))
        return
    build, peer, socket, port = sys.argv[2:6]
    with tempfile.TemporaryDirectory(prefix="emgen-bench.") as work:
        bench = PgsqlBench(os.path.abspath(build), work, peer, socket, port)
        print("\nPostgreSQL; seconds are wall, medians of", RUNS, "runs")
        print(" tables   files    floor    emgen  ratio  re-run"
              "      peer  peer/x   MB of", " ".join(STAGES))
        results = [bench.schema(int(size)) for size in sys.argv[6:]]
        for (a, x), (b, y) in zip(results, results[1:]):
            print(f"growth from {a} to {b} tables: {y / x:.1f} times ({b / a:.0f} would be linear)")


if __name__ == "__main__":
    main()
