#!/bin/bash
# emgen queue work: what it can be told while it runs, leases, limits, and what
# commits together with --store.
. "${0%/*}/lib.sh"
# shellcheck source=events.sh
. "$top/tests/events.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"

# A handler that says that it has begun, and ends when it is told.
mkfifo begun go
cat >waits <<'H'
#!/bin/sh
cat
echo $$ >begun
read -r _ <go
H
cat >stuck <<'H'
#!/bin/sh
trap '' TERM
echo $$ >begun
while :; do sleep 0.1; done
H
chmod +x waits stuck
# worker OPTION... -- HANDLER: in the background, $worker, until its job has begun
worker() {
	emgen queue work --sleep 0.05 "$@" >out 2>err &
	worker=$!
	read -r handler <begun
}
# ends NAME CODE
ends() {
	wait "$worker"
	is "$1: exit code" $? "$2"
}
row() { echo "$(counted) $(sql "select (reserved_at is null) || ' ' || (available_at <= unixepoch()) from jobs")"; }

# --- the end ---

# Another worker has a job; a failed one is delayed; then both are done.
push default 1
worker -- ./waits
other=$worker
push default 2
emgen queue work --stop-when-empty --sleep 0.05 -- cat >/dev/null
is "--stop-when-empty: ends beside a job that another worker has" "$? $(left)" "0 1"
push default 3
emgen queue work --stop-when-done --sleep 0.05 --tries 2 --backoff 1 -- sh -c '[ $EMGEN_JOB_ATTEMPT = 2 ]' 2>/dev/null >out &
waiter=$!
until_ok grep -q JobProcessed out
ok "--stop-when-done: waits for what is delayed, and for others" kill -0 $waiter
echo >go
wait "$waiter"
is "and ends when nothing is left" "$? $(left)" "0 0"
kill "$other"
wait "$other"

# --- signals ---

# Who ends all of a group, as systemd does, ends the handler with us.
push default 1
worker -- sh -c 'echo $$ >begun; kill -STOP $PPID; kill -TERM $PPID $$'
until_ok grep -q '^State:.T' "/proc/$worker/status"
until_ok bash -c '! kill -0 $1 || grep -q "^State:.Z" /proc/$1/status' - "$handler"
kill -CONT "$worker"
ends "a handler that is told to end with its worker" 0
is "is no crash" "$(types) $(jq -r .data.error out)" "JobReleased sh was told to end, as the worker was"
is "and its job waits as if nothing had been" "$(row)" "0 1 1"
sql 'delete from jobs'
push default 1
worker --tries 1 -- sh -c 'echo $$ >begun; kill -TERM $$'
until_ok test -s out
kill "$worker"
ends "one that is told to end alone" 0
is "has failed" "$(types) $(failures)" "JobFailed crashed"
sql 'delete from failed_jobs'

for signal in TERM INT QUIT HUP; do
	push default 1 2
	worker -- ./waits
	env -i kill -"$signal" "$worker"
	echo >go
	ends "SIG$signal" 0
	is "ends it after the job in hand" "$(numbers) $(left)" "1 1"
	sql 'delete from jobs'
done
push default 1
worker -- ./stuck
kill "$worker"
env -i kill -INT "$worker"
ends "a second one" 0
is "puts the job back, as if nothing had been" "$(row)" "0 1 1"
ok "and its handler is killed" bash -c '! kill -0 '"$handler"' 2>/dev/null || grep -q "^State:.*Z" /proc/'"$handler"/status
worker --grace 0.1 -- ./stuck
kill "$worker"
ends "--grace" 0
is "does the same" "$(row) $(types)" "0 1 1 JobReleased"
sql 'delete from jobs'

push default 1
worker -- ./waits
kill -USR2 "$worker"
push default 2
echo >go
until [ "$(left)" = 1 ]; do read -rt 0.05 <> <(:); done
is "SIGUSR2 pauses it" "$(row)" "0 1 1"
kill -CONT "$worker"
read -r handler <begun
kill "$worker"
echo >go
ends "SIGCONT" 0
is "lets it go on" "$(numbers) $(left)" "1 2 0"

push default 1
worker -- ./waits
emgen queue restart
echo >go
ends "emgen queue restart" 0
is "ends it after the job in hand" "$(numbers)" 1
emgen queue pause default
push default 1
exits "a paused queue" 0 work -- cat
is "gives no jobs" "$(cat out) $(left)" " 1"
emgen queue resume default
exits "a resumed one" 0 work -- cat
is "does" "$(numbers)" 1

exits "--max-time" 0 emgen queue work --max-time 1 -- cat
push default 1 2 3 4
exits "--workers" 0 work --workers 4 -- sh -c 'cat; echo >>here; until [ "$(wc -l <here)" = 4 ]; do sleep 0.01; done'
is "have a job each at the same time" "$(numbers | tr ' ' '\n' | sort | paste -sd' ')" "1 2 3 4"
push default 1
mkfifo unread
exits "stdout that nobody reads" 111 bash -c '{ read -r _ <unread; exec emgen queue work -- cat; } | { exec <&-; echo >unread; }
	exit "${PIPESTATUS[0]}"'
is "is a reason to put the job back" "$(row)" "0 1 1"
sql 'delete from jobs'
push default 1
exits "a full disk behind stdout" 111 bash -c 'emgen queue work -- cat >/dev/full'
is "as well" "$(row)" "0 1 1"
sql 'delete from jobs'

# --- leases ---

push default 1
worker --retry-after 70 -- ./waits
sql 'update jobs set reserved_at = 1'
second() { work --retry-after 70 --tries 2 -- cat >second; }
ok "a job whose reservation is over" second
is "is done by another" "$(jq -r .type second | paste -sd' ') $(left)" "Noted JobProcessed 0"
kill "$worker"
echo >go
ends "the first" 0
is "throws its result away, in part" "$(types)" Noted
like "and says so" err 'lost, to another worker'
push default 1
worker --timeout 2 --retry-after 8 --tries 5 -- ./stuck
sql "update jobs set attempts = attempts + 1"
wait_lost() { until grep -q 'lost, to another' err; do read -rt 0.1 <> <(:); done; }
wait_lost
ok "a heartbeat finds that the reservation is lost" kill "$worker"
ends "and the worker ends" 0
is "with nothing written" "$(cat out)" ""
sql 'delete from jobs'

# --- limits ---

push default 1 2 3 4 5
exits "--throttle" 0 work --throttle model-generation:2/600 --tries 5 --release 50 -- cat
is "lets so many pass" "$(numbers) $(left)" "1 2 3"
is "and releases the rest" "$(sql "select distinct available_at - unixepoch() between 1 and 51, attempts from jobs")" "1|1"
is "which is said" "$(jq -r 'select(.type == "JobReleased").data | "\(.delay) \(.error)"' out | sort -u)" "50 throttled by model-generation"
events out --allow-unknown
sql 'update jobs set available_at = 0, attempts = 0'
exits "--throttle-counts 0" 0 work --throttle model-generation:2/600 --throttle-counts 0 -- cat
is "makes it no attempt" "$(sql 'select distinct attempts from emgen_attempts')" 0
sql 'update jobs set available_at = 0'
exits "held back once more" 0 work --throttle model-generation:2/600 --throttle-counts 0 -- cat
sql 'update jobs set available_at = 0'
exits "the next time" 0 work --tries 1 -- cat
is "is its first attempt, whatever the row says" "$(jq -r 'select(.type == "JobProcessed").data.job.attempts' out | sort -u)" 1
sql 'delete from jobs; delete from emgen_attempts'
exits "a throttle that is none" 100 work --throttle x -- cat
exits "a window that is none" 100 work --throttle x:1/1 --window wide -- cat

for n in 1 2 3; do note $n | jq -c '.subject = "users"'; done | emgen queue push default >/dev/null
exits "--no-overlap" 0 work --workers 3 --tries 0 --no-overlap '{type}-{subject}' --release 0 -- \
	sh -c 'mkdir running || exit 100; cat; sleep 0.1; rmdir running'
is "runs one after the other" "$(numbers | wc -w) $(left) $(grep -c JobFailed out)" "3 0 0"

# --- one transaction ---

events_of() { sql "select event_type from domain_events order by position" | paste -sd' '; }
store() { work --store "sqlite:$EMGEN_HOME/emgen.db" "$@"; }
sql 'delete from jobs'
push default 1
exits "--store" 0 store -- sh -c "cat; head -1 '$top/schemas/jobs/AnalyzeModel.good.ndjson'"
is "stores the output, and that the job is done" "$(events_of)" "Noted AnalyzeModel JobProcessed"
is "and writes it" "$(types)" "$(events_of)"
is "and the job that follows is on its queue" "$(sql 'select queue from jobs')" analysis
push default 2
exits "an output that cannot be stored" 0 store -- sh -c 'cat; echo "{\"type\":\"Bad\",\"id\":7}"'
is "fails the job" "$(failures)" bad-output
is "and nothing of it is stored but that" "$(events_of)" "Noted AnalyzeModel JobProcessed JobFailed"
is "nor written" "$(types)" JobFailed
# Each time that a job fails is another one, also behind a retry, and whoever says so.
said() { emgen store read | jq -r "select(.type == \"$1\" and (.correlationid | endswith(\"cc\"))).data.error" | paste -sd, | sed 's/[a-z]* ended with //g'; }
jq -c '.correlationid = "00000000-0000-7000-8000-0000000000cc"' <(note 1 Tried) <(note 2 Tried) | emgen queue push --tries 2 default >/dev/null
exits "--store, two jobs of a run that fail" 0 store --on-failed Untried -- sh -c 'exit 111'
emgen queue retry all >/dev/null
exits "and fail again" 0 store --on-failed Untried -- sh -c 'exit 3'
is "is stored with each attempt" "$(said JobReleased) $(said JobFailed) $(said Untried)" "111,111,3,3 111,111,3,3 111,111,3,3"
is "none is left" "$(sql "select count(*) from jobs where queue = 'default'")" 0
emgen queue retry all >/dev/null
cat >says <<'END'
#!/bin/sh
sed 's/"type":"Tried"/"type":"Untried"/; s/"id":"[^"]*"/"id":"00000000-0000-7000-8000-0000000000cd"/; s/"data":{/"data":{"error":"'"$1"'",/'
exit 100
END
chmod +x says
exits "as the handler says" 0 store --on-failed Untried -- ./says one
emgen queue retry all >/dev/null
exits "and says again" 0 store --on-failed Untried -- ./says two
is "is stored as well" "$(said Untried)" "111,111,3,3,one,one,two,two"
sql 'delete from failed_jobs'
# Who pushes may have ids of its own, and a handler may say what is no event.
sql 'delete from jobs'
note 1 Odd | jq -c '.id = "one" | .correlationid = "two"' | emgen queue push --tries 3 default >/dev/null
exits "--store, a job whose ids are no UUIDs" 0 store --max-jobs 1 -- sh -c 'exit 111'
exits "goes on" 0 store --on-failed Untold -- sh -c 'cat >/dev/null; echo "{\"type\":\"Untold\",\"id\":\"x\",\"data\":{}}"; exit 100'
is "is told by the worker" "$(jq -r '.type + " " + .source' out | paste -sd,) $(failures)" "Untold emgen-queue,JobFailed emgen-queue refused"
is "and stored" "$(events_of | awk '{ print $(NF - 2), $(NF - 1), $NF }')" "JobReleased Untold JobFailed"
sql 'delete from failed_jobs'
exits "--store elsewhere" 100 work --database sqlite:a.db --store sqlite:b.db -- cat
