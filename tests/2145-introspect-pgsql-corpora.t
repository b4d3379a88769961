#!/bin/bash
# emgen-introspect-pgsql: every table, column, type, nullability, default, key
# and index of real schemas, and of one with all constructs, is as the catalogue
# has it.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/pgsql.sh"

# same_as_server DATABASE SCHEMA...: the events in DATABASE.ndjson.
same_as_server() {
	local database=$1 list
	shift
	list=$(printf "'%s'," "$@")
	"$top/tests/pg_catalog.py" events <"$database.ndjson" >got
	"$top/tests/pg_catalog.py" server "${list%,}" psql -X -q -t -h "$pg_dir" -p "$pg_port" -U postgres -d "$database" >want
	ok "$database: the server was read" test -s want
	same "$database: all is as the server says" got want
}

for corpus in chinook pagila; do
	pg_create $corpus "$data/corpora/$corpus/pgsql.sql"
	exits "$corpus" 0 emgen introspect "$(pg_dsn $corpus)" --views
	cp out $corpus.ndjson
	is "$corpus: no warnings" "$(cat err)" ""
	events $corpus.ndjson
	"$top/tests/pg_catalog.py" tables <$corpus.ndjson >got
	mapfile -t partitions < <(pg $corpus -c 'SELECT relname FROM pg_class WHERE relispartition')
	"$top/tests/pg_catalog.py" corpus "$data/corpora/$corpus/pgsql.catalog.json" "${partitions[@]}" >want
	same "$corpus: as a catalogue that was read without emgen" got want
	same_as_server $corpus public
	is "$corpus: the views of the catalogue" \
		"$(jq -r 'select(.type == "TableAnalyzed").data.table | select(.kind == "view").name' $corpus.ndjson)" \
		"$(jq -r '.views | sort[]' "$data/corpora/$corpus/pgsql.catalog.json")"
	is "$corpus: SchemaAnalysisStarted lists what follows" \
		"$(jq -c 'select(.type == "SchemaAnalysisStarted").data.tables[]' $corpus.ndjson)" \
		"$(jq -c 'select(.type == "TableAnalyzed").data.table | {schema, name, kind}' $corpus.ndjson)"
done

pg_create constructs "$data/constructs.pgsql.sql"
exits "constructs" 0 emgen introspect "$(pg_dsn constructs)" --schema 'public,shop,audit' --views --tables '*,migrations'
cp out constructs.ndjson
events constructs.ndjson
same_as_server constructs public shop audit
