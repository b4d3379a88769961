#!/bin/bash
# emgen cache on PostgreSQL: the same values, the same rules.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/cache.sh"

export TMPDIR=$scratch
number=0
new_cache() {
	number=$((number + 1))
	pg_create "c$number"
	EMGEN_CACHE=$(pg_dsn "c$number")
	export EMGEN_CACHE
	client=(psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$pg_dir" -p "$pg_port" -U postgres -d "c$number")
}
ask() { "${client[@]}" -c "$1"; }

new_cache
sqlite3 app.db <"$data/golden/schema.sqlite.sql"
exits "a miss" 0 emgen cache remember app --tag schema --ttl 24h -- emgen introspect sqlite:app.db
mv out miss
exits "a hit" 0 emgen cache remember app --tag schema --ttl 24h -- false
same "is the same to the byte" out miss
pg_create app
introspect() { emgen introspect --cached "pgsql://postgres:hunter2@${pg_dir//\//%2F}:$pg_port/app"; }
PGPASSWORD=hunter3 exits "introspect --cached" 0 introspect
is "keeps no password" "$(emgen cache list | grep -c 'pgsql://postgres:\*\*\*@') $(ask 'SELECT * FROM cache_entries, cache_chunks' | grep -c hunter)" "1 0"
PGAPPNAME=x introspect >one
is "what else the environment says may lead elsewhere" "$(emgen cache list | wc -l)" 3

cache_model $((RANDOM * 32768 + RANDOM)) 300
cache_flush_while_made
cache_storm 15
cache_large 40

new_cache
emgen cache list
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
pg_stop QUIT # at once, and its backends with it
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
pg_run
is "what was there is there" "$(emgen cache get k)" "$(line old)"
exits "what was not stored is not" 1 emgen cache get new
cache_is_clean "after it"
exits "a password that is wrong" 100 env EMGEN_CACHE="pgsql://postgres:secret@127.0.0.1:$pg_port/c1" emgen cache list
unlike "is not said" err secret
