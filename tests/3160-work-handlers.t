#!/bin/bash
# emgen queue work with handlers and payloads that do what they should not: each
# has one outcome (doc/WORKER.md), and the jobs behind are done.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"

# a handler for which 2 is the bad one; the others pass
hostile() { # NAME CODE
	printf '#!/bin/sh\nread -r line\ncase $line in\n*\\"n\\":2*) %s ;;\nesac\nprintf "%%s\\n" "$line"\n' "$2" >"$1"
	chmod +x "$1"
}
# tried NAME HANDLER REASON [OPTION...]: with a timeout of $limit for the bad one;
# the others may have all the time that a busy machine gives them.
tried() {
	local name=$1 handler=$2 reason=$3
	shift 3
	sql 'delete from failed_jobs'
	push default 1
	note 2 | emgen queue push ${limit:+--timeout "$limit"} default >/dev/null
	push default 3
	exits "$name" 0 timeout 60 emgen queue work --stop-when-empty --sleep 0.05 "$@" -- "./$handler"
	is "fails its job alone: $reason" "$(failures)" "$reason"
	is "and the queue goes on" "$(numbers) $(left)" "1 3 0"
	unlike "what it wrote is not passed on" out '"Half|"Flood'
}
# gone FILE: the process whose id is in the file has ended
gone() {
	local pid
	read -r pid <"$1" && [ -n "$pid" ] || return 1
	! grep -q '^State:[[:space:]]*[^XZ[:space:]]' "/proc/$pid/status" 2>/dev/null
}

# --- payloads ---

push default 1
sql "insert into jobs (queue, payload, attempts, available_at, created_at) values
	('default', 'no json', 0, 0, 0), ('default', '', 0, 0, 0), ('default', '{}', 0, 0, 0),
	('default', '[1]', 0, 0, 0), ('default', x'7b22ff', 0, 0, 0),
	('default', '{\"uuid\":\"5b4b1c51-2f1b-4bd8-9a52-0f0a1a0e0b0c\",\"displayName\":\"App\\\\Jobs\\\\Mail\",\"job\":\"Illuminate\\\\Queue\\\\CallQueuedHandler@call\",\"data\":{\"commandName\":\"x\"}}', 0, 0, 0),
	('default', '{\"uuid\":\"5b4b1c51-2f1b-4bd8-9a52-0f0a1a0e0b0d\",\"data\":{\"event\":\"{\\\"type\\\":\"}}', 0, 0, 0)"
push default 3
exits "payloads that are no job of ours" 0 work -- cat
is "are put aside, each with a reason" "$(failures)" \
	"bad-payload bad-payload bad-payload bad-payload bad-payload bad-payload bad-payload"
is "and those behind them are done" "$(numbers) $(left)" "1 3 0"
ok "which is said in events" emgen validate --allow-unknown out
is "one for each" "$(grep -c '"JobFailed"' out)" 7
is "with the uuid that the job has, or another" "$(sql 'select count(distinct uuid) from failed_jobs')" 7

# --- a handler a job ---

hostile refuse 'exit 100'
tried "a handler that refuses" refuse refused
hostile crash 'kill -SEGV $$'
tried "one that crashes" crash crashed
hostile half 'printf "{\"type\":\"Half"; exit 0'
tried "one that writes half a line" half torn-output
hostile garbage 'echo "{\"type\":\"Half\"}"; printf "\377\n"; exit 0'
tried "one whose output is no text" garbage bad-output
hostile banner 'echo "{\"type\":\"Half\"}"; echo "Welcome!"; exit 0'
tried "one whose output is no event" banner bad-output
hostile flood 'yes "{\"type\":\"Flood\"}"'
tried "one that floods stdout" flood too-much-output --max-output 2
hostile long 'yes | tr -d "\n"'
tried "one that writes a line without an end" long bad-output
hostile sleeps 'echo $$ >sleeper; sleep 1000 & sleep 1000'
limit=1 tried "one that never ends" sleeps timed-out
ok "is killed" until_ok gone sleeper
ok "with all that it started" until_ok bash -c '! ps -eo pgid=,stat= | grep -E "^ *$(cat sleeper) +[^Z]"'
hostile stubborn 'trap "" TERM; echo $$ >sleeper; while :; do sleep 0.1; done'
limit=1 tried "one that ignores SIGTERM" stubborn timed-out
ok "is killed, too" until_ok gone sleeper
hostile eats 'exec python3 -c "
import time
x = bytearray(300 << 20)
time.sleep(1000)"'
tried "one that eats memory" eats out-of-memory --memory 128

hostile forks '(exec sleep 1000) & echo $! >forked'
push default 1 2 3
exits "one that leaves a process behind, which holds its stdout" 0 timeout 60 emgen queue work --stop-when-empty --sleep 0.05 -- ./forks
is "has done its job" "$(numbers) $(left)" "1 2 3 0"
ok "and the process is killed" until_ok gone forked
hostile closes 'exec <&-; sleep 0.2'
push default 1 2 3
exits "one that closes its stdin" 0 work -- ./closes
is "may do so" "$(numbers)" "1 2 3"
printf '#!/bin/sh\nexec <&-\necho "{\\"type\\":\\"Noted\\",\\"data\\":{\\"n\\":7}}"\n' >unread
chmod +x unread
jq -nc '{type: "Noted", specversion: "1.0", id: "00000000-0000-7000-8000-000000000001", source: "tests", data: {text: ("x" * 1000000)}}' |
	emgen queue push default >/dev/null
exits "one that does not read what is more than a pipe holds" 0 work -- ./unread
is "may do so, too" "$(numbers)" 7
hostile mute 'exec >&- ; sleep 0.2; exit 0'
push default 1 2 3
exits "one that closes its stdout" 0 work -- ./mute
is "has written nothing" "$(numbers) $(left)" "1 3 0"
hostile long_output 'seq -f "{\"type\":\"Long\",\"n\":%.0f}" 200000'
push default 2
exits "one that writes more than is kept in memory" 0 work -- ./long_output
is "is passed on whole" "$(grep Long out | md5sum)" "$(seq -f '{"type":"Long","n":%.0f}' 200000 | md5sum)"

# --- a handler that stays ---

push default 1 2 3
exits "--stream with cat" 0 work --stream -- cat
is "does all jobs" "$(types)" "Noted JobProcessed Noted JobProcessed Noted JobProcessed"
is "in one process" "$(grep -c Barrier out)" 0
for handler in 'sed -u p' 'jq -c --unbuffered .' 'bash -c "while read -r l; do echo \"\$l\"; done"'; do
	push default 1 2
	exits "$handler" 0 bash -c "emgen queue work --stop-when-empty --stream -- $handler"
	is "is a filter that can stay" "$(numbers | tr ' ' '\n' | sort -u | paste -sd' ') $(left)" "1 2 0"
done
for handler in sort 'env -u PYTHONUNBUFFERED python3 -c "import sys; [print(l, end=\"\") for l in sys.stdin]"'; do
	push default 1
	exits "$handler" 100 bash -c "emgen queue work --stop-when-empty --stream -- $handler"
	like "cannot stay, and that is said" err 'does not forward or flush; use per-job mode'
	is "before it has a job" "$(sql 'select attempts, reserved_at from jobs')" "0|"
	sql 'delete from jobs'
done
exits "a stream handler that ends at once" 100 work --stream -- true
exits "one that is not there" 127 work --stream -- ./missing
exits "one that says so itself" 126 work --stream -- sh -c 'exit 126'
exits "one with a failure that may go away" 111 work --stream -- sh -c 'exit 75'

# a stream handler for which 2 is the bad one
staying() { # NAME CODE
	printf '#!/bin/bash\necho $$ >>pids\nwhile read -r line; do case $line in\n*\\"n\\":2*) %s ;;\nesac; printf "%%s\\n" "$line"; done\n' "$2" >"$1"
	chmod +x "$1"
	rm -f pids
}
staying stays ':'
push default 1 2 3
exits "one that stays" 0 work --stream -- ./stays
is "is one process" "$(wc -l <pids)" 1
staying dies 'echo "{\"type\":\"Half\"}"; kill -9 $$'
tried "one that dies" dies crashed --stream
is "is started again" "$(wc -l <pids)" 2
staying leaves 'exit 0'
tried "one that ends within a job" leaves crashed --stream
staying refuses 'exit 100'
tried "one that ends with 100" refuses refused --stream
staying hangs 'sleep 1000'
limit=1 tried "one that keeps the Barrier" hangs timed-out --stream
staying shuts 'exec <&-; sleep 1000'
limit=1 tried "one that closes its stdin" shuts timed-out --stream
staying rejects 'echo "{\"type\":\"EventRejected\",\"data\":{\"reason\":\"no 2\"}}" >&"$EMGEN_REJECT_FD"; continue'
tried "one that rejects the event" rejects rejected --stream
is "stays" "$(wc -l <pids)" 1
is "and says why" "$(sql 'select exception from failed_jobs' | head -1)" "rejected: ./rejects rejected it: no 2"
staying forges 'echo "{\"type\":\"Barrier\",\"id\":\"00000000-0000-7000-8000-000000000000\",\"data\":{\"job\":null}}"; sleep 1000'
limit=1 tried "one that makes a Barrier of its own" forges timed-out --stream
staying floods 'yes "{\"type\":\"Flood\"}"'
tried "one that floods stdout" floods too-much-output --stream --max-output 2
for n in 1 2 3; do head -1 "$top/schemas/jobs/AnalyzeModel.good.ndjson" | jq -c --arg id "$(uuidgen)" '.id = $id'; done |
	sed '2s/"name":"[^"]*"/"name":7/' | emgen queue push default >/dev/null
sql 'delete from failed_jobs'
exits "emgen analyze as one that stays" 0 work --stream -- emgen analyze
is "does the good ones, and fails the bad one" "$(types)" \
	"ModelAnalyzed JobProcessed ModelAnalysisFailed JobFailed ModelAnalyzed JobProcessed"

# One that ends behind its job while nobody reads what it wrote.
cat >parting <<'H'
#!/bin/bash
while read -r line; do
	printf '%s\n' "$line"
	case $line in
	*'"Noted"'*) last=1 && jq -nc 'range(2000) | {type: "Long", specversion: "1.0", source: "tests",
		id: "00000000-0000-7000-8000-\(100000000000 + .)", data: {text: ("x" * 100)}}' ;;
	*) [ -z "${last-}" ] || exit 0 ;;
	esac
done
H
chmod +x parting
mkfifo slow
push default 1
exec {reader}<>slow
emgen queue work --stop-when-empty --stream --sleep 0.05 -- ./parting >slow 2>err &
worker=$!
ticks() { awk '{ print $14 + $15 }' "/proc/$worker/stat"; }
read -rN 1 -u "$reader" first
ok "one that ends while its output waits is gone" until_ok eval '! pgrep -P "$worker"'
# another may begin a second later
begun=$SECONDS
until [ $((SECONDS - begun)) -ge 2 ]; do read -rt 0.2 <> <(:); done
before=$(ticks)
until [ $((SECONDS - begun)) -ge 6 ]; do read -rt 0.2 <> <(:); done
ok "the worker waits, and does not spin" test $(($(ticks) - before)) -lt 50
printf %s "$first" >out
cat <slow >>out {reader}<&- &
cat=$!
exec {reader}<&-
wait "$worker"
is "the worker ends well" "$?" 0
wait "$cat"
is "and nothing of it is lost" "$(grep -c '"Long"' out) $(left)" "2000 0"
