#!/bin/bash
# Workers that are short of descriptors, or that may look for jobs and not wait
# for them: they say so once, do not spin, and lose no job.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
# shellcheck source=redis.sh
. "$top/tests/redis.sh"

# few N OPTION...: a worker that can have that many descriptors; its code, and
# the hundredths of a second that it has computed.
few() {
	local n=$1 before after
	shift
	before=$(awk '{ print $16 + $17 }' /proc/$BASHPID/stat)
	# a sanitizer wants descriptors of its own to look for leaks
	(export ASAN_OPTIONS=detect_leaks=0 && ulimit -n "$n" && exec "$EMGEN_EXEC_PATH/emgen-queue" work --queue q --sleep 1 "$@" -- cat) >few.out 2>few.err
	code=$?
	after=$(awk '{ print $16 + $17 }' /proc/$BASHPID/stat)
	computed=$((after - before))
}

# --- descriptors ---

push q 0
exits "a worker" 0 work --queue q -- true
wrong='' codes=''
for n in {4..26}; do
	push q "$n"
	few "$n" --once
	codes+="$code "
	if [ "$code" = 0 ]; then
		[ "$(jq -r 'select(.type == "Noted").data.n' few.out)" ] || wrong+="$n: no job is done "
	else
		[ "$code $(wc -l <few.err)" = "111 1" ] && grep -q 'Too many open files' few.err || wrong+="$n: $code, $(cat few.err) "
	fi
	cat few.out >>all.out
done
is "with few descriptors it says what it lacks, or does a job" "$wrong" ""
ok "first the one, then the other: $codes" grep -qx '\(111 \)\{5,\}\(0 \)\{5,\}' <<<"$codes"
is "that the handler was not started is no attempt, and fails no job" "$(failures)" ""
exits "a worker that has enough" 0 work --queue q --tries 1 -- cat
cat out >>all.out
is "does the rest, and none was lost" "$(jq -r 'select(.type == "Noted").data.n' all.out | sort -n | paste -sd' ')" "$(seq -s' ' 4 26)"

said='' spins=''
for n in {9..16}; do
	few "$n" --max-time 2
	[ "$computed" -lt 100 ] || spins+="$n: $computed "
	if [ "$code" = 0 ]; then said+=$(cat few.err); fi
done
is "one that waits for jobs does not spin" "$spins" ""
is "and says once that it cannot wait as it should" "${said##*: }" "Too many open files"
is "no more" "$(grep -o 'cannot wait' <<<"$said" | wc -l)" 1

# --- Redis ---

# seen N: that many jobs have come out.
seen() { [ "$(grep -c '"Noted"' deaf.out)" -ge "$1" ]; }
refused() { [ "$(redis info commandstats | sed -n 's/^cmdstat_blpop:.*rejected_calls=\([0-9]*\).*/\1/p')" -ge "$1" ]; }
blocks() { redis info clients | grep -q 'blocked_clients:1'; }
ms() { python3 -c 'import time; print(int(time.monotonic() * 1000))'; }

redis acl setuser plain on '>word' '~*' '+@all' '-blpop' >/dev/null
emgen queue work --database "redis://plain:word@localhost/0?unix_socket=$redis_socket" --failed sqlite:failed.db \
	--queue q --sleep 1 --block-for 100 -- cat >deaf.out 2>deaf.err &
worker=$!
begin=$(ms)
for n in 1 2 3; do
	note "$n" | emgen queue push --database "$(redis_dsn 0)" q >/dev/null
	ok "without BLPOP a job comes all the same: $n" until_ok seen "$n"
done
ok "it tries again to wait" until_ok refused 6
ok "and pauses before it does" test $(($(ms) - begin)) -ge 2000
kill "$worker"
wait "$worker"
is "it ends well" "$?" 0
is "and says it once" "$(wc -l <deaf.err)" 1
like "in words" deaf.err "cannot wait for jobs, and looks every 1 s: .*blpop"

# One connection is ours, one the worker's: there is none left to wait with.
note 4 | emgen queue push --database "$(redis_dsn 0)" q >/dev/null
payload=$(redis lindex queues:q 0)
redis del queues:q queues:q:notify >/dev/null
coproc redis-cli -s "$redis_socket"
r() { printf '%s\n' "$*" >&"${COPROC[1]}" && read -r _ <&"${COPROC[0]}"; }
r config set maxclients 2
emgen queue work --database "$(redis_dsn 0)" --failed sqlite:failed.db --queue q --sleep 1 --block-for 100 -- cat >deaf.out 2>deaf.err &
worker=$!
ok "without a connection to wait on" until_ok grep -E 'cannot wait for jobs, and looks every 1 s: .*(max number of clients|closed the connection)' deaf.err
r rpush queues:q "'$payload'"
ok "a job comes" until_ok seen 1
r config set maxclients 100
ok "when there is room it waits again" until_ok blocks
note 5 | emgen queue push --database "$(redis_dsn 0)" q >/dev/null
ok "and is told" until_ok seen 2
kill "$worker"
wait "$worker"
is "it ends well" "$?" 0
is "and said it once" "$(wc -l <deaf.err)" 1
