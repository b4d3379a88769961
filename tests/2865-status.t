#!/bin/bash
# emgen status: what a running pipeline does.
. "${0%/*}/lib.sh"

exits "without a pipeline" 111 emgen status
exits "one that does not run" 111 emgen status none
like "says so" err '^emgen-status: none: does not run$'
for seconds in =x = =0 ' 0' ' 3601'; do
	read -ra option <<<"--watch$seconds"
	exits "wrong use: ${option[*]}" 100 emgen status "${option[@]}"
done
exits "one that does not run, which is to be watched" 111 emgen status --watch none
like "says so, too" err '^emgen-status: none: does not run$'

for type in One Two Three; do echo "{\"type\":\"$type\",\"data\":{}}"; done >three
mkfifo gate gate2
cat >look.pipeline <<'E2'
[pipeline]
backoff = 0
minimum = 0
[stage events]
exec = cat three; exec cat gate
to = relations
[stage relations]
exec = emgen relations
to = tail
[stage tail]
exec = cat >seen
[stage broken]
exec = exit 126
to = none
[queue jobs]
E2
emgen supervise look.pipeline 2>look.err &
pid=$!
until_ok test -s seen
# jq FILTER: of what --json says
json() { emgen status --json look | jq -c "$1"; }
until_ok bash -c 'emgen status --json look | grep "\"reading\"" | grep -q "\"parked\""'
is "the stages of a line, and of another" "$(json '[.stages[] | [.stage, .line, .state]]')" \
	'[["events","events","running"],["relations","events","running"],["tail","events","running"],["broken","broken","parked"]]'
is "lines in and out, and what a stage of ours waits for" \
	"$(json '.stages[1] | [.in, .out, .doing, .starts]')" '[3,3,"reading",1]'
is "others do not tell" "$(json '.stages[0] | [.in, .out, .doing]')" '[null,null,null]'
ok "their process" kill -0 "$(json '.stages[0].pid')"
is "why one is parked" "$(json '.stages[3] | [.pid, .why]')" '[null,"broken ended with 126: it cannot be run as it is"]'
is "a queue that is empty" "$(json .queues)" \
	'[{"queue":"jobs","ready":0,"delayed":0,"reserved":0,"oldest":0,"paused":false,"failed":0}]'
emgen queue push jobs three >/dev/null
is "and one that is not" "$(json '.queues[0].ready')" 3
exits "as a table; something is parked" 1 emgen status
like "has the pipeline" out '^look: running$'
like "the stage" out '^relations +running +[0-9]+ +[0-9]+ +1 +3 +3 +reading'
unlike "no line ends in blanks" out ' $'
is "numbers stand under the end of their title" \
	"$(awk '/^STAGE/ { at = index($0, "STARTS") + 5 } /^relations/ { print substr($0, at - 1, 3) }' out)" " 1 "
like "the queue" out '^jobs +3 +0 +0 '
is "only its user may ask" "$(stat -c '%a' .emgen/run/look/control)" 600
python3 -c '
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect(".emgen/run/look/control")
open("asks", "w").close()
sys.stdin.read()' <gate2 &
asker=$!
exec 4>gate2
until_ok test -e asks
exits "nobody waits for one who asks nothing" 1 timeout 30 emgen status look
exec 4>&-
wait $asker
askers=()
for i in {1..40}; do
	emgen status --json look >"answer.$i" 2>&1 &
	askers+=($!)
done
wait "${askers[@]}"
is "all who ask at once are answered" "$(jq -r .pipeline answer.* 2>&1 | sort | uniq -c | tr -s ' ')" " 40 look"
until_ok emgen ctl pause events
emgen status --watch 0.05 look >watched &
watcher=$!
# It looks again and again.
until_ok awk '/^look:/ { n++ } END { exit n < 2 }' watched
emgen status --json --watch look >watched2 &
watcher2=$!
until_ok test -s watched2
emgen ctl resume events >/dev/null
: >gate
wait $watcher
is "--watch ends with the pipeline" "$?" 1
wait $watcher2
is "so it does without a number" "$?" 1
is "with --json there is a line for each look" "$(jq -c '[.pipeline, .state]' watched2 | uniq)" '["look","running"]'
wait $pid
is "whose code says what was parked" "$?" 126

# --- systemd ---

cat >ready.pipeline <<'E2'
[stage server]
ready = 3
exec = until [ -e go ]; do sleep 0.02; done; echo >&3; exec sleep 1000
E2
python3 -c '
import socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("notify")
s.settimeout(60)
open("bound", "w").close()
for _ in range(2):
    print(s.recv(100).decode(), flush=True)' >notified &
listener=$!
until_ok test -e bound
NOTIFY_SOCKET=notify emgen supervise ready.pipeline 2>ready.err &
pid=$!
until_ok bash -c 'emgen status --json ready | grep -q starting'
is "a service that is not ready has not said so" "$(cat notified)" ""
touch go
ok "one that is has" until_ok grep -qx READY=1 notified
kill -TERM $pid
wait $pid
wait $listener
is "and says when it ends" "$(cat notified)" "READY=1
STOPPING=1"
