#!/bin/bash
# The worker on Redis: prompt, and no job lost when workers and the server die.
. "${0%/*}/lib.sh"
. "$top/tests/redis.sh"

redis_options=('appendonly yes' 'appendfsync always')
redis_stop TERM
redis_run
export EMGEN_DATABASE
EMGEN_DATABASE=$(redis_dsn 1 prefix=app_)
r() { redis -n 1 "$@"; }
line='{"type":"Noted","specversion":"1.0","id":"00000000-0000-7000-8000-000000000000","source":"t","data":{"n":0}}'
# jobs FROM TO: as many events.
jobs() { local n; for n in $(seq "$1" "$2"); do n=$(printf %012d "$n"); echo "${line/8000-000000000000/8000-$n}"; done; }
work() { emgen queue work --failed sqlite:failed.db "$@"; }
ms() { python3 -c 'import time; print(int(time.monotonic() * 1000))'; }
left() { echo "$(r llen "app_queues:$1") $(r zcard "app_queues:$1:delayed") $(r zcard "app_queues:$1:reserved")"; }
blocked() { until r info clients | grep -q 'blocked_clients:[1-9]'; do :; done; }

# --- prompt ---

mkfifo out1
emgen queue work --failed sqlite:failed.db --queue live --block-for 100 --sleep 100 -- cat >out1 &
worker=$!
exec 5<out1
for n in 1 2 3; do
	blocked
	begin=$(ms)
	jobs "$n" "$n" | emgen queue push live >/dev/null
	read -r -t 60 got <&5
	took=$(($(ms) - begin))
	is "a waiting worker gets what is pushed: $n" "$got" "$(jobs "$n" "$n")"
	ok "at once: $took ms" test "$took" -lt 20000
	read -r -t 60 got <&5
	is "and says so" "$(jq -r .type <<<"$got")" JobProcessed
done
blocked
begin=$(ms)
kill -TERM "$worker"
wait "$worker"
is "a signal ends the wait" "$?" 0
ok "at once" test $(($(ms) - begin)) -lt 20000
exec 5<&-
begin=$(ms)
jobs 4 4 | emgen queue push --delay 2 live >/dev/null
exits "who waits for a delayed job" 0 timeout 60 emgen queue work --failed sqlite:failed.db --queue live --max-jobs 1 --block-for 100 --sleep 100 -- cat
ok "gets it when it is time" test $(($(ms) - begin)) -ge 1000
for how in --once --stop-when-empty --stop-when-done; do
	exits "$how: an empty queue" 0 timeout 60 emgen queue work --failed sqlite:failed.db --queue none "$how" --block-for 100 --sleep 100 --stream -- cat
done

# --- a limit in the same Redis ---

jobs 11 16 | emgen queue push slow >/dev/null
until [ "$(left slow)" = "0 0 0" ]; do
	work --queue slow --stop-when-empty --throttle app:2/1 --window sliding --release 1 --throttle-counts 0 --tries 1 -- cat >>slow.out
done
is "a limit releases what is too much, and all comes" "$(grep -v '"type":"Job' slow.out | sort)" "$(jobs 11 16)"

# --- everybody dies ---

jobs 1000 1299 >many
emgen queue push storm many >/dev/null
: >finished
# Until nothing is left, whatever becomes of it: also what the dead have reserved.
insist() {
	until [ "$(left storm 2>/dev/null)" = "0 0 0" ]; do
		work --queue storm --stop-when-empty --retry-after 7 --timeout 1 --sleep 1 --tries 0 -- \
			sh -c 'sed -n "s/.*8000-0*\([0-9]*\).*/\1/p" >>finished' >/dev/null 2>>insist.err
	done
}
for w in 1 2 3; do insist & insisting[w]=$!; done
for round in 1 2 3 4 5 6; do
	have=$(wc -l <finished)
	until [ "$(wc -l <finished)" -gt $((have + 15)) ] || [ "$(sort -u finished | wc -l)" -ge 290 ]; do :; done
	if [ $((round % 3)) = 0 ]; then
		redis_stop KILL
		redis_run
	else
		pkill -KILL -P "${insisting[$((round % 3))]}" -x emgen-queue
	fi
done
for w in 1 2 3; do wait "${insisting[w]}"; done
is "each job was done" "$(sort -un finished | paste -sd ' ')" "$(seq 1000 1299 | paste -sd ' ')"
echo "# done again: $(($(wc -l <finished) - 300))"
is "nothing is left behind" "$(left storm)" "0 0 0"
is "and none has failed" "$(emgen queue failed --failed sqlite:failed.db --json)" "[]"
