#!/bin/bash
# Servers that end what is idle for a second: whoever waits for a line, or for a
# job, goes on as if nothing had been.  And servers that take no more than so much.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"
pg_create q
pg postgres -c 'ALTER DATABASE q SET idle_session_timeout = 1000'
sql -e 'CREATE DATABASE q; SET GLOBAL wait_timeout = 1'
redis config set timeout 1 >/dev/null

declare -A dsn=([pgsql]=$(pg_dsn q) [mysql]=$(dsn q) [redis]=$(redis_dsn 0))
emgen_on() { emgen queue "$2" --database "${dsn[$1]}" "${@:3}"; }
# It is there and was idle for longer, or is not there any more.
pgsql_rested() { [ "$(pg q -c "select count(*) from pg_stat_activity where datname = 'q' and pid <> pg_backend_pid() and now() - state_change < interval '2 s'")" = 0 ]; }
mysql_rested() { [ "$(sql -e "select count(*) from information_schema.processlist where db = 'q' and time < 2")" = 0 ]; }
redis_rested() { [ "$(redis client list type normal | wc -l)" = 1 ]; }

for kind in pgsql mysql redis; do
	mkdir $kind && mkfifo $kind/in
	emgen_on $kind push --commit 1 q <$kind/in >$kind/out 2>$kind/err &
	pushing=$!
	exec 5>$kind/in
	notes 1 >&5
	ok "$kind: a line is pushed" until_ok test -s $kind/out
	ok "$kind: and none for some time" until_ok ${kind}_rested
	note 1 >&5
	exec 5>&-
	wait $pushing
	is "$kind: the next is, too" "$?" 0
	is "$kind: and nothing is said of it" "$(cat $kind/err)" ""
done

# A worker on Redis has a connection that waits, and one that has nothing to do.
emgen_on redis work --failed sqlite:failed.db --queue q --max-jobs 3 --sleep 100 --block-for 100 -- cat >worked 2>err &
working=$!
only_blocked() { redis info clients | grep -q 'blocked_clients:1' && [ "$(redis client list type normal | wc -l)" = 2 ]; }
ok "a worker waits, and its other connection is ended" until_ok only_blocked
note 3 | emgen_on redis push q >/dev/null
wait $working
is "a job comes, and is done" "$? $(jq -r 'select(.type == "Noted").data.n' worked | paste -sd' ')" "0 0 1 3"
is "and nothing is said of it" "$(cat err)" ""

# --- too much ---

big() { note "$1" | jq -c --argjson n "$2" '.data.x = ("x" * $n)'; }
sql -e 'SET GLOBAL max_allowed_packet = 65536'
for n in 60000 65500 70000 3000000; do
	big $n $n >line
	emgen_on mysql push q line >out 2>err
	code=$?
	case $code in
	0) is "MariaDB takes $n bytes" "$(wc -c <out)" "$(wc -c <line)" ;;
	*)
		is "$n bytes are more than MariaDB takes: for good" "$code $(wc -c <out)" "100 0"
		like "which is said" err 'more than the server.s max_allowed_packet, 65536$'
		;;
	esac
done
is "the last was too much" "$code" 100
exits "less is taken as before" 0 emgen_on mysql push q <(note 1)

# What cannot be kept as failed stops no worker.
big 1 64000 | emgen_on mysql push large >out
exits "a job fails and says very much" 0 emgen_on mysql work --queue large --stop-when-empty -- \
	sh -c 'head -c 5000 /dev/zero | tr "\0" e >&2; exit 100'
is "it is kept without that" "$(emgen_on mysql failed --queue large --json | jq length)" 1
{ big 1 100000; note 2; } | emgen_on redis push large >out
exits "one fails whose payload is too much there" 0 emgen_on redis work --failed "${dsn[mysql]}" --queue large \
	--stop-when-empty -- grep '"n":2}'
is "it stays, and the next one is done" "$(jq -r .type out | paste -sd' ') $(emgen_on redis list --json large | jq length)" \
	"JobReleased Noted JobProcessed 1"
like "and why is said" err 'cannot be kept as failed: .*max_allowed_packet'
emgen_on redis clear large >out

room=$(redis info memory | sed -n 's/^used_memory:\([0-9]*\).*/\1/p')
redis config set maxmemory $((room + 2000000)) >/dev/null
for n in {1..20}; do big "$n" 300000; done >many
exits "Redis without memory" 111 emgen_on redis push --commit 1 q many
like "is said" err 'OOM'
ok "some jobs are pushed: $(wc -l <out)" test -s out
is "and those are passed on" "$(head -n "$(wc -l <out)" many | cmp - out && echo same)" same
ok "and no more than are kept" test "$(redis llen queues:q)" -ge "$(wc -l <out)"
exits "they are worked on all the same" 0 emgen_on redis work --failed sqlite:failed.db --queue q --stop-when-empty -- cat
mv out worked
redis config set maxmemory 0 >/dev/null
exits "when there is room a repeat completes it" 0 emgen_on redis push --commit 1 q many
exits "and the rest is done" 0 emgen_on redis work --failed sqlite:failed.db --queue q --stop-when-empty -- cat
is "each once" "$(jq -r 'select(.type == "Noted").data.n' worked out | sort -n | paste -sd' ')" "$(seq -s' ' 20)"
