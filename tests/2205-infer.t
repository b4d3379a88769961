#!/bin/bash
# Keys that only names tell: of real schemas whose foreign keys were taken away
# the same relations are found, and the same models made.
. "${0%/*}/lib.sh"

# keyless: an analysis as if the database had no foreign keys.
keyless() {
	jq -c 'if .type == "TableAnalyzed" then .data.table.foreignKeys = [] else . end'
}

ends() {
	jq -r 'select(.type == "RelationshipsDetected").data | .table.name as $table | .relationships[] |
		[$table, .kind, .foreignKey[0], .related.name, .name] | join(" ")' | sort
}

# differences CORPUS: relations that only keys (<) and only names (>) tell.
differences() {
	sqlite3 "$1.db" <"$data/corpora/$1/sqlite.sql"
	emgen introspect "sqlite:$1.db" | emgen relations | ends >"$1.keys"
	emgen introspect "sqlite:$1.db" --infer-relations | keyless | emgen relations | ends >"$1.names"
	diff "$1.keys" "$1.names" | grep '^[<>]'
}

is "sakila: all, and one that the schema forgot" "$(differences sakila)" \
"> film hasOne film_id film_text text
> film_text belongsTo film_id film film"
is "chinook: all but names that say nothing" "$(differences chinook)" \
"< Customer belongsTo SupportRepId Employee supportRep
< Employee belongsTo ReportsTo Employee reportsTo
< Employee hasMany ReportsTo Employee employees
< Employee hasMany SupportRepId Customer customers"
differences northwind >differences
is "northwind: nothing that is not there" "$(grep '^>' differences)" \
"> CustomerCustomerDemo belongsTo CustomerID Customers customer
> Customers hasMany CustomerID CustomerCustomerDemo customerDemos"
ok "with relations to compare" test "$(cat ./*.keys | wc -l)" -gt 60

models() { emgen define | emgen render --out "$1" --lock "$1.lock" >/dev/null 2>"$1.err"; }

emgen introspect sqlite:sakila.db | emgen relations | models keys
emgen introspect sqlite:sakila.db --infer-relations | keyless | emgen relations | models names
grep -rl '@property-read .*|null' names >nullable
sed -i '/@property-read/s/|null//' keys/*.php names/*.php
is "the models are the same but for that one" "$(diff -rq keys names)" \
"Files keys/Film.php and names/Film.php differ
Files keys/FilmText.php and names/FilmText.php differ"
ok "and that rows can be missing" grep -qx names/City.php nullable
