# queue-kills.sh - programs of the queue that are killed, on each kind of
# database.  Source it behind the servers: . "$top/tests/queue-kills.sh".
# shellcheck shell=bash

faulty=$build-fault/libexec/emgen-queue
[ -x "$faulty" ] || { echo "make FAULT=1 faulty makes $faulty" >&2; exit 1; }
pg_create q
sql -e 'CREATE DATABASE q'

# What follows is for $kind, whose files are in the working directory.
queue() { emgen queue "$1" --database "$jobs" "${failed[@]}" "${@:2}"; }
# ask SQL: of the database that has batches and failed jobs.
ask() {
	case $kind in
	sqlite) sqlite3 -cmd '.timeout 5000' q.db "$1" ;;
	pgsql) pg q -c "$1" ;;
	mysql) sql q -e "$1" | tr '\t' '|' ;;
	redis) sqlite3 -cmd '.timeout 5000' failed.db "$1" ;;
	esac
}
# counts: "queue|number" of all that have jobs, reserved ones as well.
counts() {
	case $kind in
	redis) emgen queue list --database "$jobs" --json --limit 10000 | jq -r '.[].queue' | sort | uniq -c | sed 's/ *\([0-9]*\) \(.*\)/\2|\1/' ;;
	*) ask 'SELECT queue, count(*) FROM jobs GROUP BY queue' ;;
	esac
}
# overdue: all reservations are over.
overdue() {
	case $kind in
	redis) redis eval "for _, key in ipairs(redis.call('KEYS', 'queues:*:reserved')) do
		for _, job in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZADD', key, 1, job) end end" 0 >said ;;
	*) ask 'UPDATE jobs SET reserved_at = 1 WHERE reserved_at IS NOT NULL' ;;
	esac
}
has() { sed -n "s/^$2|//p" "$1" | grep . || echo 0; }

# on KIND COMMAND...: the command on it, in a folder of its own.
on() {
	kind=$1
	shift
	failed=()
	mkdir -p "$kind" && cd "$kind" || exit
	case $kind in
	sqlite) jobs=sqlite:q.db ;;
	pgsql) jobs=$(pg_dsn q) ;;
	mysql) jobs=$(dsn q) ;;
	redis) jobs=$(redis_dsn 0) failed=(--failed sqlite:failed.db) ;;
	esac
	"$@"
}
# on_each COMMAND...: on all of them at once.  What each says is told once more,
# as one test each.
on_each() {
	local kind walks=()
	for kind in sqlite pgsql mysql redis; do
		(on "$kind" "$@") >"$kind.tap" &
		walks+=($!)
	done
	wait "${walks[@]}"
	for kind in sqlite pgsql mysql redis; do
		sed 's/^/# /' "$kind.tap"
		is "$kind: none is wrong" "$(grep '^not' "$kind.tap")" ""
		is "$kind: all was looked at" "$(grep -c '^ok' "$kind.tap")" "$(grep -c '^ok' redis.tap)"
		ok "$kind: which was much" grep "^ok 12 - " "$kind.tap"
	done
}
