#!/bin/bash
# Batches and chains: counted in the transaction that ends a job.
. "${0%/*}/lib.sh"
# shellcheck source=events.sh
. "$top/tests/events.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"

sql() { sqlite3 -cmd '.timeout 5000' "$EMGEN_HOME/emgen.db" "$1"; }
# lines N...: their events
lines() { local n; for n; do note "$n"; done; }
# newest: the id of the batch that was pushed last
newest() { sed -n 's/^emgen-queue: batch \(.*\): .*/\1/p' err; }
# shown ID: total pending failed, and how it stands
shown() {
	emgen queue batch --json "$1" | jq -r '[.totalJobs, .pendingJobs, .failedJobs, .progress,
		(if .cancelledAt then "cancelled" elif .finishedAt then "finished" else "running" end)] | join(" ")'
}
# bad 2: a handler that refuses the event of that number
bad() { printf 'read -r line; case $line in *\\"n\\":%s}*) exit 100 ;; esac; printf "%%s\\n" "$line"' "$1"; }

# --- a batch ---

lines 1 2 3 >three
exits "push --batch" 0 emgen queue push --batch "three of them" --then after --finally after docs three
same "passes all lines on" out three
like "and says the batch's id" err '^emgen-queue: batch [0-9a-f-]{36}: 3 jobs$'
batch=$(newest)
is "it is there" "$(shown "$batch")" "3 3 0 0 running"
is "in Laravel's table" "$(sql 'select name, total_jobs, pending_jobs, failed_jobs, failed_job_ids, cancelled_at is null, finished_at is null from job_batches')" \
	"three of them|3|3|0|[]|1|1"
is "as Laravel's jobs say it" "$(sql 'select distinct payload from jobs' | jq -r .data.batchId | sort -u)" "$batch"
exits "the same lines once more" 0 emgen queue push --batch "three of them" --then after docs three
is "are no second batch" "$(emgen queue batches --json | jq length) $(left)" "1 3"
exits "two of them" 0 work --queue docs --max-jobs 2 -- cat
is "are counted" "$(shown "$batch") $(types)" "3 1 0 67 running Noted JobProcessed Noted JobProcessed"
exits "the last" 0 work --queue docs -- cat
is "ends it" "$(shown "$batch")" "3 0 0 100 finished"
is "which is said" "$(types)" "Noted JobProcessed BatchCompleted BatchFinished"
events out --allow-unknown
exits "what is to follow" 0 work --queue after -- cat
is "are jobs" "$(types)" "BatchCompleted JobProcessed BatchFinished JobProcessed"
is "that say which batch it was" "$(jq -r 'select(.type == "BatchCompleted").data.batch | [.id, .name, .totalJobs, .pendingJobs, .failedJobs] | join(" ")' out)" \
	"$batch three of them 3 0 0"
exits "batches" 0 emgen queue batches
like "lists it for people" out "^$batch .*100 %.*finished +three of them$"
exits "a batch that is not there" 100 emgen queue batch 0
exits "no lines" 0 emgen queue push --batch none docs /dev/null
is "are no batch" "$(emgen queue batches --json | jq length)" 1

# --- one that fails ---

lines 1 2 3 4 >four
exits "a batch" 0 emgen queue push --batch fails --then t --catch c --finally f docs four
batch=$(newest)
exits "of which one job fails" 0 work --queue docs -- bash -c "$(bad 2)"
is "is cancelled, and the others are passed over" "$(shown "$batch") $(numbers)" "4 1 1 75 cancelled 1"
like "which is said" err 'the batch .* was cancelled: passed over'
is "what is to be caught, and what comes last, are pushed; what would be done is not" \
	"$(sql "select queue, json_extract(json_extract(payload, '\$.data.event'), '\$.type') from jobs order by id" | paste -sd' ')" \
	"c|BatchFailed f|BatchFinished"
events out --allow-unknown
uuid=$(sql 'select uuid from failed_jobs')
is "it knows which failed" "$(emgen queue batch --json "$batch" | jq -r '.failedJobIds[]')" "$uuid"
is "and so do those who are told" "$(jq -r 'select(.type == "BatchFailed").data | .job.uuid, .exception, .error' out | paste -sd' ')" "$uuid refused bash ended with 100"
exits "retry-batch" 0 emgen queue retry-batch "$batch"
is "pushes it once more" "$(cat out)" "1 pushed"
exits "it fails again" 0 work --queue docs -- bash -c "$(bad 2)"
is "which is no second failure" "$(shown "$batch") $(types)" "4 1 1 75 cancelled JobFailed"
exits "retry-batch" 0 emgen queue retry-batch "$batch"
exits "it goes well" 0 work --queue docs -- cat
is "although the batch is cancelled" "$(shown "$batch") $(numbers)" "4 0 1 100 cancelled 2"
is "none is left to be tried again" "$(emgen queue batch --json "$batch" | jq -c .failedJobIds)" "[]"
exits "retry-batch" 0 emgen queue retry-batch "$batch"
is "finds none" "$(cat out)" "0 pushed"
exits "retry-batch of none" 100 emgen queue retry-batch 0
sql 'delete from jobs; delete from failed_jobs'

lines 1 2 3 >three
exits "a batch that may fail in part" 0 emgen queue push --batch allows --allow-failures --then t --finally f docs three
batch=$(newest)
exits "one fails" 0 work --queue docs -- bash -c "$(bad 1)"
is "and the others go on" "$(shown "$batch") $(numbers)" "3 1 1 67 running 2 3"
is "all have run" "$(types)" "JobFailed BatchFailed Noted JobProcessed Noted JobProcessed BatchFinished"
exits "retry-batch" 0 emgen queue retry-batch "$batch"
exits "it goes well" 0 work --queue docs -- cat
is "and completes the batch" "$(shown "$batch") $(types)" "3 0 1 100 finished Noted JobProcessed BatchCompleted"
sql 'delete from jobs; delete from failed_jobs'

exits "a batch that is" 0 emgen queue push --batch cancelled --then t --finally f docs < <(lines 1 2 3)
batch=$(newest)
exits "cancel-batch" 0 emgen queue cancel-batch "$batch"
exits "its jobs" 0 work --queue docs -- cat
is "are passed over" "$(shown "$batch") $(types)" "3 0 0 100 cancelled JobProcessed JobProcessed JobProcessed BatchFinished"
exits "cancel-batch of none" 100 emgen queue cancel-batch 0
sql 'delete from jobs'

exits "a batch whose jobs are no good" 0 emgen queue push --batch bad --allow-failures docs < <(lines 1 2)
batch=$(newest)
sql "update jobs set attempts = 5 where id = (select min(id) from jobs);
	update jobs set payload = replace(payload, '\\\"type', '\\n\\\"type') where id = (select max(id) from jobs)"
exits "fails" 0 work --queue docs -- cat
is "and each of them is counted" "$(failures), $(shown "$batch")" "too-many-attempts bad-payload, 2 2 2 0 running"
sql 'delete from failed_jobs'

# --- all or nothing ---

before=$(emgen queue batches --json)
{ note 1; echo '{"no":"event"}'; note 2; } >wrong
exits "a line that is bad" 100 emgen queue push --batch wrong docs wrong
is "is no batch, and no job" "$(left) $(emgen queue batches --json)" "0 $before"
{ note 1; printf '{"type":"No'; } >torn
exits "a writer that died" 111 emgen queue push --batch torn docs torn
is "is none either" "$(left) $(emgen queue batches --json)" "0 $before"
for wrong in "--then x" "--finally x" "--catch x" "--allow-failures" "--batch=" "--chain --unique k --ttl 9"; do
	# shellcheck disable=SC2086
	exits "push $wrong" 100 emgen queue push $wrong docs three
done

# --- several workers at once ---

exits "a large batch" 0 emgen queue push --batch large --then t --finally f docs < <(notes 300)
batch=$(newest)
for w in 1 2 3 4; do emgen queue work --queue docs --workers 3 --stop-when-empty --sleep 0.05 -- sh -c 'cat >/dev/null' >"out$w" 2>"err$w" & pids[w]=$!; done
for w in 1 2 3 4; do wait "${pids[w]}"; done
is "each of its jobs is counted once" "$(shown "$batch")" "300 0 0 100 finished"
is "and its end is said once" "$(jq -r 'select(.type | startswith("Batch")).type' out? | sort | paste -sd' ') $(left)" "BatchCompleted BatchFinished 2"
sql 'delete from jobs'

# --- old ones go ---

sql "update job_batches set finished_at = unixepoch() - 90000 where name = 'allows';
	update job_batches set created_at = unixepoch() - 90000 where cancelled_at is not null;
	insert into job_batches select 'old', 'old', 1, 1, 0, '[]', null, null, unixepoch() - 90000, null"
exits "prune-batches" 0 emgen queue prune-batches --unfinished 24 --cancelled 24
is "deletes what is asked for" "$(paste -sd, out)" "1 deleted,1 unfinished deleted,2 cancelled deleted"
is "and no other" "$(sql 'select name from job_batches order by 1' | paste -sd,)" "bad,large,three of them"

# --- a chain ---

exits "push --chain" 0 emgen queue push --chain --tries 2 --catch caught docs three
same "passes all lines on" out three
is "one job waits" "$(left)" 1
exits "the first of it" 0 work --queue docs --max-jobs 1 -- cat
is "is followed by the second" "$(numbers) $(left)" "1 1"
is "of which the same holds" "$(sql 'select payload from jobs' | jq -c '[.maxTries, (.data.chain | length), .data.chainCatch]')" '[2,1,"caught"]'
exits "they come one after the other" 0 work --queue docs --workers 3 -- cat
is "to the end" "$(numbers) $(left)" "2 3 0"
exits "a chain" 0 emgen queue push --chain --catch caught docs four
exits "that breaks" 0 work --queue docs -- bash -c "$(bad 2)"
is "ends there" "$(types)" "Noted JobProcessed JobFailed ChainFailed"
events out --allow-unknown
is "and says what is left" "$(jq -r 'select(.type == "ChainFailed").data | "\(.left) \(.exception)"' out)" "2 refused"
exits "who catches it" 0 work --queue caught -- cat
is "is told" "$(types)" "ChainFailed JobProcessed"
exits "retry" 0 emgen queue retry all
exits "breaks again" 0 work --queue docs -- bash -c "$(bad 2)"
exits "who catches it" 0 work --queue caught -- cat
is "is told again" "$(types)" "ChainFailed JobProcessed"
exits "retry" 0 emgen queue retry all
exits "lets it go on" 0 work --queue docs -- cat
is "from there" "$(numbers) $(left)" "2 3 4 0"

exits "a chain that is a batch" 0 emgen queue push --chain --batch both --finally f docs < <(lines 1 2 3)
batch=$(newest)
exits "works" 0 work --queue docs -- cat
is "in order, and is counted" "$(numbers) $(shown "$batch")" "1 2 3 3 0 0 100 finished"
sql 'delete from jobs'

# --- in one transaction with the store ---

exits "with --store" 0 emgen queue push --chain --batch stored docs < <(lines 1 2)
exits "the last" 0 work --queue docs --store "sqlite:$EMGEN_HOME/emgen.db" -- cat
is "stores the end of the batch, too" "$(emgen store read --type BatchCompleted | wc -l) $(emgen store read --type JobProcessed | wc -l)" "1 2"

# --- on servers, and beside Redis ---

# four_workers ARGUMENT...: what each of them writes into out1 ... out4
four_workers() {
	for w in 1 2 3 4; do emgen queue work --workers 3 --stop-when-empty --sleep 0.05 "$@" >"out$w" 2>"err$w" & pids[w]=$!; done
	for w in 1 2 3 4; do wait "${pids[w]}"; done
}
on() { # NAME FAILED-DSN
	local kind=$1 failed=$2 first second
	exits "$kind: two batches" 0 emgen queue push ${failed:+--failed "$failed"} --batch first --allow-failures --then t --finally f a < <(notes 40)
	emgen queue push ${failed:+--failed "$failed"} --batch second --catch c --finally f b < <(notes 40) 2>err2 >/dev/null
	first=$(sed -n 's/^emgen-queue: batch \(.*\): .*/\1/p' err) second=$(sed -n 's/^emgen-queue: batch \(.*\): .*/\1/p' err2)
	stands() { emgen queue batch ${failed:+--failed "$failed"} --json "$1" | jq -r '[.totalJobs, .pendingJobs, .failedJobs] | join(" ")'; }
	exits "$kind: the first job of one fails" 0 emgen queue work ${failed:+--failed "$failed"} --queue b --once -- sh -c 'exit 100'
	four_workers ${failed:+--failed "$failed"} --queue a,b -- sh -c 'read -r line; case $line in *:7}*) exit 100 ;; esac'
	is "$kind: each job is counted once" "$(stands "$first"), $(stands "$second")" "40 1 1, 40 1 1"
	exits "$kind: retry-batch" 0 emgen queue retry-batch ${failed:+--failed "$failed"} "$first" "$second"
	exits "$kind: what failed goes well" 0 emgen queue work ${failed:+--failed "$failed"} --queue b,a --stop-when-empty -- cat
	is "$kind: and is counted" "$(stands "$first"), $(stands "$second")" "40 0 1, 40 0 1"
	exits "$kind: who is told" 0 emgen queue work ${failed:+--failed "$failed"} --queue t,c,f --stop-when-empty -- cat
	is "$kind: is told once" "$(jq -r 'select(.type | startswith("Batch")) | .type + " " + .data.batch.name' out | sort | paste -sd,)" \
		"BatchCompleted first,BatchFailed second,BatchFinished first,BatchFinished second"
	exits "$kind: a chain" 0 emgen queue push --chain chain < <(lines 1 2 3 4)
	exits "$kind: is done" 0 emgen queue work ${failed:+--failed "$failed"} --queue chain --workers 3 --stop-when-empty -- cat
	is "$kind: in order" "$(numbers)" "1 2 3 4"
	unique() { emgen queue push --unique "$1" --ttl 1000 unique < <(lines 1) >pushed; }
	unique k && emgen queue work ${failed:+--failed "$failed"} --queue unique --once -- sh -c 'exit 100' >failed
	exits "$kind: a job with a key is retried" 0 emgen queue retry ${failed:+--failed "$failed"} all
	unique k
	is "$kind: and has its key again" "$(emgen queue list --json unique | jq length)" 1
	emgen queue work ${failed:+--failed "$failed"} --queue unique --once -- sh -c 'exit 100' >failed
	unique k
	exits "$kind: another has it by now" 0 emgen queue retry ${failed:+--failed "$failed"} all
	is "$kind: both are there" "$(emgen queue list --json unique | jq length)" 2
	emgen queue work ${failed:+--failed "$failed"} --queue unique --stop-when-empty -- cat >"done"
	unique k
	is "$kind: and it is free when they are done" "$(emgen queue list --json unique | jq length)" 1
	emgen queue clear unique >cleared
	exits "$kind: a chain to fail" 0 emgen queue push --chain --catch told chain < <(lines 1 2)
	for _ in 1 2 3; do
		exits "$kind: fails" 0 emgen queue work ${failed:+--failed "$failed"} --queue chain --stop-when-empty -- false
		emgen queue retry ${failed:+--failed "$failed"} all >retried
	done
	exits "$kind: who catches it" 0 emgen queue work ${failed:+--failed "$failed"} --queue told --stop-when-empty -- cat
	is "$kind: is told each time" "$(types)" "ChainFailed JobProcessed ChainFailed JobProcessed ChainFailed JobProcessed"
	emgen queue clear chain >cleared
	exits "$kind: prune-batches" 0 emgen queue prune-batches ${failed:+--failed "$failed"} --hours 1 --unfinished 1 --cancelled 1
	is "$kind: deletes what is old, and no more" "$(emgen queue batches ${failed:+--failed "$failed"} --json | jq length) $(paste -sd, out)" \
		"2 0 deleted,0 unfinished deleted,0 cancelled deleted"
}
pg_create batches
mariadb -S "$mariadb_socket" -u root -e 'CREATE DATABASE batches'
EMGEN_DATABASE=$(pg_dsn batches) on PostgreSQL ""
EMGEN_DATABASE=$(dsn batches) on MariaDB ""
EMGEN_DATABASE=$(redis_dsn 1) on Redis sqlite:beside.db

# A worker that is killed between the count and Redis counts a job once.
export EMGEN_DATABASE
EMGEN_DATABASE=$(redis_dsn 2)
emgen queue push --failed sqlite:killed.db --batch killed --then t --finally f a < <(notes 20) >/dev/null 2>err
batch=$(sed -n 's/^emgen-queue: batch \(.*\): .*/\1/p' err)
emgen queue work --failed sqlite:killed.db --queue a --max-jobs 3 -- true >/dev/null
sqlite3 killed.db "insert into emgen_batch_jobs select '$batch', '$(redis -n 2 lindex queues:a 0 | jq -r .uuid)'; update job_batches set pending_jobs = pending_jobs - 1"
exits "the job that was counted, and was not taken off, comes again" 0 emgen queue work --failed sqlite:killed.db --queue a --stop-when-empty -- true
is "and is counted no second time" "$(emgen queue batch --failed sqlite:killed.db --json "$batch" | jq -c '[.totalJobs, .pendingJobs, .failedJobs]')" "[20,0,0]"
is "so that the end is said once" "$(redis -n 2 llen queues:t) $(redis -n 2 llen queues:f)" "1 1"
