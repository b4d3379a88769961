# storm.sh - workers that are killed at random.  Source it behind work.sh.
# shellcheck shell=bash

# The effect of a job: an event with an id of this attempt alone, so that a
# second one would be seen, and a line in a file that no transaction guards.
cat >effect <<'H'
#!/bin/bash
while read -r line; do
	if [[ $line =~ \"n\":([0-9]+) ]]; then
		n=${BASH_REMATCH[1]}
		read -r id </proc/sys/kernel/random/uuid
		echo "$n" >>outside
		printf '{"type":"Effected","specversion":"1.0","id":"%s","source":"tests","data":{"n":%s}}\n' "$id" "$n"
	else
		printf '%s\n' "$line"
	fi
done
H
chmod +x effect

# Options of the workers; without any, events go to where the jobs are.
storm_with=()

# storm_slot NUMBER DSN [OPTION...]: a worker, and another when it dies.
storm_slot() {
	local slot=$1 dsn=$2 with=("${storm_with[@]}")
	shift 2
	[ "${#with[@]}" != 0 ] || with=(--store "$dsn")
	until [ -e stop ]; do
		emgen queue work --database "$dsn" "${with[@]}" --tries 0 --timeout 1 --retry-after 7 \
			--sleep 0.2 --name "slot$slot" "$@" -- ./effect >/dev/null 2>>"said.$slot" &
		echo $! >"pid.$slot.new" && mv "pid.$slot.new" "pid.$slot"
		wait $!
		echo $? >>codes
	done
}

# storm_kill: a worker, or a handler of one.
storm_kill() {
	local worker child
	read -r worker <"pid.$((RANDOM % 4))" || return
	if [ $((RANDOM % 2)) = 0 ]; then
		kill -KILL "$worker" 2>/dev/null && echo worker >>killed
	else
		read -r child _ <"/proc/$worker/task/$worker/children" 2>/dev/null
		[ -n "${child:-}" ] && kill -KILL "$child" 2>/dev/null && echo handler >>killed
	fi
}

# storm_push DSN N: that many jobs more; pushed says how many there have been.
storm_push() {
	notes "$2" "$pushed" | emgen queue push --database "$1" default >/dev/null && pushed=$((pushed + $2))
}

# storm SECONDS JOBS DSN LEFT [COMMAND...]: kills for that long.  Whenever half of
# the jobs are done it runs the command, and pushes as many as are; then it waits
# until LEFT says that none is left.
storm() {
	local seconds=$1 half=$(($2 / 2)) dsn=$3 left=$4 until slot slots=() now times=0
	shift 4
	rm -f stop killed codes outside said.* pid.*
	pushed=0
	storm_push "$dsn" $((2 * half))
	for slot in 0 1; do storm_slot $slot "$dsn" 2>/dev/null & slots+=($!); done
	for slot in 2 3; do storm_slot $slot "$dsn" --stream 2>/dev/null & slots+=($!); done
	until ls pid.{0,1,2,3} >/dev/null 2>&1; do read -rt 0.05 <> <(:); done
	until=$((SECONDS + seconds))
	while [ $SECONDS -lt $until ]; do
		now=$($left 2>/dev/null) || continue
		if [ "$now" -le $half ]; then
			"$@"
			storm_push "$dsn" $half
			times=$((times + 1))
		fi
		read -rt 0.1 <> <(:)
		storm_kill
	done
	[ $times != 0 ] || "$@"
	until=$((SECONDS + ${STORM_PATIENCE:-300}))
	until [ "$($left 2>/dev/null)" = 0 ] || [ $SECONDS -ge $until ]; do read -rt 0.2 <> <(:); done
	: >stop
	for slot in 0 1 2 3; do # one may be about to begin another worker
		while kill -0 "${slots[slot]}" 2>/dev/null; do
			kill "$(cat pid.$slot)" 2>/dev/null
			read -rt 0.5 <> <(:)
		done
	done
	wait "${slots[@]}"
	echo "# $pushed jobs; half of them were done $times times; killed: $(sort killed | uniq -c | paste -sd' ')"
}

# storm_holds SQL-COMMAND: what must be true when it is over.
storm_holds() {
	local query=$1
	is "no job is lost: each has its effect" "$($query "select count(*) from (select distinct cast(event_data as text) from domain_events where event_type = 'Effected') as effects")" "$pushed"
	is "none has it twice" "$($query "select count(*) from domain_events where event_type = 'Effected'")" "$pushed"
	is "each is processed once" "$($query "select count(*) from domain_events where event_type = 'JobProcessed'")" "$pushed"
	is "no reservation is left behind" "$($query 'select count(*) from jobs')" 0
	is "and nothing has failed" "$($query 'select count(*) from failed_jobs')" 0
	is "outside, each is done at least once" "$(sort -n outside | uniq | wc -l)" "$pushed"
	echo "# $(($(wc -l <outside) - pushed)) of $pushed were done again outside"
	ok "something was killed" test -s killed
}
