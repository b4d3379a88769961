#!/bin/bash
# emgen queue work: each job at a handler, its output held until the verdict,
# and what follows from how an attempt ends.
. "${0%/*}/lib.sh"
# shellcheck source=events.sh
. "$top/tests/events.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"

# --- a handler a job ---

push default 1 2 3
exits "a worker" 0 work -- cat
is "writes what the handler wrote, then that the job is done" "$(types)" \
	"Noted JobProcessed Noted JobProcessed Noted JobProcessed"
is "in order" "$(numbers)" "1 2 3"
events out --allow-unknown
is "no job is left" "$(left)" 0
is "the job is named as the event in it" "$(jq -r 'select(.type == "JobProcessed").data.job.type' out | sort -u)" Noted

push default 1
exits "a handler" 0 work --tries 7 -- sh -c 'cat >/dev/null; printf "{\"type\":\"Told\",\"data\":{\"uuid\":\"%s\",\"queue\":\"%s\",\"attempt\":%s,\"tries\":%s,\"run\":\"%s\"}}\n" \
	"$EMGEN_JOB_UUID" "$EMGEN_JOB_QUEUE" "$EMGEN_JOB_ATTEMPT" "$EMGEN_JOB_TRIES" "$EMGEN_CORRELATION_ID"'
uuid=$(jq -r 'select(.type == "JobProcessed").data.job.uuid' out)
is "is told what it is run for" "$(jq -c 'select(.type == "Told").data' out)" \
	"{\"uuid\":\"$uuid\",\"queue\":\"default\",\"attempt\":1,\"tries\":7,\"run\":\"$uuid\"}"

push low 1 2
push high 3 4
exits "queues" 0 work --queue high,low -- cat
is "are worked strictly in their order" "$(numbers)" "3 4 1 2"
push default 1 2 3
exits "--once" 0 work --once -- cat
is "is one job" "$(numbers) $(left)" "1 2"
exits "--max-jobs" 0 work --max-jobs 1 -- cat
is "is that many" "$(numbers) $(left)" "2 1"
exits "--once" 0 work --once -- cat
exits "--once without a job" 0 work --once -- cat
is "does nothing" "$(cat out)" ""

# --- verdicts ---

# try END [OPTION...]: a handler that writes, then ends so.
try() {
	local code=$1
	shift
	work "$@" -- sh -c "cat; $code"
}
push default 1
exits "a handler that ends with 100" 0 try "exit 100" --tries 5
is "fails its job at once" "$(types)" JobFailed
is "which is kept" "$(sql "select count(*) || ' ' || (select count(*) from jobs) || ' ' || substr(exception, 1, 26) from failed_jobs")" "1 0 refused: sh ended with 100"
like "and said" err 'refused: sh ended with 100'
events out
sql 'delete from failed_jobs'
for code in 'exit 111' 'exit 1' 'exit 42' 'kill -9 $$'; do
	push default 1
	exits "a handler that ends by $code" 0 try "$code" --tries 3
	is "is tried again, then fails" "$(types)" "JobReleased JobReleased JobFailed"
	is "and each attempt has its number" "$(jq .data.job.attempts out | paste -sd' ')" "1 2 3"
	events out
done
is "what they wrote is thrown away" "$(numbers)" ""
is "a crash is named" "$(sql 'select exception from failed_jobs order by id desc limit 1' | head -1)" "crashed: sh was killed by SIGKILL"
sql 'delete from failed_jobs'
push default 1
exits "--tries is 1 by default" 0 try "exit 111"
is "so one failure is the last" "$(types)" JobFailed
for code in 125 126 127; do
	push default 1
	exits "a handler that ends with $code parks the worker" "$code" try "exit $code"
	is "and its job waits as if nothing had been" "$(counted) $(sql 'select reserved_at is null from jobs')" "0 1"
	sql 'delete from jobs; delete from emgen_attempts'
done
exits "a handler that is not there" 127 work -- ./missing
echo >plain
exits "one that cannot be executed" 126 work -- ./plain
exits "no handler" 100 work
exits "--timeout and --retry-after" 100 work --timeout 85 --retry-after 90 -- cat
like "says why" err 'a second time before the first is killed'

push default 1
exits "--backoff" 0 emgen queue work --max-jobs 1 --tries 5 --backoff 7,50 -- false
is "is the delay" "$(jq .data.delay out)" 7
is "of the row, too" "$(sql 'select available_at - unixepoch() between 1 and 8 from jobs')" 1
for delay in 50 50; do
	sql 'update jobs set available_at = 0'
	exits "the next" 0 emgen queue work --max-jobs 1 --tries 5 --backoff 7,50 -- false
	is "comes from the list, the last of which repeats" "$(jq .data.delay out)" "$delay"
done
sql 'delete from jobs'

# --- the payload beats the options ---

emgen queue push --tries 2 --backoff 0 default < <(note 1) >/dev/null
exits "maxTries and backoff of the payload" 0 work --tries 9 --backoff 30 -- false
is "beat the options" "$(types)" "JobReleased JobFailed"
emgen queue push --timeout 1 default < <(note 1) >/dev/null
exits "timeout of the payload" 0 work -- sleep 60
like "as well" err 'ran longer than its timeout of 1 s'
# payload JQ: changes the payload of the only job
payload() { sql "update jobs set payload = '$(sql 'select payload from jobs' | jq -c "$1" | sed "s/'/''/g")'"; }
push default 1
payload '.retryUntil = 1'
exits "retryUntil in the past" 0 work --tries 0 -- cat
is "is too late" "$(types) $(jq -r .data.error out | cut -c1-18)" "JobFailed it was started 0 t"
push default 1
payload '.retryUntil = 99999999999 | .maxTries = 1'
exits "retryUntil in the future" 0 emgen queue work --max-jobs 3 --sleep 0.05 -- false
is "beats maxTries" "$(types)" "JobReleased JobReleased JobReleased"
payload '.failOnTimeout = true'
exits "failOnTimeout" 0 work --tries 9 --timeout 0.3 -- sleep 60
is "fails at the first" "$(types)" JobFailed
push default 1
payload '.maxExceptions = 2 | .maxTries = 9'
exits "maxExceptions" 0 work -- false
is "ends it before maxTries" "$(types)" "JobReleased JobFailed"
is "and is said" "$(jq -r 'select(.type == "JobFailed").data.error' out)" "false ended with 1; that were 2 exceptions"

# Laravel counts exceptions, and not attempts: what was held back, or ran for
# too long, is none.
sql 'delete from emgen_attempts'
push default 1
payload '.maxExceptions = 2 | .maxTries = 9'
exits "an attempt that is held back" 0 work --throttle none:1/600 --release 0 --max-jobs 2 --timeout 0.2 -- sh -c 'sleep 60'
is "and one that takes too long" "$(types)" "JobReleased JobReleased"
exits "are no exceptions" 0 work -- false
is "so that two more are to come" "$(types) $(jq -r .data.job.attempts out | paste -sd' ')" "JobReleased JobFailed 3 4"
push default 1
payload '.maxExceptions = 2 | .maxTries = 9'
exits "an exception" 0 work --once -- false
exits "a worker that is asked to end" 0 emgen queue work --grace 0.1 -- sh -c 'kill -INT $PPID; exec sleep 60'
exits "and another exception" 0 work -- false
is "is the second, and the third attempt, of which two count" "$(types) $(jq -r .data.job.attempts out)" "JobFailed 2"
is "no memory of what is gone is left" "$(sql 'select count(*) from emgen_attempts')" 0

# --- a job that crashes for ever ---

push default 1 2
cat >crashes <<'H'
#!/bin/sh
read -r line
echo "$line" >>tried
case $line in
*'"n":1'*) kill -9 $$ ;;
esac
[ "$(grep -c '"n":2' tried)" -ge 40 ] || exit 111
H
chmod +x crashes
exits "--tries 0" 0 work --tries 0 -- ./crashes
is "has a limit for crashes in a row" "$(grep -c '"n":1' tried)" 25
is "and none for what may go well another time" "$(grep -c '"n":2' tried) $(left)" "40 0"
is "the reason is kept" "$(sql 'select exception from failed_jobs order by id desc limit 1' | head -1)" \
	"crashed: ./crashes was killed by SIGKILL; that were 25 crashes in a row"
push default 1
exits "--max-crashes" 0 work --tries 9 --max-crashes 3 -- sh -c 'kill -9 $$'
is "holds for other jobs, too" "$(types)" "JobReleased JobReleased JobFailed"
push default 1
exits "--max-crashes 0" 0 work --tries 0 --max-crashes 0 --max-jobs 30 -- sh -c 'kill -9 $$'
is "is no limit" "$(types | tr ' ' '\n' | sort | uniq -c | tr -s ' ')" " 30 JobReleased"
sql 'delete from jobs; delete from emgen_attempts; delete from failed_jobs'
rm tried

# --- what the handler says ---

push default 1
exits "a handler that says why" 0 work -- sh -c 'echo first >&2; printf "it \033[31mbroke\n" >&2; exit 100'
like "is heard" err '^first$'
is "and the end of it is kept" "$(sql "select replace(exception, char(27), 'ESC') from failed_jobs" | tail -n +3)" "
first
it ESC[31mbroke"
uuid=$(sql 'select uuid from failed_jobs')
exits "show" 0 emgen queue show "$uuid"
like "shows it, line by line" out '^ +it .x1b.31mbroke$'
unlike "but no escapes" out $'\033'
exits "failed" 0 emgen queue failed
unlike "shows its first line only" out 'broke'
sql 'delete from failed_jobs'
push default 1
exits "one that says much" 0 work -- sh -c 'seq 1 100000 >&2; printf "end\303\244\0\377" >&2; exit 100'
is "is heard to the end" "$(grep -c '^[0-9]*$' err)" 100000
is "4 KiB are kept" "$(sql 'select length(exception) between 4000 and 4300 from failed_jobs')" 1
is "bad bytes can be read" "$(sql 'select substr(exception, -12) from failed_jobs')" 'endä\x00\xFF'
sql 'delete from failed_jobs'
mkfifo noreader
exec 6<>noreader
push default 1 2
work --workers 2 --tries 1 -- sh -c 'head -c 300000 /dev/zero | tr "\\0" @ >&2; exit 100' >out 2>noreader &
worker=$!
until [ "$(sql 'select count(reserved_at) from jobs')" = 2 ]; do :; done
{ tr -dc @ <noreader | wc -c >heard; } 6<&- &
reader=$!
exec 6<&-
wait "$reader"
wait "$worker"
is "who reads late hears all" "$? $(cat heard) $(types)" "0 600000 JobFailed JobFailed"
sql 'delete from failed_jobs'

# --- what a job means that failed ---

head -1 "$top/schemas/jobs/AnalyzeModel.good.ndjson" >job
emgen queue push default job >/dev/null
exits "an AnalyzeModel that crashed" 0 work -- sh -c 'kill -9 $$'
is "is a ModelAnalysisFailed of the worker" "$(jq -r 'select(.type == "ModelAnalysisFailed") | .source, .data.error, .data.exception' out)" \
"emgen-queue
sh was killed by SIGKILL
crashed"
is "which follows from the job" "$(jq -r 'select(.type == "ModelAnalysisFailed").causationid' out)" "$(jq -r .id job)"
is "and stands before JobFailed" "$(types)" "ModelAnalysisFailed JobFailed"
events out
head -1 "$top/schemas/jobs/UpdateDocumentation.good.ndjson" | emgen queue push default >/dev/null
exits "an UpdateDocumentation that is refused" 0 work -- sh -c 'exit 100'
is "is a DocumentationUpdateFailed" "$(jq -c 'select(.type == "DocumentationUpdateFailed") | [.data.models, .data.exception]' out)" '[["Order","User"],"refused"]'
events out
jq -c '.data.attributes = {} | .id = "00000000-0000-7000-8000-00000000abcd"' job | emgen queue push default >/dev/null
exits "one that the handler says has failed" 0 work -- emgen analyze
is "is said by the handler" "$(jq -r '.type + " " + .source' out | paste -sd' ')" "ModelAnalysisFailed emgen-analyze JobFailed emgen-queue"
push default 1
exits "--on-failed" 0 work --on-failed NotingFailed -- sh -c 'exit 100'
is "is for other types" "$(jq -r 'select(.type == "NotingFailed").data | .job.type, .exception' out | paste -sd' ')" "Noted refused"

# --- follow-ups ---

push default 1
exits "--push" 0 work --push AnalyzeModel=analysis -- sh -c 'cat; cat job; cat job'
is "jobs in the output become jobs, once" "$(sql 'select queue, count(*) from jobs group by 1')" "analysis|1"
exits "a job that passes through its handler" 0 work --queue analysis --push AnalyzeModel=analysis -- cat
is "is not pushed again" "$(types) $(left)" "AnalyzeModel JobProcessed 0"
