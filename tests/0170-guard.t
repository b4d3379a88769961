#!/bin/bash
# tools/guard: every test ends, and what it leaves behind does so with it.
. "${0%/*}/lib.sh"

guard=$build/tools/guard

script() { # NAME: from standard input
	{ echo '#!/bin/bash' && cat; } >"$1" && chmod +x "$1"
}
gone() {
	! kill -0 "$(<pid)" 2>/dev/null
}

exits "a test that is well" 0 "$guard" 60 true
exits "one that is not" 7 "$guard" 60 bash -c 'exit 7'
exits "one that is killed" 137 "$guard" 60 bash -c 'kill -KILL $$'
exits "one that is not there" 100 "$guard" 60 ./nothing
exits "no time" 100 "$guard" 0 true

# --- what is left behind ---

script leaves <<'T'
setsid sleep 9997 &
echo $! >pid
T
exits "a session of its own is left" 1 "$guard" 60 ./leaves
like "it is named" err 'sleep 9997$'
ok "and killed" gone
script slow <<'T'
(sleep 4) &
T
exits "what ends a little later is not left" 0 "$guard" 60 ./slow

# --- time ---

script hangs <<'T'
sleep 9998 &
trap 'kill $! && echo stopped >stopped' EXIT
echo $$ >pid
wait
T
exits "a test that hangs" 1 "$guard" 5 ./hangs
like "is named, with what it waits for" err 'sleep 9998$'
ok "and gone" gone
ok "stopped its servers before" test -s stopped
rm stopped
script stops <<'T'
trap 'echo stopped >stopped' EXIT
echo $$ >pid
kill -STOP $$
T
exits "a test that stops itself" 1 "$guard" 5 ./stops
ok "is gone" gone
ok "and stopped its servers before, too" test -s stopped

# --- whoever runs it ---

rm -f pid stopped
"$guard" 60 ./hangs >out 2>err &
until_ok test -s pid
kill -TERM $!
wait $!
is "told to end it does" $? 1
ok "and its test" gone
ok "which stopped its servers" test -s stopped
script waits <<'T'
echo $$ >pid
read -r <go
T
mkfifo go
for signal in HUP INT; do
	rm -f pid
	(trap '' $signal && exec "$guard" 60 ./waits) >out 2>err &
	until_ok test -s pid
	kill -$signal $!
	echo >go
	wait $!
	is "nohup, or a job of a script: no SIG$signal" $? 0
done
(trap '' CHLD && exec "$guard" 60 false) 2>err
is "whose parent has SIGCHLD ignored" $? 1
rm -f pid stopped
prove --exec "$guard 60" ./hangs >out 2>err &
until_ok test -s pid
kill -KILL $! && wait $! 2>err
ok "whoever kills prove ends its test" until_ok test -s stopped
ok "... and it is gone" until_ok gone
