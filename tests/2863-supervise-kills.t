#!/bin/bash
# The supervisor, a holder, both, and anything else is killed: nothing is left,
# nothing runs twice, and what comes out is what would have come out.
. "${0%/*}/lib.sh"

# gone PID...: none of them is there, or is only to be buried.
gone() {
	local pid
	for pid; do
		! grep -q '^State:.[^ZX]' "/proc/$pid/status" 2>/dev/null || return
	done
}

# A line whose stages leave children of all kinds behind.
cat >kin.pipeline <<'E2'
[pipeline]
backoff = 0
minimum = 0
tries = 0
burst = 0
events = kin.events
[fifo in]
to = a
[stage a]
exec = echo "$EMGEN_CORRELATION_ID" >>runs
exec = trap '' TERM HUP INT
exec = sleep 1000 & echo $! >>pids
exec = (setsid sh -c 'sleep 1000 & echo $! >>pids; exec sleep 1000' & echo $! >>pids)
exec = python3 -c 'import subprocess; print(subprocess.Popen(["sleep", "1000"], close_fds=True).pid)' >free; cat free >>pids
exec = flock -n -E 99 guard cat || echo twice >>twice
to = b
[stage b]
exec = echo $$ >>pids; cat >>got
E2
begin() { # starts it: the pids of its processes
	: >pids
	emgen supervise kin.pipeline 2>>kin.err &
	pid=$!
	until_ok eval '[ "$(wc -l <pids)" = 5 ]'
	holder=$(pgrep -P $pid)
	mapfile -t kin <pids
}
stop() {
	kill -TERM $pid
	sleep 0.1
	kill -TERM $pid
	wait $pid 2>/dev/null
}

begin
ok "there is a holder" test -n "$holder"
is "which all come from" "$(ps -o comm= -p "$holder")" emgen-holder
kill -KILL $pid
ok "the supervisor is killed: nothing is left" until_ok gone "${kin[@]}" "$holder"
is "but what the next one needs" "$(cd .emgen/run/kin && echo *)" "control in in.lock supervisor"
begin
ok "it starts again" test "${#kin[@]}" = 5
is "under the id of the run that was not complete" "$(sort -u runs | wc -l)" 1
echo line >.emgen/run/kin/in
ok "its FIFO works" until_ok grep -q line got

kill -KILL "$holder"
ok "a holder is killed: nothing is left" until_ok gone "${kin[@]}"
ok "and the line runs again" until_ok eval '[ "$(wc -l <pids)" = 10 ]'
mapfile -t kin < <(tail -5 pids)
holder=$(pgrep -P $pid)

kill -STOP "$holder" # so that it cannot do its work
kill -KILL $pid "$holder"
read -r free <free # of the lock: Python had closed it
mapfile -t old < <(printf '%s\n' "${kin[@]}" | grep -vx "$free")
begin
ok "both are killed: the next start ends what has the lock" until_ok gone "${old[@]}"
kill -KILL "$free"
stop
is "no stage ran twice at a time" "$(cat twice 2>/dev/null)" ""
ok "the events are whole lines" emgen validate kin.events

# While its holder waits for the lock, nothing has been started: that is no end.
cat >early.pipeline <<'E2'
[pipeline]
backoff = 0
minimum = 0
[stage a]
exec = echo done >>early.out
E2
mkdir -p .emgen/run/early
flock .emgen/run/early/a.lock sleep 1000 &
until_ok eval '! flock -n .emgen/run/early/a.lock true'
emgen supervise early.pipeline 2>early.err &
pid=$!
until_ok pgrep -P $pid
kill -KILL "$(pgrep -P $pid)"
wait $pid
is "a holder is killed before it has started anything" "$? $(cat early.out)" "0 done"
like "which is said" early.err 'a: its holder was killed: again'

# --- A queue ---

# The worker is killed with a job in hand, while nothing fills the queue any more.
cat >jobs.pipeline <<'E2'
[pipeline]
env = EMGEN_DATABASE=sqlite:jobs.db
backoff = 0
minimum = 0
[stage a]
exec = for n in 1 2 3; do echo '{"type":"Noted","specversion":"1.0","id":"00000000-0000-7000-8000-00000000000'$n'","source":"tests","data":{"n":'$n'}}'; done
to = notes
[queue notes]
exec = if mkdir once 2>/dev/null; then kill -9 $PPID; exec sleep 100; fi; cat
tries = 2
timeout = 1
retry-after = 7
to = done
[stage done]
exec = cat >>done.events
to = none
E2
exits "a worker is killed" 0 timeout 60 emgen supervise jobs.pipeline
is "and the pipeline ends when all jobs are done" "$(jq -r 'select(.type == "Noted").data.n' done.events | sort)" "1
2
3"
is "none is left" "$(EMGEN_DATABASE=sqlite:jobs.db emgen queue list; EMGEN_DATABASE=sqlite:jobs.db emgen queue failed)" ""

# --- A storm ---

python3 - "${STORM_TABLES:-150}" <<'E2' | sqlite3 app.db
import sys
for i in range(int(sys.argv[1])):
    print(f"create table things_{i} (id integer primary key, name text not null,"
          f" parent_id int references things_{i // 2}, at datetime);")
E2
sqlite3 app.db <"$data/corpora/sakila/sqlite.sql"
# held FILE: somebody who lives has it open.  Who was killed gives its locks back
# in no order: that of its stage, and only then those that are asked for here.
cat >held <<'E2'
#!/bin/bash
find /proc/[0-9]*/fd -lname "$PWD/$1" 2>/dev/null | grep -q .
E2
chmod +x held
exec 7>guarded
ok "who has a lock is seen" ./held guarded
exec 7>&-
ok "and who has none" eval '! ./held guarded'
cat >storm.in <<'E2'
[pipeline]
env = EMGEN_DSN=sqlite:app.db
backoff = 0
minimum = 0
tries = 0
burst = 0
grace = 1
[stage introspect]
exec = G() { flock -n -E 99 "$OUT.$1" emgen "$@"; c=$?
exec = [ $c != 99 ] || ! ./held "$OUT.$1" || echo "$1" >>twice; exit $c; }
exec = G introspect --out "$OUT/Models"
to = relations
[stage relations]
exec = emgen relations
to = f
[fifo f]
to = define
[stage define]
exec = emgen define
to = store
[stage store]
exec = emgen store append
to = render
[stage render]
exec = flock -n -E 99 "$OUT.render" emgen render; c=$?
exec = [ $c != 99 ] || ! ./held "$OUT.render" || echo render >>twice; exit $c
to = told
[stage told]
exec = emgen store append
[listener factories]
of = render
on = GenerationConfigured,SchemaAnaly*,ModelDefinition*
exec = mkdir -p "$OUT/f"; emgen render --artifact factory --factories "$OUT/f" --lock "$OUT/f/emgen.lock"
[listener jobs]
of = define
on = ModelDefinitionCreated
exec = jq -c --unbuffered '.type = "AnalyzeModel"'
queue = analysis
[queue analysis]
exec = emgen analyze
stream = yes
tries = 0
backoff = 0
timeout = 1
retry-after = 7
store = yes
E2
for run in calm storm spare; do
	{ sed "2i env = OUT=$run\nenv = EMGEN_DATABASE=sqlite:$run.db" storm.in; } >$run.pipeline
done
export EMGEN_CORRELATION_ID=01a214f4-eb05-7e90-91e6-1d1cf9d1185b
# What is in the store, but times and metrics.  The settings hold what emgen.lock
# said when a try began: there is one of them for each.  So it is with attempts at
# a job.
stored() {
	emgen store read --database "sqlite:$1.db" |
		jq -cS 'select((.type | test("^(GenerationConfigured|Job.*)$")) | not) | del(.time, .data.metrics)' |
		sed "s,\"$1/,\"OUT/,g" | sort
}
models() { emgen models --database "sqlite:$1.db" --json | jq -cS 'del(.changedOn)' | sed "s,\"$1/,\"OUT/,g"; }
jobs() { for verb in list failed; do EMGEN_DATABASE=sqlite:$1.db emgen queue $verb; done; }

# left: the processes that work here, but for the test itself.
left() {
	for proc in /proc/[1-9]*; do
		[ "$(readlink "$proc/cwd")" != "$scratch" ] || tr '\0' ' ' <"$proc/cmdline" | grep -v kills.t
	done 2>/dev/null
}

exits "an undisturbed run" 0 emgen supervise calm.pipeline
ok "with a file for each table" test "$(find calm/Models -name '*.php' | wc -l)" -ge "${STORM_TABLES:-150}"
is "and each model analysed" "$(stored calm | grep -c '"type":"ModelAnalyzed"')" "$(models calm | wc -l)"

for run in storm spare; do
	read -r kills own restarts code fds rss fds2 rss2 < <(
		python3 "$top/tests/storm.py" "${STORM_SECONDS:-4}" $run.pipeline $run)
	echo "# $run: $kills killed, $own of them the supervisor, $restarts restarts"
	ok "a $run: something was killed" test "$kills" -ge 4
	is "$run: it comes to its end" "$code" 0
	[ "$code" = 0 ] || grep -v 'again in' storm.err | tail -3 | cut -c1-300 | sed 's/^/# /'
	is "$run: the files are those of an undisturbed run" "$(diff -rq calm $run | head -5)" ""
	is "$run: the store, too" "$(diff <(stored calm) <(stored $run) | cut -c1-300 | head -5)" ""
	is "$run: no job is left" "$(jobs $run)" ""
	is "$run: and the models" "$(diff <(models calm) <(models $run) | cut -c1-300 | head -5)" ""
	is "$run: no stage ran twice at a time" "$(cat twice 2>/dev/null)" ""
	is "$run: nothing is left" "$(left; ls .emgen/run)" ""
done
# A line that waits has fewer than one that runs: three, and two a stage.
ok "the supervisor that lived has no more descriptors ($fds, $fds2)" test "$fds2" -le $((fds + 24))
# A sanitizer keeps for a while what was freed.
spare=$((rss / 5 + 512))
nm -D "$build/libexec/emgen-supervise" | grep -q __asan && spare=$((rss * 2))
ok "and no more memory ($rss KiB, $rss2)" test "$rss2" -le $((rss + spare))

# --- A storm while the schema changes ---

unset EMGEN_CORRELATION_ID
{ echo '[pipeline]'; printf 'env = OUT=changing\nenv = EMGEN_DATABASE=sqlite:changing.db\n'; sed '1d; /^\[listener jobs\]/,$d' storm.in; } >changing.pipeline
python3 "$top/tests/storm.py" "${STORM_SECONDS:-4}" changing.pipeline >out &
storm=$!
columns=0
while kill -0 $storm 2>/dev/null; do
	columns=$((columns + 1))
	sqlite3 -cmd '.timeout 5000' app.db "alter table things_$((RANDOM % ${STORM_TABLES:-150})) add column more_$columns text"
	sleep 0.3
done
echo "# $columns changes"
wait $storm
exits "a run behind it" 0 emgen supervise changing.pipeline
exits "models that nothing has disturbed" 0 emgen generate sqlite:app.db --out fresh/Models --lock fresh/emgen.lock
ok "the files follow the schema, none is taken for a person's" diff -r changing/Models fresh/Models
ok "emgen.lock, too" diff changing/emgen.lock fresh/emgen.lock
is "nothing is left" "$(left; ls .emgen/run)" ""
