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
	is "and its job waits as if nothing had been" "$(sql 'select attempts, reserved_at is null from jobs')" "0|1"
	sql 'delete from jobs'
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
is "of the row, too" "$(sql 'select available_at - unixepoch() between 5 and 7 from jobs')" 1
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
