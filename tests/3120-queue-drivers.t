#!/bin/bash
# The queue on servers: each kind makes the same moves, and loses no job.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"

jobs=$top/schemas/jobs/UpdateDocumentation.good.ndjson
pg_create app
sql -e 'CREATE DATABASE app'
for place in "$(pg_dsn app)" "$(dsn app)" "$(redis_dsn 1 'prefix=app_[1]')"; do
	kind=${place%%:*}
	"$build/unit/svc/queue" "$place" >moves.out 2>&1
	code=$?
	is "$kind: each move" "$(grep -v ^ok moves.out)" "1..$(grep -c ^ok moves.out)"
	is "$kind: ends well" "$code" 0
done

# --- long keys: no database waits for one that it cannot hold ---

long=$(printf 'k%.0s' {1..300})
long() { printf '{"type":"Noted","specversion":"1.0","source":"t","subject":"%s","data":{}}\n' "$long$1"; }
for place in sqlite:long.db "$(pg_dsn app)" "$(dsn app)" "$(redis_dsn 1)"; do
	kind=${place%%:*}
	keyed() { emgen queue push --database "$place" --unique '{subject}' --ttl 1000 long; }
	exits "$kind: push with a long key" 0 keyed < <(long 1; long 1; long 2)
	is "$kind: it is one" "$(emgen queue list --database "$place" --json long | jq length)" 2
	exits "$kind: work with one" 0 timeout 20 emgen queue work --database "$place" --failed sqlite:long.db \
		--queue long --no-overlap '{subject}' --stop-when-done -- cat
	is "$kind: all is done" "$(grep -c JobProcessed out)" 2
	exits "$kind: a queue to be told with a long name" 100 emgen queue push --database "$place" --failed sqlite:long.db \
		--batch b --then "$long" long "$jobs"
	exits "$kind: a queue whose name is not UTF-8" 100 emgen queue push --database "$place" $'q\xff' "$jobs"
	exits "$kind: a key that is not" 0 emgen queue push --database "$place" --unique $'k\xff' --ttl 1000 long < <(long 5)
	exits "$kind: is known by another" 0 emgen queue work --database "$place" --failed sqlite:long.db \
		--queue long --stop-when-empty -- cat
	is "$kind: and its job is done" "$(grep -c JobProcessed out)" 1
	exits "$kind: a limit with a long name" 100 emgen queue work --database "$place" --throttle "$long:1/1" -- cat
done

# --- time ---

for place in sqlite:time.db "$(pg_dsn app)" "$(dsn app)" "$(redis_dsn 1)"; do
	kind=${place%%:*}
	queue() { emgen queue "$1" --database "$place" "${@:2}"; }
	long 3 | queue push again >/dev/null
	cat >twice <<-'H'
		cut -d' ' -f1 /proc/uptime >>times
		[ "$EMGEN_JOB_ATTEMPT" = 2 ]
	H
	: >"times"
	exits "$kind: a job is tried again" 0 queue work --failed sqlite:time.db --queue again --tries 2 --backoff 1 \
		--workers 2 --sleep 0.2 --stop-when-done -- sh ./twice
	ok "$kind: not before its time, nor much later: $(paste -sd' ' times)" \
		awk 'NR == 1 { at = $1 } END { exit !($1 - at >= 1 && $1 - at < 5) }' times

	exits "$kind: pause" 0 queue pause rests
	long 4 | queue push rests >/dev/null
	queue work --failed sqlite:time.db --queue rests,other --sleep 2 --max-jobs 1 -- cat >rested 2>&1 &
	read -rt 2 <> <(:)
	turns() { sed -n 's/^voluntary_ctxt_switches:\t//p' "/proc/$!/status"; }
	before=$(turns)
	read -rt 2 <> <(:)
	ok "$kind: a worker beside a paused queue has little to do" [ $(($(turns) - before)) -lt 60 ]
	exits "$kind: resume" 0 queue resume rests
	wait $!
	is "$kind: it does the job then" "$?" 0
done

# A table of an old application, which has no such letters: that is one job's matter.
sql app -e 'ALTER TABLE cache_locks CONVERT TO CHARACTER SET utf8mb3'
long= # short
{ long 𝄞; long 6; } | emgen queue push --database "$(dsn app)" letters >pushed
exits "a key that its table cannot hold" 0 emgen queue work --database "$(dsn app)" --queue letters --no-overlap '{subject}' \
	--stop-when-empty -- cat
is "holds its job back, and no other" "$(jq -r 'select(.type | startswith("Job")) | .type' out | paste -sd' ')" "JobReleased JobProcessed"

# --- Redis: what Laravel finds there ---

export EMGEN_DATABASE
EMGEN_DATABASE=$(redis_dsn 2 prefix=app_)
r() { redis -n 2 "$@"; }
exits "push" 0 emgen queue push docs "$jobs"
same "passes every line on" out "$jobs"
is "they are in Laravel's list" "$(r llen app_queues:docs)" "$(wc -l <"$jobs")"
is "with as many notifications" "$(r llen app_queues:docs:notify)" "$(wc -l <"$jobs")"
r lrange app_queues:docs 0 -1 | jq -r .data.event >events
same "the events are in them to the byte" events "$jobs"
is "each with what Laravel's driver adds" "$(r lrange app_queues:docs 0 -1 | jq -c '[.attempts, (.id | type)]' | sort -u)" '[0,"string"]'
exits "push again" 0 emgen queue push docs "$jobs"
is "adds none" "$(r llen app_queues:docs)" "$(wc -l <"$jobs")"
named() { jq -c ".id = \"$2\"" <(head -1 "$jobs") | emgen queue push "$1" >/dev/null; }
named a b:c && named a:b c && named a%3Ab c
is "a colon is no end of a queue's name" "$(for q in a a:b a%3Ab; do r llen "app_queues:$q"; done | paste -sd' ')" "1 1 1"
exits "push --delay" 0 emgen queue push --delay 100 later "$jobs"
is "waits in Laravel's set" "$(r zcard app_queues:later:delayed)" "$(wc -l <"$jobs")"
exits "list" 0 emgen queue list --json later
is "shows them" "$(jq -s "flatten | length" out)" "$(wc -l <"$jobs")"

for name in docs:delayed docs:reserved docs:notify; do
	exits "a name that is another queue's key: $name" 100 emgen queue push $name "$jobs"
	like "is refused" err 'in Redis no name ends with'
done
exits "a name that is none" 100 emgen queue push '' "$jobs"

# A million jobs are deleted in pieces, so that nobody waits for all of them.
r eval "for i = 1, 250 do local t = {} for j = 1, 1000 do t[j] = '{\"n\":' .. i * 1000 + j .. '}' end
	redis.call('RPUSH', KEYS[1], unpack(t)) end
	for i = 1, 2500 do redis.call('ZADD', KEYS[2], i, 'd' .. i) redis.call('ZADD', KEYS[3], i, 'r' .. i) end" \
	3 app_queues:many app_queues:many:delayed app_queues:many:reserved >/dev/null
r rpush app_queues:many:notify 1 >/dev/null
r config resetstat >/dev/null
exits "clear" 0 emgen queue clear many
is "deletes them all" "$(cat out) $(r keys 'app_queues:many*')" "255000 deleted "
ok "in many pieces" test "$(r info commandstats | sed -n 's/^cmdstat_evalsha:calls=\([0-9]*\).*/\1/p')" -ge 255

# --- Redis dies ---

# With its log on disk nothing is lost; without, what was not saved is.
count() { r llen app_queues:docs 2>/dev/null; }
redis_options=('appendonly yes' 'appendfsync always')
redis_stop TERM
redis_run
emgen queue push docs "$jobs" >/dev/null
redis_stop KILL
exits "no server" 111 emgen queue push docs "$jobs"
is "nothing is passed on" "$(cat out)" ""
redis_run
is "with appendonly a restart keeps all jobs" "$(count)" "$(wc -l <"$jobs")"
exits "and knows what was pushed" 0 emgen queue push docs "$jobs"
is "so that there is no second" "$(count)" "$(wc -l <"$jobs")"
redis_options=('appendonly no')
redis_stop KILL
rm -rf "$redis_dir"/appendonlydir "$redis_dir"/*.rdb
redis_run
emgen queue push docs "$jobs" >/dev/null
redis_stop KILL
redis_run
is "without it jobs are gone" "$(count)" 0
exits "and can be pushed again" 0 emgen queue push docs "$jobs"
is "since it has forgotten them, too" "$(count)" "$(wc -l <"$jobs")"

# --- Redis cannot write ---

r config set maxmemory 1 >/dev/null
exits "its memory is used up" 111 emgen queue push more "$jobs"
like "which is said" err 'OOM'
is "nothing is passed on" "$(cat out)" ""
r config set maxmemory 0 >/dev/null
r replicaof 127.0.0.1 1 >/dev/null
exits "a replica" 111 emgen queue push more "$jobs"
like "is read-only" err 'READONLY'
r replicaof no one >/dev/null
redis_stop KILL
mkdir "$redis_dir/full"
redis_options=("dir $redis_dir/full" 'save 1 1')
redis_run
rmdir "$redis_dir/full"
r bgsave >/dev/null
until r info persistence | grep -q rdb_last_bgsave_status:err; do :; done
exits "a disk that takes nothing" 111 emgen queue push more "$jobs"
like "is said" err 'MISCONF'
