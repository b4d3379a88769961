#!/bin/bash
# The storm of 3170 on MariaDB, server and all, where an effect is a job that
# follows, in the transaction that acknowledges; and on Redis, which has none of
# events: each job at least once, and the repeats counted.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
# shellcheck source=storm.sh
. "$top/tests/storm.sh"
# shellcheck source=mariadb.sh
. "$top/tests/mariadb.sh"
# shellcheck source=redis.sh
. "$top/tests/redis.sh"
jobs=${STORM_JOBS:-1000} seconds=${STORM_SECONDS:-6}

sql -e 'CREATE DATABASE storm'
dsn=$(dsn storm)
my_count() { sql storm -e "select count(*) from jobs where queue = '$1'"; }
my_left() { my_count default; }
my_again() {
	kill -KILL "$mariadb_pid"
	wait "$mariadb_pid" 2>/dev/null
	mariadb_start
}
# what it said is durable must be so
sql -e 'set global innodb_flush_log_at_trx_commit = 1'
storm_with=(--push Effected=effects)
storm "$seconds" "$jobs" "$dsn" my_left my_again
is "MariaDB: no reservation is left behind" "$(my_left)" 0
is "no job is lost, none has its effect twice" "$(my_count effects)" "$pushed"
sql storm -e "select payload from jobs where queue = 'effects'" |
	jq -r '.data.event | fromjson | .data.n' | sort -n >effects
same "each has its own" effects <(seq 0 $((pushed - 1)))
is "and nothing has failed" "$(sql storm -e 'select count(*) from failed_jobs')" 0
is "outside, each is done at least once" "$(sort -n outside | uniq | wc -l)" "$pushed"
echo "# $(($(wc -l <outside) - pushed)) of $pushed were done again outside"
ok "something was killed" test -s killed

# --- Redis ---

redis_stop KILL
redis_options=('appendonly yes' 'appendfsync always')
redis_run
dsn=$(redis_dsn 0)
redis_left() {
	local list late
	list=$(redis llen queues:default) && late=$(redis zcard queues:default:reserved) &&
		echo $((list + late + $(redis zcard queues:default:delayed)))
}
redis_again() {
	redis_stop KILL
	redis_run
}
storm_with=(--failed sqlite:failed.db)
storm "$seconds" "$jobs" "$dsn" redis_left redis_again
is "Redis: none is left, reserved or not" "$(redis_left)" 0
is "nor has one failed" "$(sqlite3 failed.db 'select count(*) from failed_jobs')" 0
is "each is done at least once" "$(sort -n outside | uniq | wc -l)" "$pushed"
echo "# $(($(wc -l <outside) - pushed)) of $pushed were done again"
ok "something was killed" test -s killed
