#!/bin/bash
# A database that is there and does not answer, of each kind: the worker goes on
# to serve its handlers, ends in time when it is told to, and no job is lost.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"
# shellcheck source=mariadb.sh
. "$top/tests/mariadb.sh"
# shellcheck source=redis.sh
. "$top/tests/redis.sh"

# One job waits to be let go, the other has to be stopped.
cat >handler <<'H'
#!/bin/bash
read -r line
if [[ $line == *'"n":1}'* ]]; then
	trap 'echo >told; exit 1' TERM
	echo >hangs
	while :; do read -rt 1 <> <(:); done
fi
echo >waits
until [ -e go ]; do read -rt 0.05 <> <(:); done
printf '%s\n' "$line"
cat
H
chmod +x handler

pg_create work
sql -e 'CREATE DATABASE work'
none=$(emgen queue list default --json)
declare -A dsn=([sqlite]=sqlite:$scratch/work.db [pgsql]=$(pg_dsn work)
	[mysql]=$(dsn work) [redis]=$(redis_dsn 0)) worker=()
emgen_on() { # KIND VERB [OPTION...]
	emgen queue "$2" --database "${dsn[$1]}" "${@:3}"
}
told() { for kind in "${!dsn[@]}"; do [ -e "$kind/$1" ] || return 1; done; }
# Hundredths of a second that a process has computed.
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
# waited SECONDS FILE: the handlers of all kinds have written it.
waited() {
	local until=$((SECONDS + $1))
	until told "$2"; do
		[ $SECONDS -lt $until ] || return 1
		read -rt 0.1 <> <(:)
	done
	return 0
}

for kind in "${!dsn[@]}"; do
	mkdir "$kind"
	note 1 | emgen_on "$kind" push --timeout 5 default >/dev/null
	note 2 | emgen_on "$kind" push default >/dev/null
	(
		cd "$kind" || exit
		exec "$build/bin/emgen" queue work --database "${dsn[$kind]}" --failed "sqlite:failed.db" \
			--workers 2 --tries 0 --backoff 0 --timeout 0 --retry-after 9 -- ../handler >out 2>err
	) &
	worker[$kind]=$!
done
ok "all handlers run" waited 20 waits
ok "those that hang, too" waited 20 hangs

# Whoever writes to the file is stopped with the turn in its hand.
flock "$scratch/work.db-main" sh -c 'echo >held; exec sleep 1000' &
flock=$!
ok "somebody has the turn" until_ok test -e held
frozen=("$pg_pid" "$mariadb_pid" "$redis_pid")
mapfile -t -O 3 frozen < <(pgrep -P "$pg_pid")
thaw() { kill -CONT "${frozen[@]}" 2>/dev/null; }
stops=(thaw "${stops[@]}")
kill -STOP "${frozen[@]}"
for kind in "${!dsn[@]}"; do echo >"$kind/go"; done
ok "handlers are stopped at their timeout all the same" waited 30 told

# Reservations are due to be renewed, which nobody can do.
begun=$SECONDS
declare -A before
for kind in "${!dsn[@]}"; do before[$kind]=$(ticks "${worker[$kind]}"); done
until [ $((SECONDS - begun)) -ge 4 ]; do read -rt 0.2 <> <(:); done
for kind in "${!dsn[@]}"; do
	after=$(ticks "${worker[$kind]}")
	ok "$kind: the worker waits, and does not spin" test $((after - before[$kind])) -lt 50
done

begun=$SECONDS
kill "${worker[@]}"
for kind in "${!dsn[@]}"; do
	wait "${worker[$kind]}"
	is "$kind: the worker ends, and says that not all is done" "$?" 111
	like "$kind: in words" "$kind/err" 'does not come back'
done
took=$((SECONDS - begun))
echo "# it took $took s"
ok "in time" test $took -lt 40

thaw
pkill -P "$flock"
wait "$flock" 2>/dev/null
for kind in "${!dsn[@]}"; do
	emgen_on "$kind" work --failed "sqlite:$kind/failed.db" --tries 0 --stop-when-done --sleep 1 --timeout 1 --retry-after 7 -- cat >"$kind/late" 2>"$kind/late.err"
	is "$kind: another worker ends well" "$?" 0
	is "$kind: no job is lost" "$(jq -r 'select(.type == "Noted").data.n' "$kind/out" "$kind/late" | sort -u | paste -sd' ')" "1 2"
	is "$kind: none is left" "$(emgen_on "$kind" list default --json)" "$none"
done
