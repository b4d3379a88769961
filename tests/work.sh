# work.sh - what tests of workers share.  Source it behind lib.sh:
# . "$top/tests/work.sh".  The queue is the file in $EMGEN_HOME.
# shellcheck shell=bash

export EMGEN_HOME=$scratch/home

# note N [TYPE]: an event, with another id each time: a repeated one is no job.
note() {
	printf '{"type":"%s","specversion":"1.0","id":"%s","source":"tests","data":{"n":%s}}\n' \
		"${2:-Noted}" "$(uuidgen)" "$1"
}

push() { # QUEUE N...
	local queue=$1 n
	shift
	for n; do note "$n"; done | emgen queue push "$queue" >/dev/null
}

# notes N [FIRST]: that many, fast.
notes() {
	jq -nc --argjson n "$1" --argjson first "${2:-0}" 'range($first; $first + $n) | {type: "Noted", specversion: "1.0",
		id: "00000000-0000-7000-8000-\(1000000000000 + . | tostring[1:])", source: "tests", data: {n: .}}'
}

# work [OPTION...] -- HANDLER...: until the queue is empty.
work() { emgen queue work --stop-when-empty --sleep 0.05 "$@"; }

sql() { sqlite3 -cmd '.timeout 5000' "$EMGEN_HOME/emgen.db" "$1"; }
numbers() { jq -r 'select(.type == "Noted") | .data.n' out | paste -sd' '; }
types() { jq -r .type out | paste -sd' '; }
left() { sql 'select count(*) from jobs'; }

# counted: the attempts of the only job that count.
counted() { sql "select coalesce((select attempts from emgen_attempts), (select attempts from jobs))"; }

# failures: of failed_jobs, the first word of each, the oldest first.
failures() { sql "select substr(exception, 1, instr(exception, ':') - 1) from failed_jobs order by id" | paste -sd' '; }
