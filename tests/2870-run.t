#!/bin/bash
# emgen run: a pipe on the command line, supervised.
. "${0%/*}/lib.sh"
sqlite3 app.db 'create table users (id integer primary key, name text not null)'

is "the file that it makes" "$(emgen run --tries 5 --backoff 1,2 --timeout 9 --events e --rejects r --print \
	'introspect "$DB" | ./my-rules.py -x | sort | sort' </dev/null)" '[pipeline]
tries = 5
backoff = 1,2
timeout = 9
events = e
rejects = r

[stage introspect]
from = stdin
exec = emgen introspect "$DB"
to = my-rules-py

[stage my-rules-py]
exec = ./my-rules.py -x
to = sort

[stage sort]
exec = sort
to = sort-2

[stage sort-2]
exec = sort'

exits "a pipe" 0 emgen run 'introspect sqlite:app.db --out a | relations | define | render'
ok "writes events" emgen validate out
emgen introspect sqlite:app.db --out b | emgen relations | emgen define | emgen render >/dev/null
ok "and the files of the shell" diff -r a b
is "nothing is said" "$(cat err)" ""
ok "nothing is left" test ! -e .emgen/run/*

printf 'b\na\nc\n' >lines
exits "a pipe in quotes is none" 0 emgen run 'sed "s/a/x|y/" | sort' <lines
is "and stdin goes to the first" "$(cat out)" 'b
c
x|y'
exits "nor is one in brackets" 0 emgen run '(cat | tac) | while read -r l; do echo "<$l>"; done' <lines
is "nor in a word" "$(cat out)" '<c>
<a>
<b>'
long=$(printf 'x%.0s' {1..400})
exits "a stage longer than a line of a file" 0 emgen run "echo '$long'   ; echo two | cat"
is "is the same" "$(cat out)" "$long
two"

cat >flaky <<'E2'
#!/bin/sh
echo x >>tries
cat
[ "$(wc -l <tries)" -ge 3 ]
E2
chmod +x flaky
exits "a file is read again" 0 emgen run --backoff 0,0 './flaky | cat >got' <lines
is "until it ends well" "$(cat got; wc -l <tries)" 'b
a
c
3'
rm tries
emgen run "./flaky | cat" < <(cat lines) >out 2>err
is "a pipe is not" "$? $(wc -l <tries)" "1 1"
like "which is said" err 'flaky: parked: flaky ended with 1: its input cannot be read again'
exits "a code that is useless" 100 emgen run 'exit 100'
begun=$SECONDS
{
	emgen run --backoff 30 'seq 100000 | cat' </dev/null
	echo $? >code
} 2>err | head -n 1 >out
is "whose output nobody reads any more" "$(cat out code)" "1
111"
like "is not tried again" err 'cat: parked: cat was killed by SIGPIPE: nobody reads its output$'
ok "nor waited for" test $((SECONDS - begun)) -lt 20
emgen run 'kill -9 $$' < <(cat lines) 2>err
like "one that was killed, with a pipe before it" err 'killed by SIGKILL: its input cannot be read again$'
exits "times out" 111 emgen run --tries 1 --timeout 0.2 'sleep 100'

for wrong in '' 'a |' '| a' 'a || b' 'a | | b' "a 'b" '(a'; do
	exits "wrong: $wrong" 100 emgen run "$wrong"
done
exits "--events -" 100 emgen run --events - true
is "wants a file" "$(cat err)" "emgen-run: events = -: wants a file"
exits "two arguments" 100 emgen run a b
exits "a setting that is none" 100 emgen run --tries many a
is "says which" "$(cat err)" "emgen-run: tries = many: wants a whole number"
