#!/bin/bash
# emgen-introspect-mysql: every table, column, type, nullability, default, key,
# index, rule, check and comment is as the server has it.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/mariadb.sh"

# right NAME [OPTION...]: the events of a database, in NAME.ndjson, are what the
# server says of it.
right() {
	local name=$1
	shift
	exits "$name" 0 emgen introspect "$(dsn "$name")" "$@"
	mv out "$name.ndjson"
	events "$name.ndjson"
	"$top/tests/catalog_mysql.py" events <"$name.ndjson" >got
	"$top/tests/catalog_mysql.py" server "$mariadb_socket" "$name" >want
	same "$name: as SHOW CREATE TABLE says" got want
	ok "$name: and that is something" test "$(grep -c '"table"' want)" -gt 5
	is "$name: SchemaAnalysisStarted lists what follows" \
		"$(jq -c 'select(.type == "SchemaAnalysisStarted").data.tables[]' "$name.ndjson")" \
		"$(jq -c 'select(.type == "TableAnalyzed").data.table | {schema, name, kind}' "$name.ndjson")"
}

for corpus in chinook sakila laravelio; do
	load "$corpus" "$data/corpora/$corpus/mysql.sql"
	right $corpus --views --tables '*,migrations,failed_jobs,password_resets,personal_access_tokens,jobs,job_batches,cache,cache_locks,sessions,password_reset_tokens'
	jq -c 'select(.data.table.kind != "view")' $corpus.ndjson | "$top/tests/catalog_mysql.py" tables >got
	"$top/tests/catalog_mysql.py" corpus "$data/corpora/$corpus/mysql.catalog.json" >want
	same "$corpus: as a catalogue that was read without emgen" got want
	is "$corpus: the views of the catalogue" \
		"$(jq -r 'select(.type == "TableAnalyzed").data.table | select(.kind == "view").name' $corpus.ndjson)" \
		"$(jq -r '.views | sort[]' "$data/corpora/$corpus/mysql.catalog.json")"
	is "$corpus: views are left out by default" \
		"$(emgen introspect "$(dsn $corpus)" 2>/dev/null | jq -r 'select(.type == "TableAnalyzed").data.table | select(.kind == "view").name')" ""
done

for name in constructs strange; do
	load $name "$data/$name.mysql.sql"
	right $name --views
done

# --- What people wrote by hand for laravelio, where a declared key backs it ---

cat >hand.py <<'P'
import json, sys
made = set()
for line in open("relations.ndjson"):
    event = json.loads(line)
    if event["type"] != "RelationshipsDetected":
        continue
    for r in event["data"]["relationships"]:
        one = r["kind"] in ("hasOne", "hasMany")
        made.add((event["data"]["table"]["name"], "hasMany" if one else r["kind"], r.get("related", {}).get("name"),
                  r["foreignKey"][0]))
count = 0
for r in json.load(open(sys.argv[1])):
    if r["constrained"] or not r["schema"]["mysql"]["fk_constraint"]:
        continue
    # a hasOne whose key is not unique is what only a person can know
    kind = "hasMany" if r["kind"] == "hasOne" and not r["schema"]["mysql"]["fk_unique"] else r["kind"]
    count += 1
    if (r["table"], kind, r["related_table"], r["foreign_key"]) not in made:
        print("missing:", r["table"], r["method"], kind, r["related_table"], r["foreign_key"])
print(count)
P
emgen relations laravelio.ndjson >relations.ndjson
is "laravelio: each relation written by hand is found with its keys" \
	"$(python3 hand.py "$data/corpora/laravelio/relations.json")" \
	"$(jq "map(select((.constrained | not) and .schema.mysql.fk_constraint)) | length" "$data/corpora/laravelio/relations.json")"
