#!/bin/bash
# soak.sh MINUTES - one long stream of analyses through all filters: the memory
# of none may grow after the first tenth of the time.  Then storms of STORM_SECONDS
# over a supervised pipeline on STORM_TABLES tables.
. "${0%/*}/lib.sh"
minutes=${1:-10}

sqlite3 soak.db <"$data/corpora/sakila/sqlite.sql"
emgen introspect sqlite:soak.db >analysis 2>/dev/null
for _ in {1..100}; do cat analysis; done >analyses

rss() { # FILTER: KiB
	awk '/^VmRSS/ { print $2 }' "/proc/${pid[$1]}/status"
}

declare -A pid=() early=()
mkfifo a b c
emgen relations <a >b 2>/dev/null &
pid[relations]=$!
emgen define <b >c 2>/dev/null &
pid[define]=$!
emgen render --dry-run --out out <c >/dev/null 2>&1 &
pid[render]=$!
exec 3>a

rounds=0
until [ $((SECONDS - started)) -ge $((minutes * 60)) ]; do
	cat analyses >&3
	rounds=$((rounds + 1))
	[ $((SECONDS - started)) -lt $((minutes * 6)) ] || [ "${#early[@]}" != 0 ] ||
		for filter in "${!pid[@]}"; do early[$filter]=$(rss "$filter"); done
done
for filter in "${!pid[@]}"; do
	late=$(rss "$filter")
	echo "# $filter: ${early[$filter]} KiB, then $late KiB"
	ok "$filter does not grow" test "$late" -le $((early[$filter] + early[$filter] / 10 + 512))
done
exec 3>&-
for filter in "${!pid[@]}"; do
	ok "$filter ends well" wait "${pid[$filter]}"
done
echo "# $((rounds * $(wc -l <analyses))) events"

# --- Storms over a supervised pipeline ---

export STORM_SECONDS=${STORM_SECONDS:-300} STORM_TABLES=${STORM_TABLES:-1000} STORM_SEED=${STORM_SEED:-$RANDOM}
"$top/tests/2863-supervise-kills.t" >storm
ok "a pipeline stands storms of $STORM_SECONDS s on $STORM_TABLES tables (STORM_SEED=$STORM_SEED)" test $? = 0
grep '^# \(storm\|spare\):\|^not ok' storm

# --- Readers of a store beside its writers ---

"$top/tests/2749-store-holes.t" >holes
ok "a reader passes over no event within $STORM_SECONDS s" test $? = 0
grep '^# .* events\|^not ok' holes
