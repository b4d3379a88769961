#!/bin/bash
# emgen models: what the stored events define, as it is now.
. "${0%/*}/lib.sh"

sqlite3 app.db <"$data/golden/schema.sqlite.sql"
emgen introspect sqlite:app.db | emgen relations | emgen define >run.ndjson
is "nothing is stored, nothing is there" "$(emgen models)" ""
emgen store import run.ndjson

exits "emgen models" 0 emgen models --json
is "lists what is defined, by class" "$(jq -r '[.modelId, .name, .table, .columns, .relations] | join(" ")' out)" \
	"$(jq -r 'select(.type == "ModelDefinitionCreated").data | [.modelId, .name, .attributes.table.name,
		(.attributes.columns | length), (.attributes.relations | length)] | join(" ")' run.ndjson | sort -k2)"
exits "for people" 0 emgen models
like "too" out '^Order +orders +17 columns +6 relations$'
like "one is not several" out ' 1 relation$'
unlike "anywhere" out ' 1 (relations|columns)'

jq -c 'select(.data.name == "Order") | .type = "ModelDefinitionRemoved" | .id = "00000000-0000-7000-8000-000000000001" |
	.time = "2030-01-01T00:00:00.000000Z" | del(.data.attributes)' run.ndjson | emgen store import
is "what is removed is left out" "$(emgen models --json | jq -r 'select(.table == "orders").name')" ""
is "unless it is asked for" "$(emgen models --removed --json | jq -r 'select(.table == "orders").removedOn')" "2030-01-01T00:00:00.000000Z"
is "and shown as that" "$(emgen models --removed | grep -c '^Order .*  removed$')" 1

# What is rendered is part of a model's life.
export EMGEN_HOME=rendered
emgen render --out app/Models run.ndjson | emgen store append >rendered.ndjson
is "the file of each model" "$(emgen models --json | jq -r '"\(.name) \(.path)"' | sort)" \
	"$(jq -r 'select(.type == "ModelGenerated" and (.data.artifact | IN("model", "pivot"))).data | "\(.model) \(.path)"' rendered.ndjson | sort)"
is "its files are in its stream" "$(emgen store events-for Order | jq -r '"\(.type) \(.data.path // "")"')" \
	"$(jq -r 'select(.subject == "orders") | select(.data.modelId or .data.table.name or .data.relationships) | "\(.type) \(.data.path // "")"' rendered.ndjson)"
rm -rf again && EMGEN_HOME=again emgen store import run.ndjson
emgen render --out app/Models run.ndjson | EMGEN_HOME=again emgen store import
is "a file that is as it was has its place, too" "$(EMGEN_HOME=again emgen models --json | jq -r '"\(.name) \(.path)"' | sort)" \
	"$(emgen models --json | jq -r '"\(.name) \(.path)"' | sort)"
unset EMGEN_HOME

sqlite3 odd.db 'CREATE TABLE "a
b" (id INTEGER PRIMARY KEY)'
emgen introspect sqlite:odd.db 2>/dev/null | emgen define 2>/dev/null | EMGEN_HOME=odd emgen store import
is "a name cannot break the line" "$(EMGEN_HOME=odd emgen models | wc -l)" 1
exits "an operand" 100 emgen models x
exits "no database" 100 emgen models --database oracle:x
exits "--help" 0 emgen models --help
exits "a full disk below" 111 bash -c 'emgen models >/dev/full'
