#!/bin/bash
# emgen store on PostgreSQL (store-server.sh).
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"

at="host=$pg_dir&port=$pg_port&user=postgres"
database() {
	pg_create "$1"
	export EMGEN_DATABASE="pgsql:///$1?$at"
	name=$1
}
ask() { pg "$name" -c "$1"; }
server_dies() { pg_stop KILL; }
server_runs() { pg_run; }
name_in_data="event_data ->> 'name'"
unreachable=pgsql://127.0.0.1:1/x
missing="pgsql:///nowhere?$at"
refused=pgsql://postgres:secret@127.0.0.1:$pg_port/lost
. "$top/tests/store-server.sh"
