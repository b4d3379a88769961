#!/bin/bash
# emgen-introspect-pgsql: two sessions read many tables, and either may fail.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/pgsql.sh"

# make_tables COUNT: each with all that a catalogue has of one, in no order of
# names.
make_tables() {
	local n
	echo "CREATE TYPE state AS ENUM ('on', 'off'); CREATE TABLE t0 (id int PRIMARY KEY);"
	for n in $(seq "$(($1 - 1))"); do
		echo "CREATE TABLE t$n (id int PRIMARY KEY, z int DEFAULT $n CONSTRAINT z$n REFERENCES t0, a int CONSTRAINT a$n REFERENCES t0,
			s state, CONSTRAINT q$n CHECK (z > a), CONSTRAINT b$n UNIQUE (a)); CREATE INDEX zz$n ON t$n (z, a);
			COMMENT ON COLUMN t$n.a IS 'of $n';"
	done
}
pg_create few
pg_create many
make_tables 10 | pg few
make_tables 1011 | pg many
pg many <<'S'
ALTER SYSTEM SET log_connections = on;
DO $$ BEGIN PERFORM pg_reload_conf(); END $$;
CREATE ROLE reader LOGIN PASSWORD 'x';
CREATE ROLE single LOGIN PASSWORD 'x' CONNECTION LIMIT 1;
S
export PGPASSWORD=x

# at USER DATABASE: a DSN over TCP.
at() {
	printf 'pgsql://%s@127.0.0.1:%s/%s' "$1" "${port:-$pg_port}" "$2"
}

tables() {
	jq -c 'select(.type == "TableAnalyzed").data.table' "$@"
}

# --- How many there are ---

# connections DATABASE: how many an analysis makes.
connections() {
	local before
	before=$(grep -c "authorized.* database=$1 .*application_name=emgen" "$pg_dir/log")
	emgen introspect "$(at reader "$1")" >out 2>err
	echo $(($(grep -c "authorized.* database=$1 .*application_name=emgen" "$pg_dir/log") - before))
}
is "few tables take one session" "$(connections few)" 1
tables out >few
is "many take two" "$(connections many)" 2
events out
tables out >want
is "all of them are read" "$(wc -l <want)" 1011
is "in the order of bytes" "$(jq -r .name want)" "$(jq -r .name want | LC_ALL=C sort)"
is "with all that is of one" \
	"$(jq -c 'select(.name == "t1010") | [[.columns[] | [.name, .default.literal, .comment, .values]], [.indexes[].name], [.uniqueKeys[].name], [.foreignKeys[].name], [.checks[].name]]' want)" \
	'[[["id",null,null,[]],["z","1010",null,[]],["a",null,"of 1010",[]],["s",null,null,["on","off"]]],["zz1010"],["b1010"],["a1010","z1010"],["q1010"]]'
is "each as one session reads it" "$(jq -c 'select(.name == ("t3", "t8"))' want)" "$(jq -c 'select(.name == ("t3", "t8"))' few)"
exits "one that the server does not let in" 0 emgen introspect "$(at single many)"
is "of that nothing is said" "$(grep -v framework err)" ""
same "and the same is read" <(tables out) want
pg many -c 'REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC'
is "a snapshot that may not be shared" "$(connections many)" 1
same "and the same is read, too" <(tables out) want
pg many -c 'GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO PUBLIC'

# --- One that is with another server, or with none ---

# A proxy whose second connection comes to a server that knows no snapshot of
# ours ("other"), to one that goes away ("none"), or that says nothing, as a
# pooler with one connection to give ("busy"); or that is ours, after a command
# has run ("late").  Tells how often that connection is asked for tables.
cat >proxy.py <<'P'
import re, socket, subprocess, sys, threading
kind, port = sys.argv[1], int(sys.argv[2])
asked = 0
def pump(source, target, is_second):
    global asked
    try:
        while data := source.recv(65536):
            asked += is_second * data.count(b"DECLARE emgen_")
            if kind == "other" and is_second:
                data = re.sub(rb"SNAPSHOT '........", b"SNAPSHOT 'FFFFFFFF", data)
            if kind != "busy" or b"SNAPSHOT" not in data:
                target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threads = []
for n in range(2):
    client = listener.accept()[0]
    if n and kind == "none":
        client.close()
        break
    if n and kind == "late":
        subprocess.run(sys.argv[3:], check=True)
    server = socket.create_connection(("127.0.0.1", port))
    threads += [threading.Thread(target=pump, args=(client, server, n == 1)),
                threading.Thread(target=pump, args=(server, client, False))]
    [t.start() for t in threads[-2:]]
[t.join() for t in threads]
print(asked, flush=True)
P
mkfifo proxy
# through KIND ASKED [COMMAND...]: an analysis by way of the proxy.
through() {
	local kind=$1 times=$2 asked
	shift 2
	python3 proxy.py "$kind" "$pg_port" "$@" >proxy &
	exec 5<proxy
	read -r port <&5
	exits "a second session with $kind" 0 emgen introspect --timeout 100 "$(at reader many)?sslmode=disable"
	port=
	read -r asked <&5
	exec 5<&-
	wait $!
	same "a second session with $kind: the same is read" <(tables out) want
	is "a second session with $kind: how often it is asked" "$asked" "$times"
}
through other 0
through none 0
through busy 0
{
	for n in $(seq 900 1010); do echo "ALTER TABLE t$n ADD new int, ALTER z DROP NOT NULL;"; done
	echo 'CREATE TABLE later (id int);'
} >change.sql
through late 5 psql -X -q -h "$pg_dir" -p "$pg_port" -U postgres -d many -f change.sql
emgen introspect "$(at reader many)" >out 2>err
is "and now the change is seen" "$(tables out | jq -r '.columns[].name' | grep -c new)" 111

# --- One that is lost ---

# begin DSN: an analysis that has written its first table; there are more than a
# pipe holds, and nobody reads on.
begin() {
	rm -f pipe && mkfifo pipe
	emgen introspect "$@" >pipe 2>err &
	driver=$!
	exec 6<pipe
	until read -r line <&6 && [[ $line == *TableAnalyzed* ]]; do :; done
}

# lost NAME: the analysis is, because of its connection.
lost() {
	cat <&6 >out
	exec 6<&-
	wait $driver
	is "$1: exit code" "$?" 111
	is "$1: why" "$(tail -n 1 out | jq -r '[.type, .data.exception] | @tsv')" "SchemaAnalysisFailed	connection-lost"
	is "$1: in one line" "$(wc -l <err)" 1
}
for which in min max; do
	begin "$(at reader many)"
	pg many -c "SELECT pg_terminate_backend((SELECT $which(pid) FROM pg_stat_activity WHERE application_name = 'emgen'))" >killed
	is "the $which of them is ended: it was there" "$(<killed)" t
	lost "the $which of them is ended"
done
begin "$(at reader many)"
pg_stop KILL
lost "the server is killed"
