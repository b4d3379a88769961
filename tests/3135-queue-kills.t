#!/bin/bash
# The queue, killed before and after each call that its database sees: a job is
# always in one state of doc/QUEUE.md, and never in none that it should be in.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"

faulty=$build-fault
[ -x "$faulty/tools/queue" ] || { echo "make FAULT=1 faulty makes $faulty/tools/queue" >&2; exit 1; }
jobs=$top/schemas/jobs/UpdateDocumentation.good.ndjson
tool() { "$build/tools/queue" "$dsn" 2>&1; }

ask() {
	case $dsn in
	sqlite:*) sqlite3 "${dsn#sqlite:}" "$1" ;;
	pgsql:*) pg q -c "$1" ;;
	mysql:*) sql q -e "$1" | tr '\t' '|' ;;
	esac
}
# has FILE QUEUE: the number that a list of "queue|number" has for a queue.
has() { sed -n "s/^$2|//p" "$1" | grep . || echo 0; }

# Each run has a queue of its own, so that one look at the end sees all.
run=0
runs=$(seq 60)

# moves NAME STATES COMMANDS: killed anywhere in the commands, @ being the run,
# the job is in one of the states, and at last in the last of them.
moves() {
	local name=$1 states=$2 n=0 code=137 first=$((run + 1)) state keys wrong=
	shift 2
	while [ $code = 137 ]; do
		n=$((n + 1)) run=$((run + 1))
		{ printf '%s\n' "${@//@/$run}" | EMGEN_FAULT_AT=$n "$faulty/tools/queue" "$dsn" >said 2>err; } 2>/dev/null
		code=$?
	done
	sed 's/^/# /' err
	seq $first $run | sed 's/^/state q/' | tool | sed "s/ [0-9]*$//" >states
	ask 'SELECT queue, count(*) FROM emgen_unique GROUP BY queue' >keys
	for n in $(seq $first $run); do
		state=$(sed -n $((n - first + 1))p states) keys=$(has keys "q$n")
		[[ " $states " = *" $state "* ]] || wrong+="killed at $((n - first + 1)): $state
"
		# whoever is gone or failed holds no key
		case $state,$keys in
		gone,0 | failed,0 | ready,1 | delayed,1 | reserved,1) ;;
		*) wrong+="killed at $((n - first + 1)): $state with $keys keys
" ;;
		esac
	done
	is "$name: never anything else" "$wrong" ""
	is "$name: and at last what was asked for" "$state" "${states##* }"
	ok "$name: it was killed ($((run - first)) times)" [ $((run - first)) -gt 10 ]
}

# again NAME: emgen-queue push is killed anywhere, and run once more.
again() {
	local n=0 code=137 wrong='' part=()
	while [ $code = 137 ]; do
		n=$((n + 1))
		{ part[n]=$(EMGEN_FAULT_AT=$n "$faulty/libexec/emgen-queue" push --database "$dsn" --commit 1 "push$n" "$jobs" 2>err | wc -l; exit "${PIPESTATUS[0]}"); } 2>/dev/null
		code=$?
	done
	ask 'SELECT queue, count(*) FROM jobs GROUP BY queue' >counts
	for n in $(seq "$n"); do
		# no line is passed on that is not a job
		[ "${part[n]}" -le "$(has counts "push$n")" ] || wrong+="$n: passed on too early "
		emgen queue push --database "$dsn" "push$n" "$jobs" >whole
	done
	ask 'SELECT queue, count(*) FROM jobs GROUP BY queue' >counts
	for n in $(seq "$n"); do
		[ "$(has counts "push$n")" = "$(wc -l <"$jobs")" ] || wrong+="$n: not once each "
	done
	is "$1: a push that is run again pushes each once" "$wrong" ""
	ok "$1: it was killed ($((n - 1)) times)" [ "$n" -gt 8 ]
}

# retries NAME: the same for retry, of two failed jobs.
retries() {
	local n=0 code=137 wrong=''
	for n in $runs; do
		printf '%s\n' "push r$n ${n}1" "push r$n ${n}2" "claim a r$n 90" 'fail a' "claim a r$n 90" 'fail a'
	done | tool >said
	n=0
	while [ $code = 137 ]; do
		n=$((n + 1))
		{ EMGEN_FAULT_AT=$n "$faulty/libexec/emgen-queue" retry --database "$dsn" --queue "r$n" >said 2>err; } 2>/dev/null
		code=$?
	done
	{ ask 'SELECT queue, id FROM jobs' && ask 'SELECT queue, id FROM failed_jobs'; } | sed 's/|.*//' | sort | uniq -c >counts
	is "$1: a job is in one table" "$(grep -c '^ *2 r' counts)" "$(wc -w <<<"$runs")"
	emgen queue retry --database "$dsn" all >said
	for n in $(seq "$n"); do
		echo "list r$n" | tool | grep -qx "jobs ${n}1 ${n}2" || wrong+="$n: not once each "
	done
	is "$1: a retry that is run again pushes each once" "$wrong" ""
	ok "$1: it was killed ($((n - 1)) times)" [ "$n" -gt 8 ]
}

# batched NAME: a batch that is a chain is killed anywhere, as it is pushed and as
# it is worked; it is there with all its jobs or not at all, and each counts once.
batched() {
	local n=0 code=137 lines wrong=''
	lines=$(wc -l <"$jobs")
	while [ $code = 137 ]; do
		n=$((n + 1))
		{ EMGEN_FAULT_AT=$n "$faulty/libexec/emgen-queue" push --database "$dsn" --batch "b$n" --chain --then "t$n" "b$n" "$jobs" >said 2>err; } 2>/dev/null
		code=$?
	done
	ask "SELECT name, total_jobs FROM job_batches" >totals
	ask 'SELECT queue, count(*) FROM jobs GROUP BY queue' >counts
	for n in $(seq "$n"); do
		[ "$(has totals "b$n")" = $(($(has counts "b$n") * lines)) ] || wrong+="$n: batch and jobs differ "
	done
	is "$1: a batch and its jobs are there, or not" "$wrong" ""
	ok "$1: it was killed ($((n - 1)) times)" [ "$n" -gt 8 ]
	n=0 code=137 wrong=''
	while [ $code = 137 ]; do
		n=$((n + 1))
		emgen queue push --database "$dsn" --batch "w$n" --chain --then "t$n" "w$n" "$jobs" >said 2>err
		{ EMGEN_FAULT_AT=$n "$faulty/libexec/emgen-queue" work --database "$dsn" --queue "w$n" --stop-when-empty -- true >said 2>err; } 2>/dev/null
		code=$?
	done
	ask 'UPDATE jobs SET reserved_at = NULL'
	emgen queue work --database "$dsn" --queue "$(seq -s, -f w%g "$n")" --tries 0 --stop-when-empty -- true >said 2>err
	ask "SELECT name, count(*) FROM job_batches WHERE total_jobs = $lines AND pending_jobs = 0 AND failed_jobs = 0 AND finished_at IS NOT NULL GROUP BY name" >totals
	ask 'SELECT queue, count(*) FROM jobs GROUP BY queue' >counts
	for n in $(seq "$n"); do
		[ "$(has totals "w$n") $(has counts "w$n") $(has counts "t$n")" = "1 0 1" ] || wrong+="$n: not once each "
	done
	is "$1: each of its jobs counts once, and its end is told once" "$wrong" ""
	ok "$1: the worker was killed ($((n - 1)) times)" [ "$n" -gt 20 ]
}

all() {
	dsn=$1
	shift
	echo 'failed q' | tool >said
	moves "$1 push and claim" 'gone ready reserved' 'push q@ @ 0 event key@ 60' 'claim a q@ 90'
	moves "$1 ack" 'ready reserved gone' 'push q@ @ 0 - key@ 60' 'claim a q@ 90' 'ack a'
	moves "$1 release" 'gone ready reserved delayed' 'push q@ @ 0 event key@ 60' 'claim a q@ 90' 'beat a' 'release a 3600'
	moves "$1 fail" 'gone ready reserved failed' 'push q@ @ 0 event key@ 60' 'claim a q@ 90' 'fail a'
	again "$1"
	retries "$1"
}

pg_create q
sql -e 'CREATE DATABASE q'
for place in sqlite:q.db "$(pg_dsn q)" "$(dsn q)"; do
	all "$place" "${place%%:*}"
done
dsn=sqlite:q.db
batched SQLite
is "the SQLite file is whole" "$(sqlite3 q.db 'PRAGMA integrity_check')" ok
