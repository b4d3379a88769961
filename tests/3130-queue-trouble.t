#!/bin/bash
# Databases that take nothing: full, or to be read only.  Nothing is passed on
# that is not kept, and when there is room again a repeat completes it.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"

jobs=$top/schemas/jobs/UpdateDocumentation.good.ndjson
line=$(sed -n 1p "$jobs")
# many N: as many jobs of different events.
many() { local n; for n in $(seq "$1"); do echo "${line/\"id\":\"????????/\"id\":\"$(printf %08d "$n")}"; done; }
many 3000 >lines
is "the jobs differ" "$(jq -r .id lines | sort -u | wc -l)" 3000

# --- a full disk ---

# As far as the process may write: for SQLite it is the same.
full() { (trap '' XFSZ && ulimit -f "$1" && shift && exec "$@"); }
export EMGEN_DATABASE=sqlite:full.db
emgen queue list >/dev/null
exits "a full disk" 111 full 1500 emgen queue push q lines
like "is said" err 'full.db: '
cp out passed
ok "some were passed on: $(wc -l <passed)" [ -s passed ]
ok "and not all" [ "$(wc -l <passed)" -lt 3000 ]
is "as they were" "$(head -n "$(wc -l <passed)" lines | cmp passed - && echo same)" same
kept=$(sqlite3 full.db 'SELECT count(*) FROM jobs')
ok "what was passed on is kept" [ "$kept" -ge "$(wc -l <passed)" ]
exits "throttle on a full disk" 111 full 1 emgen throttle --database sqlite:none.db x lines
is "lets nothing pass" "$(cat out)" ""
exits "with room again" 0 emgen queue push q lines
is "a repeat completes it, each once" "$(sqlite3 full.db 'SELECT count(*), count(DISTINCT payload) FROM jobs')" "3000|3000"
exits "its file is whole" 0 sqlite3 full.db 'PRAGMA integrity_check'
is "it says" "$(cat out)" ok

# --- to be read only ---

head -3 lines >three
chmod 711 "$scratch"
mkdir -m 755 readonly
cp full.db readonly/app.db && chmod 444 readonly/app.db
chmod 555 readonly
# Who is root may write anywhere.
exits "a file of another" 100 "${as_nobody[@]}" "$EMGEN_EXEC_PATH/emgen-queue" push --database "sqlite:$scratch/readonly/app.db" q three
like "is said" err 'readonly|Permission denied'
is "nothing is passed on" "$(cat out)" ""
exits "throttle, too" 100 "${as_nobody[@]}" "$EMGEN_EXEC_PATH/emgen-throttle" --database "sqlite:$scratch/readonly/app.db" x three
chmod 755 readonly

pg_create app
sql -e "CREATE DATABASE app; CREATE USER plain@localhost; GRANT ALL ON app.* TO plain@localhost"
mysql_dsn=$(dsn app | sed 's/root@/plain@/')
for dsn in "$(pg_dsn app)" "$mysql_dsn"; do
	kind=${dsn%%:*}
	export EMGEN_DATABASE=$dsn
	exits "$kind: a queue" 0 emgen queue push q three
	emgen throttle --allow 100 --every 1000 room <three >/dev/null
	case $kind in
	pgsql) pg postgres -c 'ALTER DATABASE app SET default_transaction_read_only = on' ;;
	mysql) sql -e 'SET GLOBAL read_only = 1' ;;
	esac
	many 5 >five
	exits "$kind: then it is read-only, for a while maybe" 111 emgen queue push q five
	like "$kind: which is said" err 'read.only'
	is "$kind: nothing is passed on" "$(cat out)" ""
	exits "$kind: throttle, too" 111 emgen throttle --allow 100 --every 1000 room five
	is "$kind: lets nothing pass" "$(cat out)" ""
	case $kind in
	pgsql) pg postgres -c 'ALTER DATABASE app RESET default_transaction_read_only' ;;
	mysql) sql -e 'SET GLOBAL read_only = 0' ;;
	esac
	exits "$kind: and is not" 0 emgen queue push q five
	is "$kind: two of five are new" "$(emgen queue list --json q | jq -s 'flatten | length')" 5
done
