#!/bin/bash
# A SQLite file that somebody else writes to, and does not leave: who wants to write
# says so after a minute, with 111, and has passed nothing on; a worker goes on
# when the other has gone.  That is a minute in which nothing is computed.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"

# patient COMMAND...: it succeeds within a minute.
patient() {
	local until=$((SECONDS + 60))
	until "$@"; do
		[ $SECONDS -lt $until ] || return
		read -rt 0.1 <> <(:)
	done
	return 0
}
cat >handler <<'H'
#!/bin/bash
echo >has
until [ -e go ]; do read -rt 0.05 <> <(:); done
cat
H
chmod +x handler
notes 1 >job
notes 3 10 >lines
emgen queue push default job >/dev/null
emgen throttle --allow 9 --every 60 room <job >/dev/null
emgen store append job >/dev/null
emgen queue failed
emgen queue batches # these are all tables that there are
emgen queue work --once --retry-after 66 -- ./handler >worker.out 2>worker.err &
worker=$!
ok "a worker has a job" patient test -e has
flock "$EMGEN_HOME/emgen.db-main" sh -c 'echo >held; exec sleep 1000' &
flock=$!
trap 'code=$?; pkill -P $flock; (exit $code); finish' EXIT
ok "somebody has the turn" patient test -e held

before=$SECONDS
declare -A pids=()
begin() { # NAME COMMAND...
	local name=$1
	shift
	"$@" >"$name.out" 2>"$name.err" &
	pids[$name]=$!
}
begin push emgen queue push default lines
begin throttle emgen throttle --allow 9 --every 60 room lines
begin append emgen store append lines
echo >go
begin clear emgen queue clear default
for name in list show monitor failed batches; do
	case $name in
	show) exits "who only looks need not wait: show" 0 emgen queue show 1 ;;
	monitor) exits "monitor" 0 emgen queue monitor default ;;
	*) exits "$name" 0 emgen queue "$name" ;;
	esac
done
exits "read" 0 emgen store read

for name in push throttle append clear; do
	wait "${pids[$name]}"
	is "$name gives up: that is worth another try" "$?" 111
	is "$name: it says why, once" "$(grep -c 'others write to it, and take too long' "$name.err") $(wc -l <"$name.err")" "1 1"
	is "$name: nothing is passed on" "$(cat "$name.out")" ""
done
ok "after a minute" [ $((SECONDS - before)) -ge 59 ]
echo "# $((SECONDS - before)) s"
like "the worker says so, too" worker.err 'take too long: tried again every second'
ok "and waits" kill -0 $worker
ok "without computing" [ "$(awk '{ print $14 + $15 }' /proc/$worker/stat)" -lt 100 ]

pkill -P $flock
wait $worker
is "then it goes on" "$?" 0
is "and its job is done" "$(jq -r .type worker.out | paste -sd' ') $(emgen queue list --json)" "Noted JobProcessed []"
like "and says that" worker.err 'the database is back'
exits "a push that is made again" 0 emgen queue push default lines
same "is complete" out lines
is "each is there once" "$(emgen queue list --json default | jq length)" 3
