#!/bin/bash
# emgen ctl: orders to a running pipeline.
. "${0%/*}/lib.sh"

exits "without a pipeline" 111 emgen ctl stop a
exits "wrong use" 100 emgen ctl stop

cat >two.pipeline <<'E2'
[pipeline]
minimum = 0
backoff = 100
jitter = 0
[stage tick]
exec = trap 'echo end >>ticks; exit 0' TERM
exec = echo start >>ticks; while :; do echo tick; sleep 0.02; done
to = count
[stage count]
exec = cat >>counted
[stage waits]
exec = echo x >>waited; exit 1
to = none
E2
emgen supervise two.pipeline 2>two.err &
pid=$!
until_ok test -s counted
state() { emgen status --json two | jq -r ".stages[] | select(.stage == \"$1\").state"; }
is_state() { [ "$(state "$1")" = "$2" ]; }
size() { stat -c %s counted; }

exits "no such stage" 1 emgen ctl stop tock
is "what may be meant" "$(cat err)" "emgen-ctl: tock: there is no such stage; did you mean tick?"
exits "no such order" 100 emgen ctl halt tick
exits "what cannot be now" 1 emgen ctl resume tick
is "is said" "$(cat err)" "emgen-ctl: tick is running: it cannot resume"

exits "pause" 0 emgen ctl pause count
is "is of the whole line" "$(cat out) $(state tick)" "count: the line of tick is paused paused"
before=$(size)
# A shell whose child is stopped before it is another program waits for that one (D).
ok "its stages are stopped" until_ok bash -c 'for pid in $(emgen status --json two | jq ".stages[:2][].pid"); do
	grep -q "^State:.*[TD]" /proc/$pid/status || exit; done'
before=$(size)
sleep 0.2
is "nothing is written" "$(size)" "$before"
exits "resume" 0 emgen ctl resume tick
ok "goes on" until_ok eval '[ "$(size)" -gt "$before" ]'

exits "an answer to a full disk" 111 bash -c 'emgen ctl pause tick >/dev/full'
is "is said" "$(cat err)" "emgen-ctl: cannot write to stdout: No space left on device"
exits "and was obeyed" 0 emgen ctl resume tick
exits "the state to a full disk" 111 bash -c 'emgen status two >/dev/full'
is "is said" "$(cat err)" "emgen-status: cannot write to stdout: No space left on device"

exits "stop" 0 emgen ctl stop count
ok "stops it" until_ok is_state tick stopped
is "the first stage was told, and the line emptied" "$(cat ticks)" "start
end"
exits "start" 0 emgen ctl start tick
ok "starts it again" until_ok eval '[ "$(wc -l <ticks)" = 3 ]'
exits "restart" 0 emgen ctl restart tick
ok "does both" until_ok eval '[ "$(wc -l <ticks)" = 5 ]'
until_ok is_state waits waiting
is "a line that waits for its retry" "$(state waits) $(wc -l <waited)" "waiting 1"
exits "is started at once" 0 emgen ctl start waits
ok "and again" until_ok eval '[ "$(wc -l <waited)" = 2 ]'
until_ok is_state waits waiting
exits "until it is parked" 0 emgen ctl start waits
ok "for its tries are used up" until_ok is_state waits parked
exits "then it can be started as if it were new" 0 emgen ctl start waits
ok "and waits" until_ok is_state waits waiting

printf '[stage long]\nexec = exec sleep 1000\ntimeout = 8\ntries = 1\n' >long.pipeline
timeout --foreground -s KILL 60 emgen supervise long.pipeline 2>long.err &
long=$!
until_ok emgen status long
exits "a line with a timeout is paused" 0 emgen ctl --name long pause long
exits "and goes on" 0 emgen ctl --name long resume long
wait $long
is "with its timeout" "$?" 111
like "which is said" long.err 'takes longer than 8 s'

cp two.pipeline three.pipeline
emgen supervise three.pipeline 2>/dev/null &
other=$!
until_ok emgen status three
exits "two pipelines" 100 emgen ctl stop tick
like "want a name" err '^emgen-ctl: several pipelines run here: --name three or two\?$'
exits "which is given" 0 emgen ctl --name three stop tick
exits "a pipeline that runs" 111 timeout 60 emgen supervise two.pipeline
like "runs once" err 'two: is running already'
kill $pid $other
wait $pid
wait $other
ok "nothing is left" test ! -e .emgen/run/*
