#!/bin/bash
# emgen store on MariaDB (store-server.sh).
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"

database() {
	sql -e "CREATE DATABASE $1"
	EMGEN_DATABASE=$(dsn "$1")
	export EMGEN_DATABASE
	name=$1
}
ask() { sql "$name" -e "$1"; }
server_dies() { mariadb_kill; }
server_runs() { mariadb_start; }
name_in_data="JSON_VALUE(event_data, '$.name')"
unreachable=mysql://root@127.0.0.1:1/x
missing=$(dsn nowhere)
refused=${missing/root@/root:secret@}
. "$top/tests/store-server.sh"

# --- a queue beside the store: both commit together ---

database beside
head -1 "$top/schemas/jobs/AnalyzeModel.good.ndjson" | emgen queue push analysis >/dev/null
cat >work <<'P'
#!/bin/sh
cat >/dev/null
echo '{"type":"Noted","specversion":"1.0","id":"00000000-0000-7000-8000-000000000001","source":"tests","time":"2026-01-01T00:00:00Z","data":{"n":1}}'
P
chmod +x work
exits "queue work --store" 0 emgen queue work --store "$EMGEN_DATABASE" --queue analysis --stop-when-empty -- ./work
mv out passed
emgen store read >stored
same "stores the output, and that the job is done" stored passed
is "in this order" "$(jq -r .type stored | paste -sd' ')" "Noted JobProcessed"
is "and the job is gone" "$(ask 'SELECT count(*) FROM jobs')" 0
