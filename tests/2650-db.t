#!/bin/bash
# What db.h promises, on each database; and what is said of those that are away.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"

# promises NAME DSN: the checks of tests/tools/db.c, one by one.
promises() {
	local line
	"$build/tools/db" "$2" >said 2>err
	is "$1: ends well" "$?" 0
	sed 's/^/# /' err
	while read -r line; do
		is "$1: ${line#* - }" "${line%% [0-9]*}" ok
	done < <(grep -E '^(not )?ok ' said)
	grep '^#' said
}

promises SQLite sqlite:own.db
pg_create own
promises PostgreSQL "$(pg_dsn own)"
sql -e 'CREATE DATABASE own'
promises MariaDB "$(dsn own)"
promises "MariaDB over TCP" "mariadb://root@127.0.0.1:$mariadb_port/$(sql -e 'CREATE DATABASE tcp' && echo tcp)"

# --- what cannot be had ---

exits "no such database" 100 "$build/tools/db" "$(dsn nothing)"
like "is said" err "^db: mysql:.*nothing.* \(1049\)$"
exits "no database" 100 "$build/tools/db" mysql://root@localhost
like "is said" err 'names no database'
exits "a wrong password" 100 "$build/tools/db" "mysql://root:geheim@127.0.0.1:$mariadb_port/own"
like "is said" err 'Access denied'
unlike "and is not shown" err geheim
mariadb_stop
exits "a server that is away" 111 "$build/tools/db" "$(dsn own)"
