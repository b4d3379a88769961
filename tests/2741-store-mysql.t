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
