# cache.sh - what must be so in a cache of every kind of database; sourced by
# tests that define, behind lib.sh:
#	new_cache	an empty one, which $EMGEN_CACHE names from then on
#	ask SQL		runs SQL in it
#	client		the program that does, from stdin, as an array
# shellcheck shell=bash

line() { printf '{"type":"Noted","specversion":"1.0","n":"%s"}\n' "$*"; }

# whole FILE: each writer's lines are as many as they were written, and together.
whole() { uniq -c "$1" | awk '$1 != 400 { bad = 1 } END { exit bad || NR != 1 }'; }

# cache_model SEED STEPS: against a dict.
cache_model() {
	new_cache
	emgen cache sweep
	ok "against a model, seed $1" env PYTHONDONTWRITEBYTECODE=1 \
		python3 "$top/tests/cache_model.py" "$1" "$2" "${client[@]}"
}

# How many pieces and tags are of no value.
cache_orphans() {
	echo "$(ask 'SELECT count(*) FROM cache_chunks WHERE value_id NOT IN (SELECT value_id FROM cache_entries)')$(ask 'SELECT count(*) FROM cache_tags WHERE value_id NOT IN (SELECT value_id FROM cache_entries)')"
}

# Lets a day pass for what was flushed, and counts what is known of it.
cache_old_marks() {
	ask "UPDATE cache_marks SET marked_on = marked_on - 90000"
	emgen cache sweep
	ask 'SELECT count(*) FROM cache_marks'
}

cache_is_clean() {
	is "$1: no rows without an entry" "$(cache_orphans)" 00
}

# Eight programs at once: writers of whole values, readers, and one that flushes.
cache_storm() {
	local w n
	new_cache
	emgen cache sweep
	for w in 1 2 3; do
		for n in $(seq 400); do line "$w"; done >"value$w"
		for n in $(seq "$1"); do emgen cache put shared --tag b --tag a "value$w" || echo "put: $?"; done >"said$w" 2>&1 & pids[w]=$!
	done
	for w in 4 5; do
		for n in $(seq $(($1 * 2))); do
			emgen cache get shared --tag a --tag b >"got$w"
			case $? in
			0) whole "got$w" || echo "torn: $(wc "got$w")" ;;
			1) [ ! -s "got$w" ] || echo "a miss with something" ;;
			*) echo "get: failed" ;;
			esac
		done >"said$w" 2>&1 & pids[w]=$!
	done
	for n in $(seq "$1"); do emgen cache flush --tag a && emgen cache flush --tag b || echo "flush: $?"; done >said6 2>&1 & pids[6]=$!
	for n in $(seq "$1"); do emgen cache remember shared --tag a -- cat value2 >got7 && whole got7 || echo "remember: $?"; done >said7 2>&1 & pids[7]=$!
	for n in $(seq "$1"); do emgen cache sweep || echo "sweep: $?"; done >said8 2>&1 & pids[8]=$!
	for w in 1 2 3 4 5 6 7 8; do wait "${pids[w]}"; done
	is "many at once: nothing torn, nothing failed" "$(cat said? | grep -v 'flushed in the meantime')" ""
	cache_is_clean "behind them"
	exits "flush --tag a" 0 emgen cache flush --tag a
	is "leaves nothing under it" "$(emgen cache list --tag a)" ""
}

cache_flush_while_made() {
	local what
	new_cache
	mkfifo go 2>/dev/null
	for what in "flush --tag a" "flush --tag b --tag other" "flush --all" "forget k"; do
		: >made # or what is in it from before could be waited for
		emgen cache remember k --tag b --tag a -- cat <go >made 2>err & pids[1]=$!
		exec 5>go
		line old >&5
		grep -q -m1 old <(tail -n +1 -F --pid=$! made 2>/dev/null)
		# shellcheck disable=SC2086
		exits "$what, while a value is made" 0 emgen cache $what
		exec 5>&-
		wait "${pids[1]}"
		is "its maker ends well" "$?" 0
		is "with all that it made" "$(cat made)" "$(line old)"
		like "and says" err '^emgen-cache: k: flushed in the meantime: nothing is stored$'
		exits "nobody finds it" 1 emgen cache get k
		cache_is_clean "nor its parts"
	done
	emgen cache remember k --tag a -- cat <go >made & pids[1]=$!
	exec 5>go
	line first >&5
	grep -q -m1 first <(tail -n +1 -F --pid=$! made 2>/dev/null)
	exits "a flush of another tag" 0 emgen cache flush --tag b
	exits "a second one misses, too" 0 emgen cache remember k --tag a -- echo "$(line second)"
	is "and runs its command" "$(cat out)" "$(line second)"
	exec 5>&-
	wait "${pids[1]}"
	is "of two that missed the later one stays" "$(emgen cache get k)" "$(line first)"
	is "flushes of long ago are forgotten" "$(cache_old_marks)" 0
}

# cache_large MEBIBYTES: in and out with little memory; with the sanitizer more.
cache_large() {
	local n=$1 memory=24576
	! nm -D "$build/libexec/emgen-cache" | grep -q __asan || memory=409600
	new_cache
	emgen cache sweep
	line "$(printf 'é%.0s' $(seq 500))" >one
	yes "$(cat one)" | head -c $((n << 20)) | head -n -1 >large
	for verb in "put k large" "get k" "remember l -- cat large" "remember l -- false"; do
		# shellcheck disable=SC2086
		/usr/bin/time -f %M -o rss emgen cache $verb >out
		is "$n MiB, $verb: ends well" "$?" 0
		[ ! -s out ] || is "$n MiB, $verb: the same bytes" "$(cmp out large 2>&1)" ""
		ok "$n MiB, $verb: in little memory ($(tail -n1 rss) KiB)" test "$(tail -n1 rss)" -lt "$memory"
	done
	rm -f large out
}
