#!/bin/bash
# redis.sh - the benchmark of the queue in Redis, against the same scripts and
# Laravel's in bare loops, with few jobs waiting and with very many; and of
# limits in each kind of database.
# redis.sh [JOBS [WAITING]]; servers are the benchmark's own.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
pg_options=(-c fsync=on -c full_page_writes=on)
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"
mariadb_options=(--innodb-flush-method=fsync --innodb-flush-log-at-trx-commit=1)
# shellcheck source=mariadb.sh
. "$top/tests/mariadb.sh"
# shellcheck source=redis.sh
. "$top/tests/redis.sh"
# shellcheck source=bench/jobs.sh
. "$top/tests/bench/jobs.sh"
trap 'pg_finish; mariadb_stop; redis_finish; cd /; rm -rf "$scratch"' EXIT

jobs=${1:-20000}
for log in no yes; do
	redis_options=("appendonly $log" 'appendfsync everysec')
	redis_stop KILL
	redis_run
	for waiting in 0 "${2:-1000000}"; do
		redis flushall >/dev/null
		echo "redis, $waiting jobs waiting, appendonly $log"
		jobs_make redis 0 bench $((jobs * 3 + waiting))
		"$build/bench/redis" "$(redis_dsn 0)" "$redis_socket" "$jobs"
	done
done
redis flushall >/dev/null
pg_create limits
sql -e 'CREATE DATABASE limits'
for place in "sqlite:$scratch/limits.db" "$(pg_dsn limits)" "$(dsn limits)" "$(redis_dsn 0)"; do
	echo "limits, ${place%%:*}"
	"$build/bench/redis" "$place"
done
