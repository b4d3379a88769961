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
