#!/usr/bin/env python3
"""The benchmark of bench.py on a database server; server.sh starts it.

floor: the same catalogue rows through the client library, and the same files
       written (floor_pgsql.c, floor_mysql.c).
peer:  kysely-codegen, which makes types of the same tables; up to 1,000 of
       them.

server.py ddl pgsql|mysql TABLES
server.py run pgsql|mysql BUILD PEER SOCKET PORT TABLES ...
"""
import os
import sys
import tempfile

from bench import Bench, run_pipe

PEER_MOST = 1000


def edges(tables, n):
    """The tables that the n-th points to."""
    return (n * 7 + 1) % tables, (n * 3 + 2) % tables


def ddl_pgsql(tables):
    """Foreign keys come when all tables are there."""
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
        owner, parent = edges(tables, n)
        print(f"""alter table entity_{n}_records
            add foreign key (owner_id) references entity_{owner}_records,
            add foreign key (parent_id) references entity_{parent}_records;""")
        if n % 100 == 99:
            print("COMMIT; BEGIN;")
    print("COMMIT;")


def ddl_mysql(tables):
    print("SET foreign_key_checks = 0;")
    for n in range(tables):
        owner, parent = edges(tables, n)
        print(f"""CREATE TABLE entity_{n}_records (
            id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
            name varchar(100) NOT NULL, code char(8) NOT NULL UNIQUE,
            amount decimal(12, 2) NOT NULL DEFAULT 0, is_active tinyint(1) NOT NULL DEFAULT 1,
            notes text, meta json, happened_at datetime, owner_id bigint unsigned,
            parent_id bigint unsigned NOT NULL, created_at timestamp NULL,
            FOREIGN KEY (owner_id) REFERENCES entity_{owner}_records (id),
            FOREIGN KEY (parent_id) REFERENCES entity_{parent}_records (id));""")


class Pgsql:
    name, ddl = "PostgreSQL", staticmethod(ddl_pgsql)

    def __init__(self, socket, port):
        self.socket, self.port = socket, port

    def dsn(self, db):
        return f"host={self.socket} port={self.port} dbname={db} user=postgres"

    def floor(self, db):
        return [self.dsn(db)]

    def peer(self, db):
        return ["postgres", f"postgres://postgres@localhost:{self.port}/{db}?host={self.socket}"]


class Mysql:
    name, ddl = "MariaDB", staticmethod(ddl_mysql)

    def __init__(self, socket, port):
        self.socket, self.port = socket, port

    def dsn(self, db):
        return f"mysql://root@localhost/{db}?unix_socket={self.socket}"

    def floor(self, db):
        return [self.socket, db]

    def peer(self, db):
        return ["mysql", f"mysql://root@127.0.0.1:{self.port}/{db}"]


SERVERS = {"pgsql": Pgsql, "mysql": Mysql}


class ServerBench(Bench):
    def __init__(self, build, work, peer, kind, server):
        super().__init__(build, work)
        self.server = server
        self.floor = f"{build}/bench/floor_{kind}"
        self.tool_of_peer = f"{peer}/node_modules/.bin/kysely-codegen"

    def source(self, db):
        return [self.server.dsn(db), "--timeout", "60"]

    def run_floor(self, db):
        return run_pipe([[self.floor, *self.server.floor(db), f"{self.work}/out/Models", f"{self.work}/copy"]])

    def run_peer(self, db, tables):
        if tables > PEER_MOST:
            return float("nan")
        dialect, url = self.server.peer(db)
        return run_pipe([[self.tool_of_peer, "--dialect", dialect, "--url", url,
                          "--out-file", f"{self.work}/db.d.ts"]]).wall


def main():
    if sys.argv[1] == "ddl":
        SERVERS[sys.argv[2]].ddl(int(sys.argv[3]))
        return
    kind, build, peer, socket, port = sys.argv[2:7]
    server = SERVERS[kind](socket, port)
    with tempfile.TemporaryDirectory(prefix="emgen-bench.") as work:
        bench = ServerBench(os.path.abspath(build), work, peer, kind, server)
        bench.table(server.name, [(f"bench{n}", int(n)) for n in sys.argv[7:]])


if __name__ == "__main__":
    main()
