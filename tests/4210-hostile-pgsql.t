#!/bin/bash
# A schema of PostgreSQL that means harm: every file is PHP, is loaded, lies
# where it should, and holds what is hostile as text.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

pg_create hostile "$data/hostile.pgsql.sql"
schema="public,'; pwned(); //"
mkdir -p app/deep
generate() {
	emgen generate "$(pg_dsn hostile)" --schema "$schema" --out app/deep/Models --enums app/deep/Enums \
		--factories app/deep/Factories --docs app/deep/docs --events run.ndjson
}
exits "it is read and written" 0 generate
events run.ndjson
is "no file lies elsewhere" "$(find . -newer "$pg_dir/log" -type f ! -path './app/deep/*' ! -name '*.out' ! -name out ! -name err ! -name run.ndjson ! -name log | sort)" ""
is "each table has its model" "$(find app/deep/Models -name '*.php' | wc -l)" \
	"$(jq -r 'select(.type == "SchemaAnalysisStarted").data.tables | length' run.ndjson)"
ok "each is PHP" bash -c 'find app -name "*.php" -print0 | xargs -0 -n20 php -l >/dev/null'
is "each is loaded, and is inert" "$(php "$data/inert.php" "$laravel/vendor" app 2>&1)" "$(find app -name '*.php' | wc -l) files"
is "nothing in them that cannot be seen" \
	"$(LC_ALL=C.UTF-8 grep -rlP '[\x{0}-\x{8}\x{b}-\x{1f}\x{7f}-\x{9f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]' app/deep/*/)" ""
is "nor in messages" "$(LC_ALL=C.UTF-8 grep -cP '[\x{0}-\x{8}\x{b}-\x{1f}\x{7f}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]' err)" 0
is "all names come through" \
	"$(jq -r 'select(.type == "TableAnalyzed").data.table | "\(.schema | tojson) \(.name | tojson) \([.columns[].name] | tojson)"' run.ndjson | sort)" \
	"$(pg hostile -c "SELECT to_json(nspname) || ' ' || to_json(relname) || ' ' || coalesce(replace((SELECT json_agg(attname ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = c.oid AND attnum > 0)::text, '\", \"', '\",\"'), '[]') FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
		WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')" | jq -rR '. as $l | [match("^(\"(?:[^\"\\\\]|\\\\.)*\") (\"(?:[^\"\\\\]|\\\\.)*\") (.*)$").captures[].string | fromjson | tojson] | join(" ")' | sort)"
exits "once more" 0 generate
is "a second run writes nothing" "$(grep -c '"ModelGenerated"' run.ndjson)" 0
