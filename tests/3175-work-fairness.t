#!/bin/bash
# Four workers, one who stores events and one who looks, all on one SQLite file:
# everybody gets a turn.  A turn of a worker (acknowledge, commit, take the next)
# is between two of its JobProcessed, and a claim is from asking for a job to having
# it: their worst is said, and bounded with room for a busy machine.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
jobs=2400

notes "$jobs" | emgen queue push default >/dev/null
writer() {
	local rounds=0
	until [ -e stop ]; do
		for _ in {1..20}; do note 0; done | emgen store append >/dev/null || return 1
		rounds=$((rounds + 1))
	done
	echo "$rounds"
}
monitor() {
	local rounds=0
	until [ -e stop ]; do
		emgen queue monitor default --max 1000000 >/dev/null || return 1
		rounds=$((rounds + 1))
	done
	echo "$rounds"
}
writer >writes &
others=($!)
monitor >looks &
others+=($!)
workers=()
for n in 1 2 3 4; do
	emgen queue work --stop-when-empty --stream --memory 1024 -- cat >"worker.$n" 2>"said.$n" &
	workers+=($!)
done
for worker in "${workers[@]}"; do ok "a worker ends well" wait "$worker"; done
: >stop
for other in "${others[@]}"; do ok "and so does who shares the file" wait "$other"; done
is "all jobs are done" "$(cat worker.* | grep -c JobProcessed)" "$jobs"
is "without a word" "$(cat said.*)" ""

# Of the time in which all four were there: one may have begun late.
for n in 1 2 3 4; do jq -r 'select(.type == "JobProcessed").time' "worker.$n" >"times.$n"; done
begun=$(for n in 1 2 3 4; do head -n 1 "times.$n"; done | sort | tail -n 1)
since() { cat "$@" | awk -v begun="$begun" '$0 >= begun' | wc -l; }
all=$(since times.*) share=0 worst=0
ok "there was a time with all four of them" [ "$all" -gt 100 ]
for n in 1 2 3 4; do
	done=$(since "times.$n")
	gap=$(jq -rn '[inputs | (.[:19] + "Z" | fromdate) * 1000 + (.[20:23] | tonumber)]
		| [range(1; length) as $i | .[$i] - .[$i - 1]] | max' < <(jq -R . "times.$n"))
	echo "# worker $n: $done jobs of $all, the worst turn $gap ms"
	[ "$gap" -le "$worst" ] || worst=$gap
	[ $((8 * done)) -lt "$all" ] || share=$((share + 1))
done
echo "# $(cat writes) writes and $(cat looks) looks meanwhile"
is "each worker has its share" "$share" 4
ok "the worst turn is short" test "$worst" -lt 1000
read -r median p99 claim < <(cat worker.* | jq -n '[inputs | select(.type == "JobProcessed").data.claimMs] | sort |
	"\(.[length / 2 | floor]) \(.[length * 0.99 | floor]) \(.[-1])"' -r)
echo "# a claim took $median ms (median), $p99 ms (99 of 100), $claim ms (the worst)"
ok "half of the claims take less than 50 ms" test "$median" -lt 50
ok "nearly all of them less than 500 ms" test "$p99" -lt 500
ok "the worst one is short" test "$claim" -lt 1000
ok "the writer had its turns" test "$(cat writes)" -gt 2
