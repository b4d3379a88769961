#!/bin/bash
# queue.sh - the benchmark of the queue in SQL: jobs a second against a bare
# loop of the same statements, with few jobs waiting and with a million.
# queue.sh [JOBS [WAITING]]; servers are the benchmark's own.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
pg_options=(-c fsync=on -c full_page_writes=on)
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"
mariadb_options=(--innodb-flush-method=fsync --innodb-flush-log-at-trx-commit=1)
# shellcheck source=mariadb.sh
. "$top/tests/mariadb.sh"
# shellcheck source=bench/jobs.sh
. "$top/tests/bench/jobs.sh"
trap 'pg_finish; mariadb_stop; cd /; rm -rf "$scratch"' EXIT

jobs=${1:-2000}
for waiting in 0 "${2:-1000000}"; do
	pg_create "w$waiting"
	sql -e "CREATE DATABASE w$waiting"
	for kind in sqlite pgsql mysql; do
		case $kind in
		sqlite) name=$scratch/w$waiting.db dsn=sqlite:$name ;;
		pgsql) name=w$waiting dsn=$(pg_dsn "$name") ;;
		mysql) name=w$waiting dsn=$(dsn "$name") ;;
		esac
		[ "$waiting" = 0 ] || jobs_make $kind "$name" bench "$waiting"
		echo "$kind, $waiting jobs waiting"
		"$build/bench/queue" "$dsn" "$jobs"
	done
done
