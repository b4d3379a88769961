#!/bin/bash
# emgen store while things go wrong around it: servers that die, disks that are
# full, writers and readers at once, runs that are cut off and made again.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"

id() { printf '00000000-0000-7000-8000-%012d' "$1"; }
# notes FROM TO [BYTES]: events in a few streams, with as much text.
notes() {
	local n text
	text=$(printf "%0${3:-1}d" 0)
	for ((n = $1; n <= $2; n++)); do
		printf '{"type":"Noted","specversion":"1.0","id":"%s","source":"tests","time":"2026-01-01T00:00:00.000000Z","correlationid":"%s","data":{"n":%d,"text":"%s"}}\n' "$(id "$n")" "$(id $((900000 + n % 5)))" "$n" "$text"
	done
}
# database NAME: a new one of each kind, for the programs that follow.
database() {
	case $kind in
	SQLite) EMGEN_DATABASE="sqlite:$scratch/$1.db" ;;
	PostgreSQL)
		pg_create "$1"
		EMGEN_DATABASE="pgsql:///$1?host=$pg_dir&port=$pg_port&user=postgres"
		;;
	MariaDB)
		sql -e "CREATE DATABASE $1"
		EMGEN_DATABASE=$(dsn "$1")
		;;
	esac
	export EMGEN_DATABASE
}
server_dies() { case $kind in PostgreSQL) pg_stop KILL ;; *) mariadb_kill ;; esac; }
server_runs() { case $kind in PostgreSQL) pg_run ;; *) mariadb_start ;; esac; }
server_pid() { case $kind in PostgreSQL) echo "$pg_pid" ;; *) echo "$mariadb_pid" ;; esac; }
sqlite3 app.db 'CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams); CREATE TABLE teams (id INTEGER PRIMARY KEY)'

# What the store holds but times and metrics, which differ from run to run.
content() { emgen store export | jq -c 'del(.time, .data.metrics)'; }
run() { EMGEN_CORRELATION_ID=$(id 1) emgen introspect sqlite:app.db | emgen relations | emgen define; }

for kind in SQLite PostgreSQL MariaDB; do
	echo "# $kind"

	# --- a run that is made again ---

	database "once_$kind"
	run | emgen store append >/dev/null
	content >once
	database "retried_$kind"
	for lines in 1 3 4; do run | head -n $lines | emgen store append >/dev/null 2>&1; done
	run | emgen store append >/dev/null
	content >retried
	same "$kind: a run that was cut off three times leaves what one run does" retried once
	exits "$kind: and is in order" 0 emgen store verify
	emgen store project
	emgen store export >export.ndjson
	database "copy_$kind"
	emgen store import export.ndjson
	emgen store export >back.ndjson
	same "$kind: export, import, export" back.ndjson export.ndjson

	# --- writers and readers at once ---

	for writers in 2 8; do
		database "writers_${writers}_$kind"
		emgen store read # makes the tables
		total=$((writers * 120))
		for ((w = 1; w <= writers; w++)); do notes $((w * 1000 + 1)) $((w * 1000 + 120)) >"w$w"; done
		emgen store read --follow --to $total >followed &
		follower=$!
		# Looks again from where it was, again and again.
		: >polled
		{
			while [ "$(wc -l <polled)" -lt $total ]; do
				emgen store read --from "$(($(wc -l <polled) + 1))" >>polled || break
			done
		} &
		poller=$!
		for ((w = 1; w <= writers; w++)); do emgen store append --batch 7 "w$w" >"p$w" & pids[w]=$!; done
		for ((w = 1; w <= writers; w++)); do wait "${pids[w]}" || echo "writer $w: $?"; done >failed
		is "$kind: $writers writers at once end well" "$(cat failed)" ""
		wait "$follower" "$poller"
		emgen store read >all
		is "$kind: every event is there once" "$(jq -r .id all | sort)" "$(for ((w = 1; w <= writers; w++)); do jq -r .id "w$w"; done | sort)"
		same "$kind: who follows has skipped none" followed all
		same "$kind: nor has who looks again and again" polled all
		exits "$kind: and all is in order" 0 emgen store verify
	done
done

# --- a full disk ---

kind=SQLite
database full
notes 1 600 1000 >big.ndjson
: | emgen store append
for limit in 100 300 500; do
	exits "no room over $limit KiB" 111 bash -c 'trap "" XFSZ; ulimit -f "$1"; emgen store append --batch 20 big.ndjson | cat; exit "${PIPESTATUS[0]}"' - "$limit"
	like "is said" err '^emgen-store: .*full\.db: '
	is "in one line" "$(wc -l <err)" 1
	emgen store read >stored
	same "what was passed on is stored, and nothing else" <(head -n "$(wc -l <stored)" big.ndjson) stored
	ok "all that was passed on is" cmp out <(head -n "$(wc -l <out)" stored)
	exits "and what is there is whole" 0 emgen store verify
done
exits "then there is room" 0 emgen store append big.ndjson
emgen store read >stored
same "and everything goes on" stored big.ndjson

# The server says so when it has none: a trigger speaks for it.
kind=PostgreSQL
database full
: | emgen store append
pg full -c "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN
		IF (SELECT count(*) FROM domain_events) >= 250 THEN
			RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
		END IF; RETURN NEW; END \$\$;
	CREATE TRIGGER no_room BEFORE INSERT ON domain_events FOR EACH ROW EXECUTE FUNCTION no_room()"
exits "no room at the server" 111 emgen store append --batch 80 big.ndjson
like "is said" err 'No space left on device'
is "whole batches are passed on" "$(wc -l <out)" 240
emgen store read >stored
same "and stored" stored out
pg full -c 'DROP TRIGGER no_room ON domain_events'
exits "then there is room" 0 emgen store append big.ndjson
emgen store read >stored
same "and everything goes on" stored big.ndjson

# --- a server that dies ---

# A handler that kills its server.
cat >deadly <<'P'
#!/bin/sh
events=$(cat)
printf '%s\n' "$events" |
	jq -c '{type: "Derived", specversion: "1.0", id: (.id | sub("-7000-"; "-8000-")), source: "derive", time: "2026-01-01T00:00:00Z", data: {n: .data.n}}'
case $events in
*"\"n\":$(cat deadly.at),"*) kill -9 $(cat server.pid) $(pgrep -P "$(cat server.pid)") ;;
esac
P
chmod +x deadly
mkfifo in passed
notes 1 60 >sixty.ndjson
run >models.ndjson

for kind in PostgreSQL MariaDB; do
	database dies
	: >stored
	for lines in 1 11 25 40; do
		emgen store append --batch 10 <in >passed 2>err &
		writer=$!
		exec 6>in 7<passed
		head -n $lines sixty.ndjson >&6
		for ((n = 0; n < lines; n++)); do read -r line <&7; echo "$line"; done >seen
		server_dies
		tail -n +$((lines + 1)) sixty.ndjson >&6
		exec 6>&-
		cat <&7 >>seen
		exec 7<&-
		wait "$writer"
		is "$kind: the server dies behind $lines lines: worth another try" "$?" 111
		is "$kind: which is said once" "$(wc -l <err)" 1
		server_runs
		emgen store read >stored
		ok "$kind: what was passed on is stored" cmp seen <(head -n "$(wc -l <seen)" stored)
		same "$kind: in order, and no half batch" stored <(head -n "$(wc -l <stored)" sixty.ndjson)
	done
	exits "$kind: it is run again" 0 emgen store append sixty.ndjson
	emgen store read >stored
	same "$kind: and everything is there once" stored sixty.ndjson

	# The handler of a subscription sees its server die under it, twice.
	for at in 10 40; do
		echo "$at" >deadly.at
		server_pid >server.pid
		exits "$kind: the server dies while event $at is digested" 111 emgen store subscribe --type Noted --stop-when-empty --batch 10 --append derive -- ./deadly
		server_dies
		server_runs
	done
	echo 0 >deadly.at
	exits "$kind: the subscriber goes on" 0 emgen store subscribe --type Noted --stop-when-empty --batch 10 --append derive -- ./deadly
	is "$kind: and its effects are there exactly once" "$(emgen store read --type Derived | jq .data.n)" "$(seq 60)"
	emgen store import models.ndjson
	server_dies
	exits "$kind: project without a server" 111 emgen store project
	server_runs
	exits "$kind: project" 0 emgen store project
	is "$kind: has the models" "$(emgen models --json | jq -s length)" 2
done

# In the midst of a projection: a trigger ends the server, and its own backend.
kind=PostgreSQL
export EMGEN_DATABASE="pgsql:///dies?host=$pg_dir&port=$pg_port&user=postgres"
# What it had not written to its disk it may have lost: the trigger, too.
rows() { pg dies -c 'SELECT * FROM model_catalog ORDER BY 1; SELECT * FROM relationship_catalog ORDER BY 1, 2'; }
rows >before
pg dies -c "CREATE FUNCTION ends() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN
		COPY (SELECT 1) TO PROGRAM 'kill -9 $pg_pid; kill -9 \$PPID'; RETURN NEW; END \$\$;
	CREATE TRIGGER ends BEFORE INSERT ON relationship_catalog FOR EACH ROW EXECUTE FUNCTION ends()"
exits "the server dies in the midst of project --rebuild" 111 emgen store project --rebuild
pg_stop KILL
pg_run
rows >after
same "the rows are those of before" after before
pg dies -c 'DROP TRIGGER IF EXISTS ends ON relationship_catalog'
exits "project --rebuild goes through" 0 emgen store project --rebuild
rows >after
same "to the same rows" after before
ok "which are some: $(wc -l <before)" [ "$(wc -l <before)" -gt 2 ]
