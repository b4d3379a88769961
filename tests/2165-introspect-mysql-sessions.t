#!/bin/bash
# emgen-introspect-mysql: two sessions read many tables, and either may fail.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/mariadb.sh"

# make_tables COUNT: each with all that a catalogue has of one, in no order of
# names.
make_tables() {
	local n
	echo 'CREATE TABLE t0 (id int PRIMARY KEY);'
	for n in $(seq "$(($1 - 1))"); do
		echo "CREATE TABLE t$n (id int PRIMARY KEY, z int, a int, KEY zz (z, a), UNIQUE b (a),
			CONSTRAINT z$n FOREIGN KEY (z) REFERENCES t0 (id), CONSTRAINT a$n FOREIGN KEY (a) REFERENCES t0 (id),
			CONSTRAINT q$n CHECK (z > a), CONSTRAINT c$n CHECK (a > 1));"
	done
}
sql -e 'CREATE DATABASE few; CREATE DATABASE many'
make_tables 10 | sql few
make_tables 2100 | sql many # more than twice what is read at once
sql <<'S'
CREATE USER reader;
GRANT SELECT ON *.* TO reader;
CREATE USER single WITH MAX_USER_CONNECTIONS 1;
GRANT SELECT ON *.* TO single;
S

# at USER DATABASE: a DSN over TCP.
at() {
	printf 'mysql://%s@127.0.0.1:%s/%s' "$1" "${port:-$mariadb_port}" "$2"
}

tables() {
	jq -c 'select(.type == "TableAnalyzed").data.table' "$@"
}

# --- How many there are ---

# connections DSN: how many an analysis makes.
connections() {
	local before
	before=$(sql -e "SHOW GLOBAL STATUS LIKE 'Connections'" | cut -f 2)
	emgen introspect "$1" >out 2>err
	echo $(($(sql -e "SHOW GLOBAL STATUS LIKE 'Connections'" | cut -f 2) - before - 1))
}
is "few tables take one session" "$(connections "$(dsn few)")" 1
is "many take two" "$(connections "$(dsn many)")" 2
events out
is "all of them are read" "$(tables out | wc -l)" 2100
is "in the order of bytes" "$(tables out | jq -r .name)" "$(tables out | jq -r .name | LC_ALL=C sort)"
is "with all that is of one, in order" \
	"$(tables out | jq -c 'select(.name == "t9") | [[.columns[].name], [.indexes[].name], [.uniqueKeys[].name], [.foreignKeys[].name], [.checks[].name]]')" \
	'[["id","z","a"],["zz"],["b"],["a9","z9"],["c9","q9"]]'
emgen introspect "$(at reader many)" >want 2>/dev/null
exits "one that the server does not let in" 0 emgen introspect "$(at single many)"
unlike "of that nothing is said" err 'connection'
same "and the same is read" <(tables out) <(tables want)

# --- One that is with another server ---

# A proxy whose second connection is answered as by a server with another number
# ("other"), or not at all ("none"); tells how often that one is asked for the
# catalogue.
cat >proxy.py <<'P'
import socket, sys, threading
kind, port = sys.argv[1], int(sys.argv[2])
asked = 0
def pump(source, target, is_second):
    global asked
    while data := source.recv(65536):
        asked += is_second * data.count(b"information_schema")
        target.sendall(data.replace(b"@@server_id", b"@@port * 77") if is_second else data)
    target.shutdown(socket.SHUT_WR)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threads = []
for n in range(2):
    client = listener.accept()[0]
    if n and kind == "none":
        client.close()
        break
    server = socket.create_connection(("127.0.0.1", port))
    threads += [threading.Thread(target=pump, args=(client, server, n == 1)),
                threading.Thread(target=pump, args=(server, client, False))]
    [t.start() for t in threads[-2:]]
[t.join() for t in threads]
print(asked, flush=True)
P
mkfifo proxy
for kind in other none; do
	python3 proxy.py $kind "$mariadb_port" >proxy &
	proxy=$!
	exec 5<proxy
	read -r port <&5
	exits "a second session with $kind" 0 emgen introspect "$(at reader many)"
	port=
	same "a second session with $kind: the same is read" <(tables out) <(tables want)
	read -r asked <&5
	is "a second session with $kind: it is not asked" "$asked" 0
	exec 5<&-
	wait $proxy
done

# --- One that is lost ---

sessions() { # EXPRESSION [CONDITION]
	sql -e "SELECT $1 FROM information_schema.PROCESSLIST WHERE user = 'root' AND id <> CONNECTION_ID() AND ${2:-TRUE}"
}
# begin [OPTION...] DSN: an analysis, alone but for who holds a lock.
begin() {
	local others="COALESCE(state, '') <> 'User sleep'"
	until [ "$(sessions 'COUNT(*)' "$others")" = 0 ]; do
		sessions "CONCAT('KILL ', id, ';')" "$others" | sql --force 2>/dev/null
	done
	rm -f pipe && mkfifo pipe
	emgen introspect "$@" >pipe 2>err &
	driver=$!
	exec 6<pipe
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
for which in MIN MAX; do
	begin "$(dsn many)"
	read -r line <&6 # and it has read some tables
	until [ "$(sessions 'COUNT(*)')" = 2 ]; do :; done
	sql -e "KILL $(sessions "$which(id)")"
	lost "the $which of them is killed while it is idle"
done

# hold TABLE: one that nobody can look into.
hold() {
	sql many -e "CREATE TABLE $1 AS SELECT SLEEP(1000) AS x" >/dev/null 2>&1 &
	until [ "$(sessions 'COUNT(*)' "info LIKE 'CREATE TABLE $1 %' AND state = 'User sleep'")" = 1 ]; do :; done
}
waiting() {
	sessions "$1" "state LIKE 'Waiting for table metadata lock'"
}
# begin_waiting: an analysis both sessions of which wait for a lock.
begin_waiting() {
	begin --timeout 100 "$(dsn many)"
	until [ "$(waiting 'COUNT(*)')" = 2 ]; do :; done
}
hold a
hold u
began=$SECONDS
for which in MIN MAX; do
	begin_waiting
	sql -e "KILL $(waiting "$which(id)")"
	lost "the $which of them is killed while both wait"
done
ok "the other is not waited for" test $((SECONDS - began)) -lt 60
exits "both wait for a lock" 111 emgen introspect --timeout 1 "$(dsn many)"
is "that is why" "$(tail -n 1 out | jq -r .data.exception)" locked

begin_waiting
mariadb_kill
lost "the server is killed while both wait"
wait
mariadb_start

began=$SECONDS
begin "$(dsn many read_timeout=2)"
read -r line <&6
kill -STOP "$mariadb_pid"
lost "a server that says nothing more"
kill -CONT "$mariadb_pid"
ok "it is given up in time" test $((SECONDS - began)) -lt 20
