# store-server.sh - emgen store on a server: the same events, the same rules.
# Source it behind lib.sh and the server's, with these defined:
#
#	database NAME		a new one in $EMGEN_DATABASE, which ask() asks
#	ask SQL			an answer on standard output
#	server_dies, server_runs
#	$name_in_data		the SQL for a member of event_data
#	$unreachable, $missing, $refused
#				DSNs of a server, a database that is not there,
#				and of one that wants another password
# shellcheck shell=bash disable=SC2154

uuid() { printf '00000000-0000-7000-8000-%012d' "$1"; }
note() { printf '{"type":"%s","specversion":"1.0","id":"%s","source":"tests"%s,"data":{"n":%s}}\n' "${2:-Noted}" "$(uuid "$1")" "${3-}" "$1"; }
sqlite3 app.db <"$data/golden/schema.sqlite.sql"
emgen introspect sqlite:app.db | emgen relations | emgen define >run.ndjson

# --- append and read ---

database first
exits "append" 0 emgen store append run.ndjson
same "passes every line on" out run.ndjson
exits "read" 0 emgen store read
same "gives the lines back to the byte" out run.ndjson
exits "append again" 0 emgen store append run.ndjson
is "adds nothing" "$(ask 'SELECT count(*) FROM domain_events')" "$(wc -l <run.ndjson)"
grep SchemaAnalyzed run.ndjson | jq -c '.data.schema.tables += 1' >other.ndjson
exits "another event with a known id" 100 emgen store append other.ndjson
like "is said" err 'is stored already, and says something else$'
is "a line of ours is kept in columns only" "$(ask 'SELECT count(line) FROM domain_events')" 0
is "data can be asked for" "$(ask "SELECT $name_in_data FROM domain_events
	WHERE event_type = 'ModelDefinitionCreated' ORDER BY position LIMIT 1")" \
	"$(jq -r 'select(.type == "ModelDefinitionCreated").data.name' run.ndjson | head -1)"
{
	printf ' {"data":{"b":1,"a":[1.0,"\\u00e9"]},"type":"Noted" ,"specversion":"1.0", "id":"%s","source":"x" } \n' "$(uuid 3)"
	note 4 Noted ',"time":"2026-01-31T12:00:00+01:00"'
	note 5 Noted ',"time":"2026-01-31T12:00:00.123456Z"'
	note 6 Noted ',"correlationid":"0194B7F0-1C5A-7D0E-9A51-6C3E2F1D8B47"'
} >strange.ndjson
database strange
exits "lines written in another way" 0 emgen store append strange.ndjson
exits "are read" 0 emgen store read
same "as they were" out strange.ndjson

database streams
expect() { note "$1" Noted ",\"correlationid\":\"$(uuid 77)\"" | emgen store append --expect-version "$2"; }
exits "exists, of a new stream" 100 expect 1 exists
exits "none, of a new stream" 0 expect 1 none
exits "none, of one that is there" 100 expect 2 none
exits "the version that it has" 0 expect 2 1
exits "a repeated event met what it expected" 0 expect 2 1
emgen store import run.ndjson
exits "events-for a class" 0 emgen store events-for Order
grep '"subject":"orders"' run.ndjson >want
same "is the model's life" out want
exits "since tomorrow" 0 emgen store read --since "$(date -ud tomorrow +%FT%TZ)"
is "is nothing" "$(cat out)" ""
exits "stats" 0 emgen store stats --json
is "count what is there" "$(jq -c .events out)" "$(($(wc -l <run.ndjson) + 2))"
exits "verify" 0 emgen store verify

# --- several at once ---

database shared
for n in 1 2 3 4 5 6; do emgen store read & pids[n]=$!; done
for n in 1 2 3 4 5 6; do wait "${pids[n]}" || echo "$?"; done >failed
is "six that start at once make the tables once" "$(cat failed)" ""
writers=8
for w in $(seq $writers); do
	for n in $(seq 150); do note "$((w * 1000 + n))" Noted ",\"correlationid\":\"$(uuid 99)\""; done >"w$w"
done
emgen store read --follow >seen & # a transaction that was repeated leaves a gap in the positions
reader=$!
all_seen() { [ "$(wc -l <seen)" -ge $((writers * 150)) ]; }
for w in $(seq $writers); do emgen store append --batch 5 "w$w" >"p$w" & pids[w]=$!; done
for w in $(seq $writers); do wait "${pids[w]}" || echo "writer $w: $?"; done >failed
is "$writers writers at once all end well" "$(cat failed)" ""
ok "a reader of that time sees them all" until_ok all_seen
kill "$reader"
wait "$reader" 2>/dev/null
is "$writers writers wrote $((writers * 150))" "$(cat w? | jq -r .id | sort)" "$(emgen store read | jq -r .id | sort)"
emgen store read >stored
same "and the reader has seen each once, in order" seen stored
exits "verify" 0 emgen store verify

database live
emgen store import run.ndjson
mkfifo follow
emgen store read --follow --type Noted >follow &
follower=$!
exec 5<follow
for n in 1 2 3; do
	note "$n" | emgen store append >/dev/null
	read -r line <&5
	is "what is appended is seen: $n" "$line" "$(note "$n")"
done
exec 5<&-
kill "$follower"
wait "$follower" 2>/dev/null

# --- subscriptions and projections ---

database subscribed
for n in 1 2 3 4 5; do note "$n"; done | emgen store import
exits "a subscriber" 0 emgen store subscribe --stop-when-empty --backoff 0 --park-after 2 picky -- sh -c 'line=$(cat); case $line in *":3}"*) exit 1; esac; echo "$line"'
is "digests all but one" "$(jq -r .data.n out | tr '\n' ' ')" "1 2 4 5 "
is "which is parked" "$(emgen store list-parked --json picky | jq -c '[.position, .attempts]')" "[3,2]"
exits "replay-parked" 0 emgen store replay-parked picky -- cat
is "gives it to the handler" "$(jq -r .data.n out)" 3
exits "--append" 0 emgen store subscribe --stop-when-empty --append derive -- \
	jq -c '{type: "Derived", specversion: "1.0", id: (.id | sub("-7000-"; "-8000-")), source: "derive", data: {n: .data.n}}'
is "stores what the handler says" "$(emgen store read --type Derived | jq .data.n | sort -n | uniq | tr '\n' ' ')" "1 2 3 4 5 "

rows() { ask 'SELECT * FROM model_catalog ORDER BY model_id'; ask 'SELECT * FROM relationship_catalog ORDER BY model_id, name'; }
database projected
emgen store import run.ndjson
exits "project" 0 emgen store project
is "a row for each model" "$(ask 'SELECT count(*) FROM model_catalog')" "$(grep -c '"type":"ModelDefinitionCreated"' run.ndjson)"
rows >live
exits "project --rebuild" 0 emgen store project --rebuild
is "makes the same rows" "$(rows)" "$(cat live)"
ask 'UPDATE emgen_subscriptions SET position = 0; DELETE FROM relationship_catalog; DELETE FROM model_catalog'
for n in 1 2 3 4 5 6; do emgen store project & pids[n]=$!; done 2>err
for n in 1 2 3 4 5 6; do wait "${pids[n]}" || echo "$?"; done >failed
is "six at once all end well" "$(cat failed)" ""
is "with the same rows" "$(rows)" "$(cat live)"

# --- the server goes away ---

database lost
mkfifo in
for n in $(seq 20); do note "$n"; done >twenty.ndjson
emgen store append --batch 3 <in >passed 2>err &
writer=$!
exec 6>in
head -5 twenty.ndjson >&6
grep -q -m1 "$(uuid 5)" <(tail -n +1 -F --pid="$writer" passed 2>/dev/null)
server_dies
tail -n +6 twenty.ndjson >&6
exec 6>&-
wait "$writer"
is "a server that dies is worth another try" "$?" 111
unlike "its message has no more than that" err 'password'
server_runs
is "what was passed on is there" "$(emgen store read)" "$(cat passed)"
exits "the same again" 0 emgen store append twenty.ndjson
exits "leaves each event once" 0 emgen store read
same "in order" out twenty.ndjson
exits "a server that is not there" 111 env EMGEN_DATABASE="$unreachable" emgen store read
exits "a database that is not there" 100 env EMGEN_DATABASE="$missing" emgen store read
exits "a password that is wrong" 100 env EMGEN_DATABASE="$refused" emgen store read
unlike "is not said" err secret
