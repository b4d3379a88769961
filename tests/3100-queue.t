#!/bin/bash
# emgen queue: push and the verbs that people use, on SQLite.
. "${0%/*}/lib.sh"

jobs=$top/schemas/jobs/UpdateDocumentation.good.ndjson
home() { rm -rf home && export EMGEN_HOME=$PWD/home; }
ask() { sqlite3 home/emgen.db "$1"; }

# --- push ---

home
exits "push" 0 emgen queue push docs "$jobs"
same "passes every line on" out "$jobs"
ask "SELECT json_extract(payload, '\$.data.event') FROM jobs ORDER BY id" >events
same "a job has its event to the byte" events "$jobs"
is "it waits" "$(ask 'SELECT queue, attempts, reserved_at IS NULL, available_at = created_at FROM jobs')" \
	"docs|0|1|1
docs|0|1|1"
is "its payload has Laravel's keys" "$(ask 'SELECT payload FROM jobs LIMIT 1' | jq -c 'keys_unsorted')" \
	'["uuid","displayName","job","maxTries","maxExceptions","failOnTimeout","backoff","timeout","retryUntil","data","createdAt"]'
exits "push again" 0 emgen queue push docs "$jobs"
same "passes the lines on" out "$jobs"
is "and adds no job" "$(ask 'SELECT count(*) FROM jobs')" 2
exits "push to another queue" 0 emgen queue push other "$jobs"
is "adds jobs with uuids of their own" \
	"$(ask "SELECT count(DISTINCT json_extract(payload, '\$.uuid')) FROM jobs")" 4
is "whatever a repeat is, is remembered" "$(ask 'SELECT count(*) FROM emgen_pushed')" 4

home
head -1 "$jobs" >one
exits "push for later" 0 emgen queue push --delay 3600 docs one
is "is not ready before" "$(ask 'SELECT available_at - created_at FROM jobs')" 3600
jq -c 'del(.id)' one >anon
exits "push without ids" 0 emgen queue push docs anon anon
is "are jobs each time" "$(ask 'SELECT count(*) FROM jobs')" 3
exits "push with what a job may do" 0 emgen queue push --tries 3 --backoff 1,5,10 --timeout 7 more one
is "is in the payload, as Laravel has it" \
	"$(ask "SELECT payload FROM jobs WHERE queue = 'more'" | jq -c '[.maxTries, .backoff, .timeout]')" '[3,"1,5,10",7]'
exits "push nothing" 0 emgen queue push docs /dev/null
printf 'not json\n' | cat one - >bad
exits "a bad line" 100 emgen queue push late bad
like "is said" err 'bad: line 2: not a JSON object'
same "what stood before is passed on" out one
is "and is a job" "$(ask "SELECT count(*) FROM jobs WHERE queue = 'late'")" 1
sed 's/^not json/{"type":"Bad","data":{},}/' bad >worse
exits "one that is not JSON further on" 100 emgen queue push later worse
like "is said" err 'worse: line 2: not JSON at byte'
same "what stood before is passed on, too" out one
exits "a bad line with a place for it" 0 emgen queue push --rejects rejects last bad
is "goes there" "$(jq -r .type rejects)" EventRejected

# A line is passed on without waiting for the next.
mkfifo in out.fifo
emgen queue push slow <in >out.fifo &
exec 5>in 6<out.fifo
cat one >&5
read -r line <&6
is "a line is passed on while the pipe is open" "$line" "$(cat one)"
is "and is a job by then" "$(ask "SELECT count(*) FROM jobs WHERE queue = 'slow'")" 1
exec 5>&- 6<&-
wait $!

home
jq -c '.id = null | del(.id) | .subject = ("a", "b", "a")' one >subjects
exits "push by keys" 0 emgen queue push --unique 'doc-{type}-{subject}' --ttl 60 docs subjects
same "passes all on" out subjects
is "but one job has a key at a time" "$(ask 'SELECT unique_key FROM emgen_unique ORDER BY 1')" \
	"doc-UpdateDocumentation-a
doc-UpdateDocumentation-b"
is "and the others are no jobs" "$(ask 'SELECT count(*) FROM jobs')" 2
exits "braces that name nothing are text" 0 emgen queue push --unique '{nothing}{type}-{' --ttl 60 docs one
is "as they are" "$(ask "SELECT unique_key FROM emgen_unique WHERE unique_key LIKE '{%'")" \
	'{nothing}UpdateDocumentation-{'
exits "a key without an end" 100 emgen queue push --unique x docs one

# --- looking ---

home
exits "nothing to list" 0 emgen queue list
is "nothing is said" "$(cat out)" ""
emgen queue push docs "$jobs" >pushed
emgen queue push --delay 3600 other "$jobs" >pushed
emgen queue push evil >pushed <<'J'
{"type":"\u001b[31mred\u202e","data":{}}
J
exits "list as JSON" 0 emgen queue list --json
is "has all, by queue" "$(jq -c '[.[] | [.queue, .attempts, .reservedAt]] | unique' out)" '[["docs",0,null],["evil",0,null],["other",0,null]]'
exits "list" 0 emgen queue list evil
like "shows no control bytes" out '\\x1b\[31mred\\xe2\\x80\\xae$'
exits "list what is ready" 0 emgen queue list --state ready --json other
is "which is nothing" "$(cat out)" "[]"
exits "list at most" 0 emgen queue list --limit 1 docs
is "so many" "$(wc -l <out)" 1
exits "monitor" 0 emgen queue monitor --json docs,other,none
is "counts" "$(jq -c '.[] | [.queue, .size, .ready, .delayed, .reserved, .status, .paused]' out)" \
	'["docs",2,2,0,0,"OK",false]
["other",2,0,2,0,"OK",false]
["none",0,0,0,0,"OK",false]'
exits "monitor says no" 1 emgen queue monitor --max 2
like "of which queue" out '^docs .* ALERT$'
like "and of which not" out '^evil .* OK$'
uuid=$(emgen queue list --json docs | jq -r '.[0].uuid')
id=$(emgen queue list --json docs | jq -r '.[0].id')
exits "show by uuid" 0 emgen queue show --json "$uuid"
is "has the event" "$(jq -r .event out)" "$(head -1 "$jobs")"
cp out by-uuid
exits "show by number" 0 emgen queue show --json "$id"
same "says the same" out by-uuid
exits "show what is not there" 100 emgen queue show 12345
exits "pause" 0 emgen queue pause docs other
is "is known" "$(emgen queue monitor --json | jq -c '[.[] | .paused]')" '[true,false,true]'
exits "resume" 0 emgen queue resume docs
is "is known, too" "$(emgen queue monitor --json | jq -c '[.[] | .paused]')" '[false,false,true]'
exits "clear" 0 emgen queue clear docs other
is "says how many" "$(cat out)" "2 deleted
2 deleted"
exits "restart" 0 emgen queue restart
is "is counted" "$(ask 'SELECT value FROM emgen_signals')" 1

# --- failed jobs ---

# fails N...: jobs of these numbers of the queue docs are failed.
fails() {
	printf '%s\n' "$@" | sed 's/.*/push docs &\nclaim a docs 90\nfail a/' | "$build/tools/queue" sqlite:home/emgen.db >said
}
home
exits "no failed jobs" 0 emgen queue failed --json
is "are none" "$(cat out)" "[]"
fails 1 2 3 4
ask "SELECT payload FROM failed_jobs WHERE id = 2" >payload
exits "failed" 0 emgen queue failed
like "shows uuid, queue, type and error" out '^ *1  00000000-0000-7000-8000-000000000001 .* docs  Noted  it broke$'
is "which are four" "$(wc -l <out)" 4
exits "show a failed one" 0 emgen queue show 00000000-0000-7000-8000-000000000002
like "says so" out '^state +failed$'
exits "retry one" 0 emgen queue retry 00000000-0000-7000-8000-000000000002
is "pushes it" "$(cat out)" "1 pushed"
ask 'SELECT payload FROM jobs' >again
same "as it was to the byte" again payload
is "with no attempts" "$(ask 'SELECT attempts, queue, reserved_at FROM jobs')" "0|docs|"
is "and it has not failed any more" "$(ask 'SELECT count(*) FROM failed_jobs')" 3
exits "retry it again" 100 emgen queue retry 00000000-0000-7000-8000-000000000002
like "is said" err 'no such failed job'
exits "retry a range" 0 emgen queue retry --range 3-9
is "is two" "$(cat out)" "2 pushed"
exits "retry a queue" 0 emgen queue retry --queue other
is "is none" "$(cat out)" "0 pushed"
exits "retry all" 0 emgen queue retry all
is "is the rest" "$(ask 'SELECT count(*) FROM jobs')" 4
exits "retry nothing" 100 emgen queue retry
fails 5 6 7
exits "forget" 0 emgen queue forget "$(emgen queue failed --json | jq -r '.[0].uuid')"
ask "UPDATE failed_jobs SET failed_at = datetime('now', '-30 hours') WHERE id = (SELECT max(id) FROM failed_jobs)"
exits "prune" 0 emgen queue prune-failed
is "the old one" "$(cat out)" "1 deleted"
exits "flush" 0 emgen queue flush --hours 1
is "not the new ones" "$(cat out)" "0 deleted"
exits "flush all" 0 emgen queue flush
is "is the rest of them" "$(ask 'SELECT count(*) FROM failed_jobs')" 0
fails 8
exits "failed jobs elsewhere" 0 emgen queue failed --failed sqlite:home/failed.db --json
is "are others" "$(cat out)" "[]"

exits "no such database" 100 emgen queue list --database mongo:x

# --- wishes that cannot be granted ---

exits "a queue with a comma, which no worker could be told of" 100 emgen queue push a,b "$jobs"
like "is refused" err 'QUEUE: a comma parts the names of queues: a,b'
is "and passes nothing on" "$(cat out)" ""
exits "nor can one follow" 100 emgen queue push --batch b --then a,b q "$jobs"
exits "nor be worked for" 100 emgen queue work --once --push Noted=a,b -- cat
exits "a number that is too large" 100 emgen queue push --delay 99999999999 q "$jobs"
like "is told the largest" err '^emgen-queue: --delay: not a number from 0 to 2147483647: 99999999999$'
for name in 'a/b' 'a:b' 'a b' 'ü世' "it's" 'a%s' '-'; do
	exits "a queue of the name $name" 0 emgen queue push -- "$name" "$jobs"
	exits "$name: has workers" 0 emgen queue work --queue "$name" --stop-when-empty -- true
	is "$name: all of them are done" "$(jq -r .data.job.queue out | sort | uniq -c | sed 's/ *//')" "$(wc -l <"$jobs") $name"
done
exits "a verb without what it needs" 100 emgen queue show
is "says how it is used, and no other" "$(cat err)" "$(emgen queue -h | sed -n 's/^ *\(emgen queue show .*\)/usage: \1/p')"
exits "one that needs more than a line" 100 emgen queue retry
is "too" "$(tail -n +2 err)" "           [--range M-N] [all | UUID ...]"
exits "the last one" 100 emgen queue work
is "too, to its end" "$(tail -n 1 err)" "$(emgen queue -h | tail -n 1)"
exits "a verb that there is none of" 100 emgen queue nothing
like "is told where they are" err '^emgen-queue: nothing: no such command \(emgen queue --help lists them\)$'
