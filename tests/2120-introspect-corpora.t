#!/bin/bash
# emgen-introspect: every table, column, type, nullability, default and key of
# real schemas is as the catalogue has it.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"

for corpus in chinook northwind sakila; do
	sqlite3 $corpus.db <"$data/corpora/$corpus/sqlite.sql" >load.out 2>&1
	exits "$corpus" 0 emgen introspect "sqlite:$corpus.db" --views
	cp out $corpus.ndjson
	is "$corpus: no warnings" "$(cat err)" ""
	events $corpus.ndjson
	"$top/tests/catalog.py" tables <$corpus.ndjson >got
	"$top/tests/catalog.py" corpus "$data/corpora/$corpus/sqlite.catalog.json" >want
	same "$corpus: as a catalogue that was read without emgen" got want
	"$top/tests/catalog.py" events <$corpus.ndjson >got
	"$top/tests/catalog.py" pragmas $corpus.db >want
	same "$corpus: indexes, rules and views as the pragmas say" got want
	is "$corpus: the views of the catalogue" \
		"$(jq -r 'select(.type == "TableAnalyzed").data.table | select(.kind == "view").name' $corpus.ndjson)" \
		"$(jq -r '.views | sort[]' "$data/corpora/$corpus/sqlite.catalog.json")"
	is "$corpus: SchemaAnalysisStarted lists what follows" \
		"$(jq -c 'select(.type == "SchemaAnalysisStarted").data.tables[]' $corpus.ndjson)" \
		"$(jq -c 'select(.type == "TableAnalyzed").data.table | {schema, name, kind}' $corpus.ndjson)"
	is "$corpus: the counts" \
		"$(jq -c 'select(.type == "SchemaAnalyzed").data | [.schema.tables, .metrics.tables, .metrics.columns, .metrics.foreignKeys, .metrics.warnings]' $corpus.ndjson)" \
		"$(jq -sc '[.[] | select(.type == "TableAnalyzed").data.table] | [length, length, (map(.columns[]) | length), (map(.foreignKeys[]) | length), 0]' $corpus.ndjson)"
	is "$corpus: views are left out by default" \
		"$(emgen introspect "sqlite:$corpus.db" | jq -r 'select(.type == "TableAnalyzed").data.table.name')" \
		"$(jq -r '.tables | keys[]' "$data/corpora/$corpus/sqlite.catalog.json" | LC_ALL=C sort)"
done
