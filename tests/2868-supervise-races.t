#!/bin/bash
# What the supervisor is started with, and what happens at a bad moment.
. "${0%/*}/lib.sh"

# pipeline NAME: the file, from stdin; failures are retried at once.
pipeline() {
	{ printf '[pipeline]\nbackoff = 0\nminimum = 0\n'; cat; } >"$1.pipeline"
}
run() { # NAME: the code; output in out, err
	timeout -s KILL 60 emgen supervise "$1.pipeline" >out 2>err
}
said() { # without the times
	sed -E 's/^[0-9T:.-]{26}Z //' err
}

# --- What it inherits ---

pipeline hello <<'E2'
[stage a]
exec = echo hello || exit 111
E2
exits "SIGCHLD is ignored by who starts it" 0 timeout -s KILL 60 env --ignore-signal=CHLD emgen supervise hello.pipeline
is "which is no matter" "$(cat out)" hello
sqlite3 app.db 'create table users (id integer primary key)'
exits "nor is it to emgen generate" 0 env --ignore-signal=CHLD emgen generate sqlite:app.db --out models
closed() (timeout -s KILL 60 emgen supervise hello.pipeline <&- >&- 2>&-)
exits "it has no descriptors at all, where the stage cannot write" 111 closed
closed_twice() (emgen "$@" <&- 2>&-)
exits "a program without stdin and stderr" 0 closed_twice introspect sqlite:app.db
ok "writes what is for stdout there" emgen validate out

# --- At a bad moment ---

pipeline noisy <<'E2'
[stage a]
exec = mkdir once 2>/dev/null || exit 0
exec = echo $PPID >holder; yes >&2
E2
timeout -s KILL 60 emgen supervise noisy.pipeline 2>/dev/null &
pid=$!
until_ok test -s holder
kill -KILL "$(cat holder)"
wait $pid
is "a holder is killed, and its stage talks without end: exit code" "$?" 0

pipeline killed <<'E2'
tries = 2
[stage a]
exec = kill -KILL $PPID; sleep 1000
E2
exits "a holder is killed at each try" 111 run killed
is "which is what parks the line" "$(said | tail -1)" "a: parked: 2 tries, at the last one its holder was killed"

pipeline gone <<'E2'
tries = 3
[stage a]
exec = rm -rf .emgen; exit 111
E2
exits "the folder of its locks is taken away" 111 run gone
like "which is said" err 'a: cannot start: .emgen/run/gone/a.lock: No such file'

is "and why it is parked" "$(said | tail -1)" "a: parked: 3 tries, at the last one it could not start"

# While its holder waits for the lock nothing runs that could be told to end.
pipeline early <<'E2'
grace = 50
[stage a]
exec = exec sleep 1000
E2
mkdir -p .emgen/run/early
flock .emgen/run/early/a.lock sleep 1000 2>/dev/null &
other=$!
until_ok eval '! flock -n .emgen/run/early/a.lock true'
timeout -s KILL 60 emgen supervise early.pipeline 2>err &
pid=$!
until_ok emgen status early
kill -TERM "$(pgrep -P $pid)"
wait $other 2>/dev/null
wait $pid
is "it is told to end before a stage has started: exit code" "$?" 111
is "and the stage is told when it does" "$(said)" "supervise: ends
a: is not complete"
