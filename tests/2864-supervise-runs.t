#!/bin/bash
# Which run a try belongs to: what is tried again, or goes on after the supervisor
# was killed, has the correlationid that it had, unless its database has changed.
. "${0%/*}/lib.sh"

sqlite3 app.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users, title text)"
change() { sqlite3 app.db "alter table posts add column c$RANDOM text"; }

# pipeline NAME: the file, from stdin; failures are retried at once.
pipeline() {
	{ printf '[pipeline]\nbackoff = 0\nminimum = 0\nenv = EMGEN_DATABASE=sqlite:%s.db\nenv = EMGEN_DSN=sqlite:app.db\n' "$1"; cat; } >"$1.pipeline"
}
run() { # NAME: the code
	timeout -s KILL 60 emgen supervise "$1.pipeline" >out 2>err
}
said() { # without the times
	sed -E 's/^[0-9T:.-]{26}Z //' err
}
# runs NAME: for each in the store, in order, how many began and are complete.
runs() {
	EMGEN_DATABASE=sqlite:$1.db emgen store read | jq -r 'select(.type | startswith("SchemaAnaly")) | [.correlationid, .type] | join(" ")' |
		awk '!($1 in n) { id[++ids] = $1 } { n[$1] = n[$1] " " $2 } END { for (i = 1; i <= ids; i++) print substr(n[id[i]], 2) }'
}
both='SchemaAnalysisStarted SchemaAnalyzed'
# chain LAST: stores what is defined, and then does LAST, a line of exec.
chain() {
	cat <<E2
[stage introspect]
exec = echo "\$EMGEN_CORRELATION_ID" >>ids; emgen introspect --out models
${2:-}
to = relations
[stage relations]
exec = emgen relations
to = define
[stage define]
exec = emgen define
to = store
[stage store]
exec = emgen store append
to = last
[stage last]
exec = $1
to = none
E2
}
ids() { uniq ids | wc -l; }

chain 'cat >/dev/null; mkdir once 2>/dev/null && exit 111; exit 0' | pipeline same
exits "a retry" 0 run same
is "goes on with its run" "$(ids) $(wc -l <ids) $(runs same)" "1 2 $both"

rm ids && rmdir once
chain "cat >/dev/null; mkdir once 2>/dev/null || exit 0; sqlite3 app.db 'alter table posts add column slug text'; exit 111" | pipeline other
exits "a retry, for which the schema has changed" 0 run other
is "is another run in the end" "$(ids) $(runs other)" "2 $both
$both"
like "which is said" err 'introspect: store ended with 100: again, as another run$'

rm ids && rmdir once
chain 'cat >/dev/null; mkdir once 2>/dev/null && exit 111; exit 100' | pipeline bad
exits "what is bad in itself" 100 run bad
is "is tried in another run, once" "$(ids) $(wc -l <ids)" "2 3"

# The supervisor is the parent of the holder, which is that of the stage.
kill='mkdir once 2>/dev/null || exit 0; kill -9 $(ps -o ppid= $PPID); exec sleep 100'
rm ids && rmdir once
chain "cat >/dev/null; $kill" | pipeline killed
exits "the supervisor is killed" 137 run killed
exits "and comes again" 0 run killed
is "in the same run" "$(ids) $(wc -l <ids) $(runs killed)" "1 2 $both"
exits "the next time" 0 run killed
is "it is another one" "$(ids)" 2
rm ids && rmdir once
exits "the supervisor is killed" 137 run killed
change
exits "and comes again, after the schema has changed" 0 run killed
is "in another run" "$(ids) $(runs killed | tail -2)" "2 $both
$both"

rm ids && rmdir once
exits "the supervisor is killed" 137 run killed
EMGEN_CORRELATION_ID=01a214f4-eb05-7e90-91e6-1d1cf9d1185b exits "and comes again, with a correlationid that is given" 0 run killed
is "which is that of the run" "$(tail -1 ids)" 01a214f4-eb05-7e90-91e6-1d1cf9d1185b

# --- A line that comes again ---

rm ids
chain 'cat >/dev/null' 'every = 0.01' | pipeline again
emgen supervise again.pipeline >out 2>err &
pid=$!
turns() { [ "$(wc -l <ids)" -ge "$1" ]; }
until_ok turns 2
change
until_ok turns 5
kill -TERM $pid
wait $pid
is "every turn is another run" "$(sort -u ids | wc -l)" "$(wc -l <ids)"
is "and nothing fails when the schema changes" "$(said)" "supervise: ends"

# --- What is told ---

pipeline parked <<'E2'
events = parked.events
[stage a]
exec = echo "$EMGEN_CORRELATION_ID" >id; exit 100
E2
exits "what is parked" 100 run parked
is "is told with the id of its run" "$(jq -r 'select(.type == "StageParked").correlationid' parked.events)" "$(cat id)"
