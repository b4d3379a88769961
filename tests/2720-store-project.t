#!/bin/bash
# emgen store project: the read side follows from the events alone.
. "${0%/*}/lib.sh"

export EMGEN_HOME=$scratch/home
sql() { sqlite3 "${2:-$EMGEN_HOME/emgen.db}" "$1"; }
rows() { sql 'SELECT * FROM model_catalog ORDER BY model_id; SELECT * FROM relationship_catalog ORDER BY model_id, name' "$@"; }

for name in golden constructs.sqlite; do
	file=$data/$name.sql
	[ -e "$file" ] || file=$data/$name/schema.sqlite.sql
	sqlite3 "$name.db" <"$file" >/dev/null
	emgen introspect "sqlite:$name.db" --connection "$name" 2>/dev/null | emgen relations 2>/dev/null | emgen define 2>/dev/null >"$name.ndjson"
done

emgen store import golden.ndjson
exits "project" 0 emgen store project
is "a row for each model, as it is defined" \
	"$(sql 'SELECT class, table_name, connection, namespace, columns, relations FROM model_catalog ORDER BY table_name')" \
	"$(jq -r 'select(.type == "ModelDefinitionCreated").data |
		[.name, .attributes.table.name, .attributes.connection, .attributes.namespace,
		(.attributes.columns | length), (.attributes.relations | length)] | join("|")' golden.ndjson | sort -t'|' -k2)"
is "and one for each of its relations" \
	"$(sql 'SELECT c.class, r.name, r.kind, r.related, r.foreign_key FROM relationship_catalog r JOIN model_catalog c USING (model_id)' | sort)" \
	"$(jq -r 'select(.type == "ModelDefinitionCreated").data | .name as $class | .attributes.relations[] |
		[$class, .name, .kind, .class, .foreignKey] | join("|")' golden.ndjson | sort)"
rows >before
exits "project again" 0 emgen store project
is "changes nothing" "$(rows)" "$(cat before)"

# A life: changed, removed, and there again.
event() { # N TYPE JQ: what became of the model Order
	jq -c --arg id "00000000-0000-7000-8000-$1" --arg type "$2" \
		'select(.data.name == "Order") | .type = $type | .id = $id | .time = "2030-01-01T00:00:\($id[-2:]).000000Z" | '"$3" golden.ndjson
}
event 000000000001 ModelDefinitionChanged '.data.changes = [] | .data.name = "Bestellung" | .data.attributes.relations |= .[:2]' | emgen store import
emgen store project
is "a changed model has its new name and relations" \
	"$(sql "SELECT class, relations, changed_on, removed_on FROM model_catalog WHERE table_name = 'orders'")" "Bestellung|2|2030-01-01T00:00:01.000000Z|"
event 000000000002 ModelDefinitionRemoved 'del(.data.attributes)' | emgen store import
emgen store project
is "a removed one says since when" \
	"$(sql "SELECT removed_on, (SELECT count(*) FROM relationship_catalog r WHERE r.model_id = c.model_id) FROM model_catalog c WHERE table_name = 'orders'")" \
	"2030-01-01T00:00:02.000000Z|0"
event 000000000003 ModelDefinitionCreated . | emgen store import
emgen store project
is "one that is there again is there" "$(sql "SELECT class, removed_on, relations > 2 FROM model_catalog WHERE table_name = 'orders'")" "Order||1"
event 000000000004 ModelGenerated '.data = {modelId: .data.modelId, model: "Order", path: "app/Models/Order.php", artifact: "model"}' | emgen store import
event 000000000006 ModelGenerated '.data = {modelId: .data.modelId, model: "OrderStatus", path: "app/Enums/OrderStatus.php", artifact: "enum"}' | emgen store import
event 000000000005 ModelDefinitionCreated '.data = {modelId: .data.modelId}' | emgen store import
exits "an event that defines nothing" 0 emgen store project
is "stops nothing" "$(sql "SELECT path, generated_on FROM model_catalog WHERE table_name = 'orders'")" "app/Models/Order.php|2030-01-01T00:00:04.000000Z"
emgen store import constructs.sqlite.ndjson
exits "and what came later" 0 emgen store project
rows >live
exits "project --rebuild" 0 emgen store project --rebuild
is "makes the same rows from the first event on" "$(rows)" "$(cat live)"
ok "and they are more than before" [ "$(wc -l <live)" -gt "$(wc -l <before)" ]

emgen store export | EMGEN_HOME=copy emgen store import
for n in 1 2 3 4; do EMGEN_HOME=copy emgen store project & pids[n]=$!; done
for n in 1 2 3 4; do wait "${pids[n]}" || echo "$?"; done >failed
is "four at once all end well" "$(cat failed)" ""
is "with the same rows" "$(rows copy/emgen.db)" "$(cat live)"
