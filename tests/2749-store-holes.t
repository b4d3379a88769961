#!/bin/bash
# Readers of a store on MariaDB beside writers, for STORM_SECONDS: none passes
# over an event that commits beside another.  (A statement there may see the
# second of two transactions and not the first, once in 100,000.)
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
. "$top/tests/mariadb.sh"
seconds=${STORM_SECONDS:-2}
writers=({1..8}) readers=({1..20})

sql -e 'CREATE DATABASE holes'
EMGEN_DATABASE=$(dsn holes)
export EMGEN_DATABASE
emgen store read # makes the tables
stored() { sql holes -e 'SELECT event_id FROM domain_events ORDER BY position'; }
ids() { grep -o '"id":"[^"]*"' "$1" | cut -d'"' -f4; }

until=$((SECONDS + seconds))
# writer N: events one by one, each in a transaction of its own.
writer() {
	local first=$(($1 * 10000000))
	while [ $SECONDS -lt $until ]; do
		notes 200 $first
		first=$((first + 200))
	done | emgen store append --batch 1 >"written$1"
}
pids=()
for n in "${readers[@]}"; do
	emgen store read --follow >"read$n" 2>"read$n.err" &
	pids+=($!)
done
for n in "${writers[@]}"; do
	writer "$n" &
	ends[n]=$!
done
for n in "${writers[@]}"; do
	wait "${ends[n]}" || echo "writer $n: $?"
done >failed
is "all writers end well" "$(cat failed)" ""
stored >want
all=$(wc -l <want)
echo "# $all events"
is "all that they passed on is there" "$(cat written* | wc -l)" "$all"

# Whoever passed over one will never have them all.
caught_up() { for n in "${readers[@]}"; do [ "$(wc -l <"read$n")" -ge "$all" ] || return; done; }
until=$((SECONDS + ${STORM_PATIENCE:-300}))
until caught_up || [ $SECONDS -ge $until ]; do read -rt 0.2 <> <(:); done
kill "${pids[@]}"
wait "${pids[@]}"
for n in "${readers[@]}"; do
	is "reader $n: each once, in the order of the store" "$(ids "read$n" | diff - want | head -n 5)" ""
done
is "nobody complains" "$(cat ./*.err)" ""
