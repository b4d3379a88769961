#!/bin/bash
# emgen cache on Redis: the same values, the same rules.
. "${0%/*}/lib.sh"
. "$top/tests/redis.sh"
. "$top/tests/cache.sh"

export TMPDIR=$scratch
number=0
new_cache() {
	number=$((number + 1))
	EMGEN_CACHE=$(redis_dsn $number)
	export EMGEN_CACHE
	client=(redis-cli -s "$redis_socket" -n "$number")
}
# Values of no entry go away by themselves, soon.
cache_orphans() {
	"${client[@]}" EVAL "local used, n, m = {}, 0, 0
		for _, k in ipairs(redis.call('KEYS', 'emgen:cache:entry:*')) do
			used['emgen:cache:value:' .. redis.call('HGET', k, 'id')] = 1 end
		for _, k in ipairs(redis.call('KEYS', 'emgen:cache:value:*')) do local ttl = redis.call('TTL', k)
			if not used[k] and (ttl < 0 or ttl > 60) then n = n + 1 end end
		for _, k in ipairs(redis.call('KEYS', 'emgen:cache:tag:*')) do for _, key in ipairs(redis.call('SMEMBERS', k)) do
			m = m + 1 - redis.call('EXISTS', 'emgen:cache:entry:' .. key) end end
		return n .. m" 0
}
# So do marks, a minute after nobody can ask for them any more.
cache_old_marks() {
	"${client[@]}" EVAL "local n = 0
		for _, k in ipairs(redis.call('KEYS', 'emgen:cache:mark:*')) do local ttl = redis.call('TTL', k)
			if ttl < 86000 or ttl > 86460 then n = n + 1 end end
		return n" 0
}

new_cache
sqlite3 app.db <"$data/golden/schema.sqlite.sql"
exits "a miss" 0 emgen cache remember app --tag schema --ttl 24h -- emgen introspect sqlite:app.db
mv out miss
exits "a hit" 0 emgen cache remember app --tag schema --ttl 24h -- false
same "is the same to the byte" out miss
emgen cache list >list
like "it is listed" list "^ +$(wc -c <miss) bytes  until 20[0-9T:-]+Z  app  \[schema\]$"
cache_model $((RANDOM * 32768 + RANDOM)) 500
cache_flush_while_made
cache_storm 25
cache_large 40

# --- a reader that is slow ---

new_cache
yes "$(line long)" | head -n 40000 | emgen cache put slow --tag a
mkfifo out.fifo
emgen cache get slow >out.fifo & reader=$!
exec 5<out.fifo
read -r first <&5
exits "a flush while it is read" 0 emgen cache flush --tag a
is "leaves it to its reader" "$({ echo "$first"; cat <&5; } | md5sum)" "$(yes "$(line long)" | head -n 40000 | md5sum)"
exec 5<&-
wait "$reader"
is "who ends well" "$?" 0
exits "others do not find it" 1 emgen cache get slow
emgen cache put slow <miss
"${client[@]}" --scan --pattern 'emgen:cache:value:*' | while read -r key; do "${client[@]}" DEL "$key"; done >/dev/null
exits "a value that the server has dropped" 1 emgen cache get slow
exits "is a miss" 0 emgen cache remember slow -- echo "$(line new)"
is "and made anew" "$(emgen cache get slow)" "$(line new)"
EMGEN_CACHE=$(redis_dsn $number prefix=other_) exits "another prefix" 1 emgen cache get slow

# --- no room, no server ---

"${client[@]}" CONFIG SET maxmemory-policy noeviction >/dev/null
"${client[@]}" CONFIG SET maxmemory 5mb >/dev/null
yes "$(line big)" | head -n 200000 >big
exits "a server without room" 111 emgen cache put big big
is "says so" "$(grep -c -i memory err)" 1
is "what was there is there" "$(emgen cache get slow)" "$(line new)"
exits "what had no room is not" 1 emgen cache get big
"${client[@]}" CONFIG SET maxmemory 0 >/dev/null
cache_is_clean "behind it"
mkfifo slow.fifo
emgen cache remember new --tag a -- cat <slow.fifo >made 2>err &
maker=$!
exec 5>slow.fifo
line new >&5
grep -q -m1 new <(tail -n +1 -F --pid="$maker" made 2>/dev/null)
redis_stop KILL
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
