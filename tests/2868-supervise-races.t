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
exec = echo hello
E2
exits "SIGCHLD is ignored by who starts it" 0 timeout -s KILL 60 env --ignore-signal=CHLD emgen supervise hello.pipeline
is "which is no matter" "$(cat out)" hello
sqlite3 app.db 'create table users (id integer primary key)'
exits "nor is it to emgen generate" 0 env --ignore-signal=CHLD emgen generate sqlite:app.db --out models
