#!/bin/bash
# emgen-introspect-pgsql reads PostgreSQL 12 to 18 alike: all is as the server's
# catalogue has it, and what two versions have is the same in their events.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
if [ "$(uname -m)" != x86_64 ]; then
	count='0 # SKIP the servers are for x86-64' # for the plan
	exit
fi
servers=$("$top/tests/postgres.sh") || exit
. "$top/tests/pgsql.sh"

# become MAJOR: the server is of that version from here on, and empty.  It runs
# as somebody who may not look into the tree.
become() {
	pg_stop INT
	rm -rf "$pg_dir/data" "$pg_dir/server"
	cp -r "$servers/$1" "$pg_dir/server"
	pg_bin=$pg_dir/server/bin
	pg_start
}

# tables [FILTER]: as they were read, one in a line.
tables() {
	jq -cS "select(.type == \"TableAnalyzed\").data.table | $1" "$version.ndjson"
}

# read_all: what the server of $version has, compared with its own catalogue.
read_all() {
	local schemas
	pg_create versions "$data/versions.pgsql.sql"
	exits "$version" 0 emgen introspect "$(pg_dsn versions)" --schema '*' --views
	cp out "$version.ndjson"
	is "$version: no warnings" "$(cat err)" ""
	events "$version.ndjson"
	schemas=$(pg versions -c "SELECT string_agg(quote_literal(nspname), ',') FROM pg_namespace
		WHERE nspname LIKE 'since%' OR nspname = 'public'")
	"$top/tests/pg_catalog.py" events <"$version.ndjson" >got
	"$top/tests/pg_catalog.py" server "$schemas" psql -X -q -t -h "$pg_dir" -p "$pg_port" -U postgres -d versions >want
	ok "$version: the server was read" test -s want
	same "$version: all is as the server says" got want
	is "$version: what is left out, and why" \
		"$(jq -r 'select(.type == "SchemaAnalysisStarted").data.omitted[] | "\(.name) \(.reason)"' out)" \
"measurements_2020 partition
owned extension
regions_north partition
regions_north_0 partition
regions_rest partition"
}

# golden: from DDL to files, as the server of the system leads to them.
golden() {
	local file
	pg_create golden "$data/golden/schema.pgsql.sql"
	exits "$version: golden" 0 emgen generate "$(pg_dsn golden)" --out golden/Models --enums golden/Enums \
		--factories golden/Factories --laravel 12
	for file in Models/Order Models/OrderProduct Enums/OrderStatus Factories/OrderFactory; do
		same "$version: ${file#*/}" "golden/$file.php" "$data/golden/${file#*/}.php"
	done
	rm -r golden
}

version=system
read_all
tables . >tables.system
ours=$(pg versions -c 'SHOW server_version_num')
ours=${ours%????}

for version in 12 13 14 16 17 18; do
	become "$version"
	is "$version: the server is of that version" "$(pg postgres -c 'SHOW server_version' | cut -d. -f1)" "$version"
	read_all
	# A schema tells since when its tables are.
	tables '.' >got
	both=$((version < ours ? version : ours))
	for file in got tables.system; do
		jq -c --argjson both "$both" \
			'select(.schema == "public" or (.schema | ltrimstr("since_") | tonumber) <= $both)' "$file" >"$file.both"
	done
	ok "$version: there is what all have" grep -q '"schema":"public"' got.both
	same "$version: what both have is the same as of $ours" got.both tables.system.both
	golden
done

# What 18 brought; this is the server of 18 still.

is "virtual and stored columns" "$(tables 'select(.name == "computed").columns[] | "\(.name) \(.generated) \(.nullable)"' | jq -r .)" \
"id null false
a null false
virtual virtual true
virtual_too virtual false
stored stored true"
is "what must not be null" "$(tables 'select(.name == "needed").columns[] | "\(.name) \(.nullable)"' | jq -r .)" \
"id false
a false
b false
c true"
is "keys without overlaps" "$(tables 'select(.name == "stays") | .primaryKey, .uniqueKeys[]')" \
'{"columns":["room","during"],"name":"one_at_a_time"}
{"columns":["guest","during"],"method":"gist","name":"in_one_place"}'
is "whose ranges must not be empty" "$(tables 'select(.name == "stays").checks[] | "\(.name) \(.expression)"' | jq -r .)" \
"in_one_place (NOT isempty(during))
one_at_a_time (NOT isempty(during))"
ok "as the server says, too" grep -q 'empty WITHOUT OVERLAPS value' <(pg versions -c "INSERT INTO since_18.stays VALUES (1, 'empty', 1)" 2>&1)
exits "their factories" 0 emgen generate "$(pg_dsn versions)" --schema since_18 --out Models --factories Factories
like "make ranges with something in them" Factories/StayFactory.php "'during' => sprintf\('\[.*fake\(\)->unique\(\)->date"
is "a CHECK that nobody enforces says nothing of the rows" \
	"$(tables 'select(.name == "loose") | .checks[].name, (.columns[] | select(.values != []).name)' | jq -r .)" \
"loose_size_check
size"
is "a foreign key that nobody enforces is one still" "$(tables 'select(.name == "loose").foreignKeys[].columns')" '["tenant_id"]'
