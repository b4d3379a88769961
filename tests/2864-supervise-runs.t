#!/bin/bash
# Which run a try belongs to: what is tried again, or goes on after the supervisor
# was killed, has the correlationid that it had, unless its database has changed.
. "${0%/*}/lib.sh"

sqlite3 app.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users, title text)"
change() { sqlite3 -cmd '.timeout 60000' app.db "alter table posts add column c$RANDOM text"; }

# pipeline NAME: the file, from stdin; failures are retried at once.
pipeline() {
	{ printf '[pipeline]\nbackoff = 0\nminimum = 0\nenv = EMGEN_DATABASE=sqlite:%s.db\nenv = EMGEN_DSN=sqlite:app.db\n' "$1"; cat; } >"$1.pipeline"
}
run() { # NAME: the code
	timeout --foreground -s KILL 60 emgen supervise "$1.pipeline" >out 2>err
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

# --- What is told of files ---

# Files that an earlier try has written are told of as if the last had, so that the
# store has what it would have: the events may have been lost with that try.
cat >render.in <<'E2'
[pipeline]
backoff = 0
minimum = 0
[stage introspect]
exec = emgen introspect sqlite:../app.db --out models
to = relations
[stage relations]
exec = emgen relations
to = define
[stage define]
exec = emgen define
to = render
[stage render]
exec = mkdir first 2>/dev/null || exec emgen render; . ./render
to = store
[stage store]
exec = mkdir once 2>/dev/null || exec emgen store append; . ./store
to = none
E2
# render NAME: in a folder of its own; at the first try its files render and store.
render() (
	mkdir "$1" && cd "$1" && cp ../render.in line.pipeline && echo "$2" >render && echo "$3" >store &&
		EMGEN_CORRELATION_ID=01a214f4-eb05-7e90-91e6-1d1cf9d1185b timeout --foreground -s KILL 60 emgen supervise line.pipeline
)
stored() { emgen store read --database "sqlite:$1/.emgen/emgen.db" | jq -cS 'select(.type != "GenerationConfigured") | del(.time, .data.metrics)' | sort; }
left() { find "$1" -maxdepth 3 ! -path "*/models/*" -printf "%P\n" | sort; }
append='exec emgen store append'
sqlite3 app.db "create table tags (id integer primary key, kind text check (kind in ('a', 'b')))"
exits "models, and what is told of them" 0 render calm 'exec emgen render' "$append"
is "is in the store" "$(stored calm | grep -c '"ModelGenerated"')" 4
as_calm() {
	is "$1: the store is that of an undisturbed run" "$(stored "$1")" "$(stored calm)"
	ok "the files, too, and emgen.lock" eval "diff -r calm/models $1/models && diff calm/emgen.lock $1/emgen.lock"
	is "and nothing else is left" "$(left "$1")" "$(left calm)"
}
exits "the stage behind emgen render fails when all is written" 0 render after 'exec emgen render' 'cat >/dev/null; exit 111'
as_calm after
exits "and when one file is" 0 render amid 'exec emgen render' 'grep -m 1 -q ModelGenerated; exit 111'
as_calm amid
cat >kill.sh <<'E2'
mkfifo pipe; emgen render <pipe & pid=$!; exec 7>pipe; rm pipe
sed '/"ModelDefinitionCreated".*"posts"/q' >&7
until [ -e models/Post.php ]; do sleep 0.01; done; kill -9 $pid; exit 111
E2
exits "emgen render is killed behind a file" 0 render dead "$(cat kill.sh)" "$append"
as_calm dead
export EMGEN_CORRELATION_ID=01a214f4-eb05-7e90-91e6-1d1cf9d1185c
exits "the next run" 0 env -C dead emgen supervise line.pipeline
is "has nothing to do, and says so" "$(stored dead | jq -r 'select(.correlationid | endswith("c")) | select(.type | startswith("ModelGen")).type' | sort | uniq -c | tr -s ' ')" " 4 ModelGenerationSkipped
 3 ModelGenerationStarted"
