#!/bin/bash
# emgen store on SQLite: what is appended is what is read, once and in order.
. "${0%/*}/lib.sh"
# shellcheck source=events.sh
. "$top/tests/events.sh"

export EMGEN_HOME=$scratch/home
id() { printf '00000000-0000-7000-8000-%012d' "$1"; }

# note N [DATA [MEMBERS]]: an event of a stranger's.
note() {
	printf '{"type":"Noted","specversion":"1.0","id":"%s","source":"tests"%s,"data":%s}\n' "$(id "$1")" "${3-}" "${2:-"{\"n\":$1}"}"
}

sql() { sqlite3 "$EMGEN_HOME/emgen.db" "$1"; }

sqlite3 app.db <"$data/golden/schema.sqlite.sql"
emgen introspect sqlite:app.db | emgen relations | emgen define >run.ndjson

# --- append ---

emgen store append --database sqlite:some.db --type TableAnalyzed,SchemaAnalyzed run.ndjson >out
same "with --type every line passes, too" out run.ndjson
is "and only those types are stored" "$(emgen store export --database sqlite:some.db)" "$(grep -E '^\{"type":"(TableAnalyzed|SchemaAnalyzed)"' run.ndjson)"

exits "a database below a file" 100 emgen store append --database sqlite:app.db/x run.ndjson
is "is said" "$(cat err)" "emgen-store: ./app.db/x: Not a directory"
mkdir folder
exits "a folder" 100 emgen store read --database sqlite:folder
is "is said" "$(cat err)" "emgen-store: ./folder: Is a directory"

exits "append" 0 emgen store append run.ndjson
same "passes every line on" out run.ndjson
is "has a row for each" "$(sql 'SELECT count(*) FROM domain_events')" "$(wc -l <run.ndjson)"
exits "read" 0 emgen store read
same "gives the lines back to the byte" out run.ndjson
events out
is "the folder is its owner's" "$(stat -c %a "$EMGEN_HOME")" 700
is "and so is the file" "$(stat -c %a "$EMGEN_HOME/emgen.db")" 600
is "positions are in the order of the lines" \
	"$(sql 'SELECT event_id FROM domain_events ORDER BY position')" "$(jq -r .id run.ndjson)"
is "a line of ours is kept in columns only" "$(sql 'SELECT count(line) FROM domain_events')" 0
is "data can be asked for" "$(sql "SELECT json_extract(event_data, '\$.name') FROM domain_events
	WHERE event_type = 'ModelDefinitionCreated' ORDER BY position LIMIT 1")" \
	"$(jq -r 'select(.type == "ModelDefinitionCreated").data.name' run.ndjson | head -1)"

exits "append again" 0 emgen store append run.ndjson
same "passes on, too" out run.ndjson
is "and adds nothing" "$(sql 'SELECT count(*) FROM domain_events')" "$(wc -l <run.ndjson)"
jq -c 'if .type == "SchemaAnalyzed" then .data.metrics.durationMs += 7 else . end' run.ndjson >later.ndjson
exits "metrics may differ" 0 emgen store append later.ndjson
is "and the first ones stay" "$(sql "SELECT count(*) FROM domain_events WHERE event_type = 'SchemaAnalyzed'")" 1
for what in '.data.schema.tables += 1' '.subject = "x"' '.type = "Noted"'; do
	grep SchemaAnalyzed run.ndjson | jq -c "$what" >other.ndjson
	exits "another event with a known id ($what)" 100 emgen store append other.ndjson
	like "is said" err 'is stored already, and says something else$'
done

# --- lines of strangers ---

{
	note 1
	note 2 '{ "a" : [1.0, 1e2, 12345678901234567890.5], "a/b":"\u0041\/\ud83d\ude00" }' ',"x":"y"'
	printf ' {"data":{},"type":"Noted" ,"specversion":"1.0", "id":"%s","source":"x" } \n' "$(id 3)"
	note 4 '{}' ',"time":"2026-01-31T12:00:00+01:00"'
	note 5 '{}' ',"time":"2026-01-31T12:00:00.123456Z"'
	note ABCDEF '{}' ',"correlationid":"0194B7F0-1C5A-7D0E-9A51-6C3E2F1D8B47"'
} 2>/dev/null >strange.ndjson
exits "lines written in another way" 0 env EMGEN_HOME=strange emgen store append strange.ndjson
exits "are read" 0 env EMGEN_HOME=strange emgen store read
same "as they were" out strange.ndjson
is "their times are in UTC" "$(sqlite3 strange/emgen.db "SELECT occurred_on FROM domain_events
	WHERE position = 4")" "2026-01-31T11:00:00.000000Z"

printf '{"type":"Barrier","specversion":"1.0","id":"%s","source":"w","data":{}}\n' "$(id 9)" >barrier
exits "a Barrier" 0 env EMGEN_HOME=passing emgen store append barrier
same "passes" out barrier
is "and is no event" "$(EMGEN_HOME=passing emgen store read)" ""

while read -r what line; do
	note 20 >bad.ndjson
	printf '%s\n' "$line" >>bad.ndjson
	note 21 >>bad.ndjson
	rm -rf bad rejects
	exits "$what" 100 env EMGEN_HOME=bad emgen store append bad.ndjson
	like "  is said, with its line" err '^emgen-store: bad.ndjson: line 2: '
	is "  what stood before it is stored" "$(EMGEN_HOME=bad emgen store read | jq -r .id)" "$(id 20)"
	exits "$what, with a place to go" 0 env EMGEN_HOME=bad emgen store append --rejects rejects bad.ndjson
	is "  the others are stored" "$(EMGEN_HOME=bad emgen store read | jq -r .data.n | tr '\n' ' ')" "20 21 "
	is "  it is put aside whole" "$(jq -r .data.original rejects | base64 -d)" "$line"
	events rejects
done <<E
no-id {"type":"Noted","specversion":"1.0","source":"x","data":{}}
no-UUID {"type":"Noted","specversion":"1.0","id":"1","source":"x","data":{}}
no-data {"type":"Noted","specversion":"1.0","id":"$(id 8)","source":"x"}
data-is-text {"type":"Noted","specversion":"1.0","id":"$(id 8)","source":"x","data":"y"}
no-type {"specversion":"1.0","id":"$(id 8)","source":"x","data":{}}
a-key-twice {"type":"Noted","specversion":"1.0","id":"$(id 8)","source":"x","data":{"a":1,"a":2}}
no-time {"type":"Noted","specversion":"1.0","id":"$(id 8)","source":"x","time":"2026-02-30T00:00:00Z","data":{}}
a-lone-surrogate {"type":"Noted","specversion":"1.0","id":"$(id 8)","source":"x","data":{"a":"\ud800"}}
E

# --- streams and versions ---

model=$(jq -r 'select(.data.name == "Order").data.modelId' run.ndjson)
is "a table, its relations and its model are one stream" \
	"$(sql "SELECT event_type, stream_version FROM domain_events WHERE stream_id = '$model' ORDER BY position")" \
	"TableAnalyzed|1
RelationshipsDetected|2
ModelDefinitionCreated|3"
is "what is of no model is in the stream of its run" \
	"$(sql "SELECT DISTINCT stream_id FROM domain_events WHERE event_type IN ('GenerationConfigured', 'SchemaAnalyzed')")" \
	"$(jq -r .correlationid run.ndjson | sort -u)"

expect() { note "$1" '{}' ",\"correlationid\":\"$(id 77)\"" | EMGEN_HOME=expect emgen store append --expect-version "$2"; }
exits "exists, of a new stream" 100 expect 1 exists
like "is said" err "the stream $(id 77) is at version 0, which is not expected"
exits "none, of a new stream" 0 expect 1 none
exits "none, of one that is there" 100 expect 2 none
exits "the version that it has" 0 expect 2 1
exits "a version that it had" 100 expect 3 1
exits "exists, of one that is there" 0 expect 3 exists
exits "any" 0 expect 4 any
exits "a repeated event met what it expected" 0 expect 2 1
is "the versions have no gap" "$(sqlite3 expect/emgen.db 'SELECT stream_version FROM domain_events ORDER BY 1' | tr '\n' ' ')" "1 2 3 4 "
exits "a version that is none" 100 expect 5 -1
like "is said" err '^emgen-store: --expect-version: neither a number nor any, none or exists: -1$'

# --- reading a part ---

for types in TableAnalyzed TableAnalyzed,SchemaAnalyzed; do
	exits "read --type $types" 0 emgen store read --type "$types"
	grep -E "^\{\"type\":\"(${types/,/|})\"" run.ndjson >want
	same "is what it says" out want
done
exits "read --stream" 0 emgen store read --stream "$model"
grep '"subject":"orders"' run.ndjson >want
same "is one model" out want
exits "from and to" 0 emgen store read --from 2 --to 4
sed -n 2,4p run.ndjson >want
same "count positions" out want
exits "since the beginning" 0 emgen store read --since 2020-01-01T00:00:00Z
same "is everything" out run.ndjson
exits "since tomorrow" 0 emgen store read --since "$(date -ud tomorrow +%FT%TZ)"
is "is nothing" "$(cat out)" ""
for bad in "--stream x" "--from x" "--to -1" "--since yesterday" "--nonsense" "operand"; do
	# shellcheck disable=SC2086
	exits "read $bad" 100 emgen store read $bad
done

for name in "$model" Order orders; do
	exits "events-for $name" 0 emgen store events-for "$name"
	grep '"subject":"orders"' run.ndjson >want
	same "is the model's life" out want
done
exits "events-for nobody" 100 emgen store events-for Nobody
like "is said" err '^emgen-store: Nobody: no such model is stored$'
emgen introspect sqlite:app.db --connection other | emgen define >two.ndjson
cat run.ndjson two.ndjson | EMGEN_HOME=two emgen store import
exits "events-for a name of two models" 100 env EMGEN_HOME=two emgen store events-for Order
like "names both" err "Order: several models are called so, name one by its id: orders \\(.*\\), orders \\($model\\)|orders \\($model\\), orders"

# --- following ---

mkfifo follow
EMGEN_HOME=live emgen store append </dev/null
EMGEN_HOME=live emgen store read --follow >follow &
follower=$!
exec 5<follow
for n in 1 2 3; do
	note $n | EMGEN_HOME=live emgen store append >/dev/null
	read -r line <&5
	is "what is appended is seen: $n" "$line" "$(note $n)"
done
exec 5<&-
note 4 | EMGEN_HOME=live emgen store append >/dev/null
wait "$follower"
is "a follower ends with its reader" "$?" 141
exits "a follower with an end" 0 env EMGEN_HOME=live emgen store read --follow --to 2
is "ends there" "$(jq -r .data.n out | tr '\n' ' ')" "1 2 "

# --- commits ---

mkfifo in passed
EMGEN_HOME=flush emgen store append <in >passed &
exec 6>in 7<passed
note 1 >&6
read -r line <&7
is "what is passed on is committed, though more may come" "$(EMGEN_HOME=flush emgen store read)" "$line"
exec 6>&- 7<&-
wait
for n in $(seq 1000); do note "$n"; done >many.ndjson
exits "many lines" 0 env EMGEN_HOME=many emgen store append --batch 7 many.ndjson
EMGEN_HOME=many emgen store export >back.ndjson
same "are there in order" back.ndjson many.ndjson
exits "verify" 0 env EMGEN_HOME=many emgen store verify
for bad in 0 x -1 100001; do exits "--batch $bad" 100 emgen store append --batch "$bad" </dev/null; done

writers=8
for w in $(seq $writers); do
	for n in $(seq 200); do note "$((w * 1000 + n))" '{}' ",\"correlationid\":\"$(id 99)\""; done >"w$w"
done
EMGEN_HOME=shared emgen store read --follow --to $((writers * 200)) >seen &
reader=$!
for w in $(seq $writers); do EMGEN_HOME=shared emgen store append --batch 5 "w$w" >"p$w" & pids[w]=$!; done
for w in $(seq $writers); do wait "${pids[w]}" || echo "writer $w: $?"; done >failed
is "$writers writers at once all end well" "$(cat failed)" ""
wait "$reader"
is "a reader of that time has seen every event" "$(jq -r .id seen | sort | uniq -c | awk '$1 != 1' | wc -l) $(wc -l <seen)" "0 $((writers * 200))"
for w in $(seq $writers); do
	[ "$(jq -r .id "p$w")" = "$(jq -r .id "w$w")" ] && cmp -s <(grep -F -f <(jq -r .id "w$w") seen) "w$w" || echo "$w"
done >disordered
is "each writer's in its order" "$(cat disordered)" ""
exits "verify them" 0 env EMGEN_HOME=shared emgen store verify

# --- export, import, stats, verify ---

emgen store export >export.ndjson
exits "import" 0 env EMGEN_HOME=copy emgen store import export.ndjson
is "says nothing" "$(cat out err)" ""
is "the copy equals the original, but for nothing" \
	"$(sqlite3 copy/emgen.db 'SELECT * FROM domain_events ORDER BY position')" \
	"$(sql 'SELECT * FROM domain_events ORDER BY position')"
exits "stats" 0 emgen store stats --json
is "count what is there" "$(jq -c '[.events, (.types[] | select(.type == "TableAnalyzed").events)]' out)" \
	"[$(wc -l <run.ndjson),$(grep -c '"type":"TableAnalyzed"' run.ndjson)]"
exits "stats for people" 0 emgen store stats
like "say the same" out "^ +$(wc -l <run.ndjson)  in [0-9]+ streams$"
sqlite3 copy/emgen.db "DELETE FROM domain_events WHERE event_type = 'RelationshipsDetected' AND subject = 'orders'"
exits "verify sees a gap" 1 env EMGEN_HOME=copy emgen store verify
like "and says where" err "position [0-9]+: from here on the versions of the stream $model have gaps"
sqlite3 copy/emgen.db "UPDATE domain_events SET line = replace('{\"type\":\"Noted\"}', 'x', 'x') WHERE position = 1"
exits "verify sees a line that is not its columns" 1 env EMGEN_HOME=copy emgen store verify
like "and says which" err '^emgen-store: position 1: '

EMGEN_HOME=order emgen store import run.ndjson
sqlite3 order/emgen.db "UPDATE domain_events SET stream_version = -stream_version WHERE stream_id = '$model';
	UPDATE domain_events SET stream_version = (SELECT count(*) FROM domain_events e WHERE e.stream_id = domain_events.stream_id) + 1 + stream_version WHERE stream_version < 0"
exits "verify sees versions that are not in the order of positions" 1 env EMGEN_HOME=order emgen store verify
is "once a stream" "$(grep -c "stream $model" err)" 1
jq -c 'if .type == "SchemaAnalyzed" then .data.schema = 7 else . end' run.ndjson | EMGEN_HOME=schema emgen store import
{ note 50; note 51 | jq -c 'del(.source)'; } | EMGEN_HOME=schema emgen store import
exits "verify sees an event that does not keep its schema" 1 env EMGEN_HOME=schema emgen store verify
like "and says how" err '^emgen-store: position [0-9]+: its schema: /data/schema: '
like "a stranger's must be an event" err '^emgen-store: position [0-9]+: its schema: .*required.*source'
is "the others are good" "$(wc -l <err)" 2
exits "verify without schemas" 100 env EMGEN_SHARE=/nowhere EMGEN_HOME=schema emgen store verify

# --- other databases, other programs ---

exits "a folder that cannot be made" 100 emgen store append --database sqlite:/proc/none/emgen.db /dev/null
like "is said" err '^emgen-store: '
echo "no database" >text.db
exits "a file that is no database" 100 emgen store read --database sqlite:text.db
exits "a database of a kind that it does not take" 100 emgen store read --database oracle:x
like "is said" err '^emgen-store: oracle: '
EMGEN_HOME=later emgen store append /dev/null
sqlite3 later/emgen.db "UPDATE emgen_migrations SET version = 99"
exits "a database of a later emgen" 100 env EMGEN_HOME=later emgen store read
like "is left alone" err 'made by a later emgen'
for n in $(seq 8); do EMGEN_HOME=first emgen store read & pids[n]=$!; done
for n in $(seq 8); do wait "${pids[n]}" || echo "$?"; done >failed
is "eight that start at once make the tables once" "$(cat failed)" ""
exits "no verb" 100 emgen store
exits "a verb that is none" 100 emgen store nonsense
exits "--help" 0 emgen store --help
for verb in append read stats verify; do exits "$verb --help" 0 emgen store $verb --help; done
exits "a full disk below the reader" 111 bash -c 'emgen store read >/dev/full'
