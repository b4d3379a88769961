#!/bin/bash
# Lines that run, fail, are retried, parked, paused and ended.
. "${0%/*}/lib.sh"

sqlite3 app.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users, title text)"

# pipeline NAME: the file, from stdin; failures are retried at once.
pipeline() {
	{ printf '[pipeline]\nbackoff = 0\nminimum = 0\nevents = %s.events\n' "$1"; cat; } >"$1.pipeline"
}
run() { # NAME: the code; output in out, err
	timeout --foreground -s KILL 60 emgen supervise "$1.pipeline" >out 2>err
}
said() { # without the times
	sed -E 's/^[0-9T:.-]{26}Z //' err
}
left() { # the processes of this test that are still there
	pgrep -f "$scratch" | grep -vx "$$" | while read -r pid; do
		tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -v 2861
	done
}
events() { # NAME: stage and what became of it
	jq -r '[.type, .data.stage, (.data.code // .data.signal // .data.reason // .data.starts)] | join(" ")' "$1.events"
}

# --- A line runs as the shell would run it ---

pipeline gen <<'E2'
env = EMGEN_DSN=sqlite:app.db
[stage introspect]
exec = emgen introspect --out "${MODELS:-models}"
to = relations
[stage relations]
exec = emgen relations
to = define
[stage define]
exec = emgen define
to = render
[stage render]
exec = emgen render
[listener names]
on = ModelGenerated
exec = jq -r --unbuffered .subject >>names
E2
exits "a line" 0 run gen
cp out line.events
ok "its output is events" emgen validate line.events
emgen introspect sqlite:app.db --out shell | emgen relations | emgen define | emgen render >shell.events
ok "and the files are those of the shell" diff -r models shell
types() { jq -r .type "$1"; }
is "the events, too" "$(types line.events)" "$(types shell.events)"
is "a listener got what it asked for" "$(sort names)" "posts
users"
ok "what the supervisor tells is events" emgen validate gen.events
is "each stage started and ended" "$(events gen | sort)" \
"$(for s in define introspect relations render render.bus; do echo "StageExited $s 0"; done; for s in define introspect relations render render.bus; do echo "StageStarted $s 1"; done)"
is "nothing is said" "$(said)" ""
is "nothing is left" "$(left)" ""

# --- Failing ---

pipeline flaky <<'E2'
[stage a]
exec = echo $EMGEN_CORRELATION_ID >>runs
exec = echo x >>tries; [ $(wc -l <tries) -ge 3 ] || exit 111
exec = echo line
E2
exits "111 is retried" 0 run flaky
is "until it ends well" "$(cat out; wc -l <tries)" "line
3"
is "under one correlationid" "$(sort -u runs | wc -l)" 1
is "and is said" "$(said)" "a: a ended with 111: again in 0 s
a: a ended with 111: again in 0 s"
exits "the next run" 0 run flaky
is "has another id" "$(sort -u runs | wc -l)" 2

pipeline crash <<'E2'
[stage a]
exec = echo x >>crashes; kill -SEGV $$
E2
exits "a crash is retried, and no more than 3 times" 111 run crash
is "so often" "$(wc -l <crashes)" 3
is "the last line says why" "$(said | tail -1)" "a: parked: 3 tries, at the last one a was killed by SIGSEGV"
is "and the events" "$(events crash | tail -2)" "StageExited a 11
StageParked a 3 tries, at the last one a was killed by SIGSEGV"

pipeline code <<'E2'
[stage a]
exec = exit ${CODE:-0}
E2
for code in 100:100:'a ended with 100: a retry is useless' \
	125:125:'a ended with 125: it cannot be run as it is' \
	126:126:'a ended with 126: it cannot be run as it is' \
	127:127:'a ended with 127: it cannot be run as it is' \
	1:1:'3 tries, at the last one a ended with 1' \
	12:111:'3 tries, at the last one a ended with 12'; do
	IFS=: read -r code want why <<<"$code"
	CODE=$code exits "exit $code" "$want" run code
	is "exit $code parks: why" "$(said | tail -1)" "a: parked: $why${why##*[!:]}"
done

pipeline burst <<'E2'
tries = 0
burst = 4
[stage a]
exec = echo x >>bursts; exit 1
E2
exits "too many starts in a short time" 1 run burst
is "park it" "$(wc -l <bursts)" 4
is "and say so" "$(said | tail -1)" "a: parked: failed 4 times in 10 s, at last a ended with 1"

pipeline middle <<'E2'
tries = 1
[stage a]
exec = yes
to = b
[stage b]
exec = head -c 100000 >/dev/null; exit 7
to = c
[stage c]
exec = cat >got; echo end >>got
E2
exits "a stage that fails brings down its line" 111 run middle
is "it is the one that is blamed" "$(said | tail -1)" "b: parked: 1 try, at the last one b ended with 7"
is "those behind it see an end" "$(cat got)" end
pipeline early <<'E2'
[stage a]
exec = yes
to = b
[stage b]
exec = head -1
E2
exits "SIGPIPE above a stage that is content is no failure" 0 run early
is "and gives what it should" "$(cat out)" y
pipeline codes <<'E2'
[stage a]
exec = printf 'a\nb\n'
to = b
[stage b]
exec = grep x
ok-codes = 0 1
E2
exits "codes that are good" 0 run codes

pipeline slow <<'E2'
tries = 2
timeout = 2
grace = 0.3
[stage a]
exec = trap '' TERM; echo $$ >>slow.pids; sleep 100 & sleep 100
E2
exits "what takes too long" 111 run slow
is "is killed, with all it started, and tried again" "$(wc -l <slow.pids)" 2
is "which is said" "$(said | tail -1)" "a: parked: 2 tries, at the last one took too long"
is "nothing is left of it" "$(pgrep -g "$(paste -sd, slow.pids)")" ""

pipeline limits <<'E2'
[stage a]
env = A=one
env = B=${A:-x} two
dir = sub
files = 50
memory = 100M
exec = echo "$A,$B,$(ulimit -n),$(ulimit -v),${PWD##*/}"; cat /proc/$$/limits >/dev/null
E2
mkdir sub
exits "environment, folder and limits" 0 run limits
is "are as the file says" "$(cat out)" "one,x two,50,102400,sub"
rmdir sub
exits "a folder that is not there" 125 run limits
like "is said" err 'a: emgen-supervise: sub: No such file'

pipeline noise <<'E2'
[stage a]
exec = printf 'one\ntwo \033[31m\nnul \0 in it\nno end' >&2; head -c 10000 /dev/zero | tr '\0' '\2' >&2
E2
exits "what a stage says" 0 run noise
is "is one line each, with its name, and safe" "$(said | head -3)" 'a: one
a: two \x1b[31m
a: nul \x00 in it'
ok "with the time" test "$(grep -cE '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{15}Z a: ' err)" = "$(wc -l <err)"
is "and nothing is lost" "$(said | sed 's/^a: //' | tr -d '\n' | wc -c)" $((3 + 4 + 8 + 14 + 6 + 4 * 10000))

# --- Order and readiness ---

pipeline order <<'E2'
[stage last]
after = first
exec = echo last >>order
to = none
[stage server]
ready = 5
exec = sleep 0.2; echo ready >>order; echo >&5; exec 5>&-; until [ -e stop ]; do sleep 0.02; done
to = none
[stage client]
after = server
exec = echo client >>order; touch stop
to = none
[stage first]
after = client
exec = echo first >>order
E2
exits "lines that wait for others" 0 run order
is "start when those are ready, or done" "$(cat order)" "ready
client
first
last"
pipeline stuck <<'E2'
[stage a]
exec = exit 100
to = none
[stage b]
after = a
exec = echo b
E2
exits "a line that waits for one that is parked" 100 run stuck
is "does not start" "$(cat out)" ""

# --- FIFOs ---

pipeline fifo <<'E2'
[stage a]
exec = echo through
to = f
[fifo f]
to = b
[stage b]
exec = cat
E2
exits "a FIFO between two" 0 run fifo
is "is as good as a pipe" "$(cat out)" through
pipeline bus <<'E2'
env = EMGEN_DSN=sqlite:app.db
commands = AnalyzeSchema
[fifo commands]
to = relations
[handler introspect]
handles = AnalyzeSchema
exec = emgen introspect -
[stage relations]
exec = emgen relations
[fifo look]
of = relations
E2
emgen supervise bus.pipeline >bus.out 2>bus.err &
pid=$!
until_ok test -p .emgen/run/bus/look
exec 8<>.emgen/run/bus/look # there is a reader from the first event on
emgen dispatch AnalyzeSchema connection:=null tables=users --to .emgen/run/bus/commands
until_ok grep -q SchemaAnalyzed bus.out
emgen dispatch AnalyzeSchema connection:=null tables=posts --to .emgen/run/bus/commands
until_ok awk '/SchemaAnalyzed/ { n++ } END { exit n != 2 }' bus.out
kill -TERM $pid
wait $pid
is "commands through a FIFO, and TERM" "$?" 0
is "carried out, one after the other" "$(jq -r 'select(.type == "TableAnalyzed").subject' bus.out)" "users
posts"
head -3 <&8 >looked
exec 8<&-
ok "a tap" emgen log looked

# --- Ending ---

pipeline ends <<'E2'
[stage a]
exec = trap 'echo bye; exit 0' TERM; echo started; until false; do sleep 0.02; done
to = b
[stage b]
exec = cat
E2
for signal in TERM INT HUP; do
	rm -f ends.out
	emgen supervise ends.pipeline >ends.out 2>err &
	pid=$!
	until_ok grep -q started ends.out
	kill -$signal $pid
	wait $pid
	is "SIG$signal: exit code" "$?" 0
	is "SIG$signal: the line empties" "$(cat ends.out)" "started
bye"
done
rm ends.out
(trap '' HUP; exec emgen supervise ends.pipeline >ends.out 2>err) & # as nohup does
pid=$!
until_ok grep -q started ends.out
kill -HUP $pid
kill -TERM $pid
wait $pid
is "a SIGHUP that is ignored: exit code" "$?" 0
is "is no first signal" "$(said | grep supervise:)" "supervise: ends"
pipeline cut <<'E2'
[stage a]
exec = echo started; exec sleep 100
E2
emgen supervise cut.pipeline >cut.out 2>err &
pid=$!
until_ok grep -q started cut.out
kill -TERM $pid
wait $pid
is "what was cut short is not 0" "$?" 111
is "and said" "$(said | tail -1)" "a: is not complete"
pipeline hard <<'E2'
[stage a]
exec = trap '' TERM; echo $$ >hard.pid; echo started; until false; do sleep 0.02; done
E2
emgen supervise hard.pipeline >hard.out 2>err &
pid=$!
until_ok test -s hard.out
kill -TERM $pid
until_ok grep -q 'supervise: ends$' err
kill -TERM $pid
wait $pid
is "a second SIGTERM ends it at once" "$?" 111
is "nothing is left of it" "$(pgrep -g "$(cat hard.pid)")" ""
is "nothing is left of anything" "$(left)" ""

# --- The table of states ---

is "doc/SUPERVISE.md has the table of line.c" \
	"$(sed -n '/^| | DUE/,/^$/p' "$top/doc/SUPERVISE.md" | awk -F '|' '
		NR == 1 { for (i = 3; i < NF; i++) { gsub(/ /, "", $i); event[i] = $i } }
		NR > 2 { for (i = 3; i < NF; i++) { gsub(/[ *]/, "", $2); gsub(/ /, "", $i); if ($i) print $2, event[i], $i } }' | sort)" \
	"$(awk '/^\[[A-Z]+\] = / { gsub(/[][]/, "", $1); state = $1 } /ON_/ { n = split($0, cell, /\[ON_/)
		for (i = 2; i <= n; i++) { split(cell[i], half, /\] = do_/); sub(/[ ,}].*/, "", half[2]); print state, half[1], half[2] } }' \
		"$top/cmd/emgen-supervise/line.c" | sort)"
