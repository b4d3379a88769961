#!/bin/bash
# Clocks that are wrong, and clocks that jump: what counts is the database's.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"

pg_create app
sql -e 'CREATE DATABASE app'
note() { printf '{"type":"Noted","data":{"n":%s}}\n' "$1"; }
job=$(sed -n 1p "$top/schemas/jobs/UpdateDocumentation.good.ndjson")
tool() { printf '%s\n' "$@" | "$build/tools/queue" "$EMGEN_DATABASE" sqlite:failed.db 2>&1; }

# Programs whose clock is off by what a file says at that moment.
chmod 711 "$scratch" && cp "$build/fault/jump_clock.so" . && chmod 644 jump_clock.so
clock_of() { fake=(env LD_PRELOAD="$scratch/jump_clock.so" JUMP_CLOCK="$scratch/$1"); }
jump() { echo "$1" >jump.new && chmod 644 jump.new && mv jump.new jump; }

# --- this host is wrong by a year, the servers are not ---

echo 31536000 >ahead
clock_of ahead
year=("${fake[@]}")
for EMGEN_DATABASE in "$(pg_dsn app)" "$(dsn app)" "$(redis_dsn 1)"; do
	export EMGEN_DATABASE
	kind=${EMGEN_DATABASE%%:*}
	exits "$kind: push from the future" 0 "${year[@]}" emgen queue push q <<<"$job"
	is "$kind: is ready now" "$(tool 'count q')" "1 0 0"
	is "$kind: whose reservation lasts there, too" "$(tool 'claim a q 90 x'; "${year[@]}" "$build/tools/queue" "$EMGEN_DATABASE" sqlite:failed.db <<<'claim b q 90 x')" "x attempt 1
none"
	tool 'clear q' >/dev/null
	exits "$kind: push for tomorrow" 0 emgen queue push --delay 86400 q <<<"$job"
	is "$kind: is not ready there" "$("${year[@]}" "$build/tools/queue" "$EMGEN_DATABASE" sqlite:failed.db <<<'claim b q 90 x')" none
	note 1 | emgen throttle --allow 1 --every 1000 wrong >passed
	for window in fixed sliding; do
		note 2 | emgen throttle --allow 1 --every 1000 --window "$window" "wrong-$window" >passed
		exits "$kind: a $window window is the same there" 124 timeout 2 "${year[@]}" \
			emgen throttle --allow 1 --every 1000 --window "$window" "wrong-$window" <<<"$(note 3)"
		is "$kind: $window: one has passed" "$(cat passed)" "$(note 2)"
	done
done

# --- the database's clock jumps ---

# Of servers, and for SQLite of our own processes.
jump 0
clock_of jump
pg_stop INT && pg_as+=("${fake[@]}") && pg_run
mariadb_stop && as_nobody+=("${fake[@]}") && mariadb_start
redis_stop TERM && redis_as=("${fake[@]}") && redis_run

# ask COMMAND: of one process, whose workers keep their jobs.
ask() {
	echo "$1" >&"${TOOL[1]}"
	read -r answer <&"${TOOL[0]}"
	echo "$answer"
}
ms() { python3 -c 'import time; print(int(time.monotonic() * 1000))'; }

for EMGEN_DATABASE in sqlite:jumps.db "$(pg_dsn app)" "$(dsn app)" "$(redis_dsn 2)"; do
	export EMGEN_DATABASE
	kind=${EMGEN_DATABASE%%:*}
	here=()
	[ "$kind" != sqlite ] || here=("${fake[@]}")
	jump 0
	coproc TOOL { "${here[@]}" "$build/tools/queue" "$EMGEN_DATABASE" sqlite:failed.db 2>&1; }
	tool_pid=$!

	ask 'push jumps 1' >/dev/null
	is "$kind: a job is claimed" "$(ask 'claim a jumps 90')" "1 attempt 1"
	jump 3600
	is "$kind: its clock jumps forward: the heartbeat holds it" "$(ask 'beat a')" ok
	is "$kind: for nobody else" "$(ask 'claim b jumps 90')" none
	jump 7200
	is "$kind: without one another has it" "$(ask 'claim b jumps 90')" "1 attempt 2"
	is "$kind: and the late result is thrown away" "$(ask 'ack a')" lost
	jump 0
	is "$kind: its clock is set back: it is still held" "$(ask 'claim c jumps 90')" none
	is "$kind: the heartbeat agrees" "$(ask 'beat b')" ok
	is "$kind: then ends as if nothing was" "$(ask 'release b 60')" ok
	is "$kind: released for a minute" "$(ask 'claim c jumps 90')" none
	jump 3600
	is "$kind: which a jump makes shorter" "$(ask 'claim c jumps 90')" "1 attempt 3"
	is "$kind: it is done" "$(ask 'ack c')" ok
	is "$kind: and once" "$(ask 'count jumps')" "0 0 0"
	eval "exec ${TOOL[1]}>&-"
	wait "$tool_pid"

	# a window of a limit
	throttle() { timeout "$1" "${here[@]}" emgen throttle --allow 1 --every "$2" --window "$3" "$3-jumps"; }
	is "$kind: one passes" "$(note 1 | throttle 30 1000 fixed)" "$(note 1)"
	jump 5400
	is "$kind: a jump forward ends the window" "$(note 2 | throttle 30 1000 fixed)" "$(note 2)"
	is "$kind: for one" "$(note 3 | throttle 1 1000 fixed)" ""
	jump 1800
	is "$kind: one back does, too" "$(note 4 | throttle 30 1000 fixed)" "$(note 4)"
	is "$kind: one slides" "$(note 1 | throttle 30 3 sliding)" "$(note 1)"
	jump 0
	begin=$(ms)
	is "$kind: after a jump back the next does" "$(note 2 | throttle 30 3 sliding)" "$(note 2)"
	took=$(($(ms) - begin))
	ok "$kind: when the time is over: $took ms" test "$took" -ge 2900
done
