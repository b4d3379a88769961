#!/bin/bash
# What the supervisor is started with, and what happens at a bad moment.
. "${0%/*}/lib.sh"

# pipeline NAME: the file, from stdin; failures are retried at once.
pipeline() {
	{ printf '[pipeline]\nbackoff = 0\nminimum = 0\n'; cat; } >"$1.pipeline"
}
run() { # NAME: the code; output in out, err
	timeout --foreground -s KILL 60 emgen supervise "$1.pipeline" >out 2>err
}
said() { # without the times
	sed -E 's/^[0-9T:.-]{26}Z //' err
}

# --- What it inherits ---

pipeline hello <<'E2'
[stage a]
exec = echo hello || exit 111
E2
exits "SIGCHLD is ignored by who starts it" 0 timeout --foreground -s KILL 60 env --ignore-signal=CHLD emgen supervise hello.pipeline
is "which is no matter" "$(cat out)" hello
sqlite3 app.db 'create table users (id integer primary key)'
exits "nor is it to emgen generate" 0 env --ignore-signal=CHLD emgen generate sqlite:app.db --out models
closed() (timeout --foreground -s KILL 60 emgen "$@" <&- >&-)
exits "emgen generate has no stdin and no stdout" 0 closed generate sqlite:app.db --out closed
unlike "and writes no event elsewhere" err specversion
closed_twice() (emgen "$@" <&- 2>&-)
exits "a program without stdin and stderr" 0 closed_twice introspect sqlite:app.db
ok "writes what is for stdout there" emgen validate out

for ((i = 0; i < 30; i++)); do
	printf '[stage s%d]\nexec = cat\n' $i
	[ $i = 29 ] || printf 'to = s%d\n' $((i + 1))
done | pipeline wide
narrow() (ulimit -n 60 && exec timeout --foreground -s KILL 60 emgen supervise wide.pipeline)
exits "it may have fewer descriptors than it needs" 125 narrow
is "which is said" "$(cat err)" "emgen-supervise: more than 64 descriptors: ulimit -n is less"

# --- At a bad moment ---

pipeline noisy <<'E2'
[stage a]
exec = mkdir once 2>/dev/null || exit 0
exec = echo $PPID >holder; yes >&2
E2
timeout --foreground -s KILL 60 emgen supervise noisy.pipeline 2>/dev/null &
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
timeout --foreground -s KILL 60 emgen supervise early.pipeline 2>err &
pid=$!
until_ok emgen status early
kill -TERM "$(pgrep -P $pid)"
wait $other 2>/dev/null
wait $pid
is "it is told to end before a stage has started: exit code" "$?" 111
is "and the stage is told when it does" "$(said)" "supervise: ends
a: is not complete"

# Who waits in open(2) for the other end of a FIFO: of the first while its line
# waits to be tried again, of the second as long as nobody reads.
cat >fifos.pipeline <<'E2'
[pipeline]
backoff = 1000
maximum = 1000
[fifo in]
to = a
[stage a]
exec = exit 111
E2
timeout --foreground -s KILL 60 emgen supervise fifos.pipeline 2>err &
pid=$!
until_ok grep -q again err
(trap '' PIPE; echo line >.emgen/run/fifos/in; echo ended) >writer 2>/dev/null &
writer=$!
opens() { grep -q wait_for_partner "/proc/$writer/wchan" "/proc/$writer/stack"; }
until_ok opens
kill -TERM "$(pgrep -P $pid)"
wait $pid
ok "a writer is not left to wait for a FIFO that is gone" until_ok grep ended writer
kill $writer 2>/dev/null

# One that is stopped answers nobody: who asks gives up, also when others ask.
timeout --foreground -s KILL 60 emgen supervise early.pipeline 2>err &
pid=$!
until_ok emgen status early
kill -STOP "$(pgrep -P $pid)"
for ((i = 0; i < 12; i++)); do
	timeout 30 emgen status early >/dev/null 2>&1 || echo $? >>asked &
	asks[i]=$!
done
wait "${asks[@]}"
is "nobody waits for ever for one that is stopped" "$(sort asked | uniq -c | tr -s ' ')" " 12 111"
kill -CONT "$(pgrep -P $pid)"
kill -TERM "$(pgrep -P $pid)"
wait $pid
is "and it ends when it goes on: exit code" "$?" 111
