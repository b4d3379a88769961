#!/bin/bash
# emgen throttle: on each kind of database, by several processes at once.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"

note() { printf '{"type":"Noted","data":{"n":%s,"of":"%s"}}\n' "$1" "${2-}"; }
notes() { local n; for n in $(seq "$2"); do note "$n" "$1"; done; }
pg_create app
sql -e 'CREATE DATABASE app'
declare -A dsns=(
	[sqlite]=sqlite:limits.db
	[pgsql]=$(pg_dsn app)
	[mysql]=$(dsn app)
	[redis]=$(redis_dsn 1 prefix=app_)
)

for kind in pgsql mysql redis; do
	for unit in limiter lease; do
		"$build/unit/svc/$unit" "${dsns[$kind]}" >"$unit.out" 2>&1
		code=$?
		is "$kind: $unit" "$(grep -v ^ok "$unit.out")" "1..$(grep -c ^ok "$unit.out")"
		is "$kind: $unit ends well" "$code" 0
	done
done

# ms: on a clock that never jumps
ms() { python3 -c 'import time; print(int(time.monotonic() * 1000))'; }

for kind in sqlite pgsql mysql redis; do
	export EMGEN_DATABASE=${dsns[$kind]}
	notes one 30 >in
	exits "$kind: enough for all" 0 emgen throttle --allow 100 --every 60 plenty in
	same "$kind: passes them as they are" out in
	{ note 1; printf 'torn'; } >torn
	exits "$kind: a torn line" 111 emgen throttle torn torn
	same "$kind: comes behind the good ones" out <(note 1)

	begin=$(ms)
	for p in 1 2 3; do
		notes "$p" 10 | emgen throttle --allow 10 --every 1 --window sliding shared >"out$p" &
		pids[p]=$!
	done
	for p in 1 2 3; do wait "${pids[p]}" || echo "$?"; done >failed
	took=$(($(ms) - begin))
	is "$kind: three at once" "$(cat failed)" ""
	ok "$kind: 30 take two seconds when 10 pass in one: $took ms" [ "$took" -ge 2000 ]
	ok "$kind: and not much more" [ "$took" -lt 20000 ]
	for p in 1 2 3; do same "$kind: each keeps its order: $p" "out$p" <(notes "$p" 10); done

	# what waits holds up who writes, and is seen at the other end before that
	mkfifo held
	notes x 100000 2>/dev/null | emgen throttle --allow 2 --every 1000 held >held &
	waits=$!
	exec 5<held
	read -r first <&5
	read -r second <&5
	is "$kind: what may pass is there at once" "$first $second" "$(notes x 2 | paste -sd ' ')"
	kill "$waits"
	wait "$waits"
	is "$kind: a signal ends the wait" "$?" 143
	is "$kind: with nothing behind" "$(cat <&5)" ""
	exec 5<&-
	rm held
	{ note 1; echo '{"type":"Barrier","id":"b","data":{}}'; } >barriers
	exits "$kind: a Barrier" 0 timeout 20 emgen throttle --allow 1 --every 1000 barrier barriers
	exits "$kind: does not count" 0 timeout 20 emgen throttle --allow 1 --every 1000 barrier2 barriers
done

# --- Redis: Laravel's own key ---

export EMGEN_DATABASE=${dsns[redis]}
redis -n 1 del app_gen >/dev/null
note 1 | emgen throttle --allow 1 --every 1000 gen >/dev/null
is "the key is a hash of Laravel's fields" "$(redis -n 1 hkeys app_gen | sort | paste -sd ' ')" "count end start"
is "the window is that long" "$(($(redis -n 1 hget app_gen end) - $(redis -n 1 hget app_gen start)))" 1000
ok "it is kept for two of them" [ "$(redis -n 1 ttl app_gen)" -gt 1990 ]
is "one has tried" "$(redis -n 1 hget app_gen count)" 1
note 2 | emgen throttle --allow 1 --every 1000 gen >refused &
counted() { [ "$(redis -n 1 hget app_gen count)" = 2 ]; }
ok "who is refused is counted" until_ok counted
kill $!
wait $!
is "and does not pass" "$(cat refused)" ""

# --- the database's clock ---

# A window that ends in the future by the database's clock is open, and one
# that has ended is not, whatever this host believes.
export EMGEN_DATABASE=${dsns[pgsql]}
set_window() { pg app -c "UPDATE emgen_limits SET started_at = extract(epoch FROM now()) + $1, ends_at = extract(epoch FROM now()) + $2, hits = 1 WHERE name = 'clock'"; }
try() { note 1 | timeout "$1" emgen throttle --allow 1 --every 1000 clock; }
try 20 >/dev/null
set_window -500 500
exits "a window that is open" 124 try 1
set_window -1500 -500
exits "one that has ended" 0 try 20
set_window 500 1500
exits "one that has not begun: the clock was set back" 0 try 20

# --- what goes wrong ---

exits "no name" 100 emgen throttle
exits "a rate of nothing" 100 emgen throttle --allow 0 x
is "says which" "$(cat err)" "emgen-throttle: --allow: not a number from 1 to 2147483647: 0"
exits "a time that is none" 100 emgen throttle --every 1.5 x
exits "an unknown window" 100 emgen throttle --window round x
is "says which" "$(cat err)" "emgen-throttle: --window: not fixed or sliding: round"
exits "no such kind of database" 100 emgen throttle --database oracle://x/y x
exits "a server that is away" 111 emgen throttle --database redis://127.0.0.1:1 x
exits "a key that is something else" 100 bash -c '
	redis-cli -n 1 -s "$1" set app_text x >/dev/null
	echo "{\"type\":\"Noted\",\"data\":{}}" | emgen throttle --database "$2" text' - "$redis_socket" "${dsns[redis]}"
like "is said" err 'WRONGTYPE'
mkfifo lines
export EMGEN_DATABASE=${dsns[redis]}
emgen throttle --allow 100 --every 60 lost <lines >passed 2>err &
filter=$!
exec 6>lines
note 1 >&6
grep -q -m1 Noted <(tail -n +1 -F --pid="$filter" passed 2>/dev/null)
redis_stop KILL
note 2 >&6
exec 6>&-
wait "$filter"
is "a server that dies is worth another try" "$?" 111
same "what passed before is out" passed <(note 1)
like "it says where" err '^emgen-throttle: redis:.*: Connection refused$'
