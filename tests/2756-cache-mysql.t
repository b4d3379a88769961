#!/bin/bash
# emgen cache on MariaDB: the same values, the same rules.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/cache.sh"

number=0
new_cache() {
	number=$((number + 1))
	sql -e "CREATE DATABASE c$number"
	EMGEN_CACHE=$(dsn "c$number")
	export EMGEN_CACHE
	client=(mariadb --no-defaults "--socket=$mariadb_socket" --user=root --skip-column-names --raw "c$number")
}
ask() { "${client[@]}" -e "$1"; }

new_cache
sqlite3 app.db <"$data/golden/schema.sqlite.sql"
exits "a miss" 0 emgen cache remember app --tag schema --ttl 24h -- emgen introspect sqlite:app.db
mv out miss
exits "a hit" 0 emgen cache remember app --tag schema --ttl 24h -- false
same "is the same to the byte" out miss
cache_model $((RANDOM * 32768 + RANDOM)) 300
cache_flush_while_made
cache_storm 15
cache_large 40

new_cache
for n in $(seq 8); do emgen cache list & pids[n]=$!; done
for n in $(seq 8); do wait "${pids[n]}" || echo "$?"; done >failed
is "eight that start at once end well" "$(cat failed)" ""

# --- the server goes away ---

line old | emgen cache put k --tag a
mkfifo slow
emgen cache remember new --tag a -- cat <slow >made 2>err &
maker=$!
exec 5>slow
line new >&5
grep -q -m1 new <(tail -n +1 -F --pid="$maker" made 2>/dev/null)
kill -KILL "$mariadb_pid"
wait "$mariadb_pid" 2>/dev/null
line newer >&5
exec 5>&-
wait "$maker"
is "a server that dies while a value is made" "$?" 111
is "its maker passed on all of it" "$(cat made)" "$(line new && line newer)"
for verb in "put k miss" "get k" "forget k" "flush --all" "list" "sweep" "remember k -- echo {}"; do
	# shellcheck disable=SC2086
	exits "$verb, without a server" 111 emgen cache $verb
	is "$verb: says nothing else" "$(cat out)" ""
done
mariadb_start
EMGEN_CACHE=$(dsn "c$number")
is "what was there is there" "$(emgen cache get k)" "$(line old)"
exits "what was not stored is not" 1 emgen cache get new
cache_is_clean "after it"
