#!/bin/bash
# emgen define --since-store with events and tables in PostgreSQL.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/events.sh"

types=ModelDefinitionCreated,ModelDefinitionChanged,ModelDefinitionRemoved
pg_create app
pg_create store
export EMGEN_DATABASE="pgsql:///store?host=$pg_dir&port=$pg_port&user=postgres"
sql() { pg app -c "$1"; }
run() {
	emgen introspect "pgsql:///app?host=$pg_dir&port=$pg_port&user=postgres" "$@" 2>introspect.err | emgen relations 2>/dev/null |
		emgen define --since-store 2>err >run.ndjson && emgen store append --type "$types" run.ndjson >/dev/null
	cat run.ndjson >>all.ndjson
}
new() { # what is new, as TYPE SUBJECT CHANGE...
	local run
	run=$(jq -r .correlationid run.ndjson | head -1)
	jq -r --arg run "$run" 'select(.correlationid == $run and (.type | startswith("ModelDefinition"))) |
		"\(.type[15:]) \(.subject) \([.data.changes[]? | "\(.change)/\(.name)/\(.old | tojson)/\(.new | tojson)"] | join(" "))"' run.ndjson
}

sql 'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
	CREATE SCHEMA sales; CREATE TABLE sales.orders (id bigint PRIMARY KEY, total numeric(8, 2) NOT NULL);
	CREATE SCHEMA audit; CREATE TABLE audit.entries (id bigint PRIMARY KEY)'
run --schema public,sales
is "at first all are created" "$(new | sort)" $'Created public.users \nCreated sales.orders '
emgen store export >before
run --schema public,sales
is "then nothing is new" "$(new)" ""
emgen store export >after
same "in the store neither" after before

sql "COMMENT ON TABLE users IS 'people'; COMMENT ON COLUMN users.email IS 'where''s \"mail\" sent'; ALTER TABLE users ALTER email DROP NOT NULL"
run --schema public,sales
is "comments and null" "$(new)" \
	'Changed public.users attribute-changed/comment/null/"people" column-nullability/email/false/true column-comment/email/null/"where'"'"'s \"mail\" sent"'
sql "ALTER TABLE sales.orders ALTER total TYPE numeric(10, 4), ALTER total SET DEFAULT 1; CREATE INDEX by_total ON sales.orders (total)"
run --schema public,sales
is "a type, a default, an index" "$(new | grep -o '^Changed.*/"numeric([^ ]*')" \
	'Changed sales.orders column-retyped/total/"numeric(8,2)"/"numeric(10,4)"'
is "the default of PHP's kind" "$(new | grep -o 'column-default[^ ]*')" 'column-default/total/null/"1.0000"'
is "the index" "$(new | grep -o 'index-added/[^/]*')" "index-added/total"

sql "CREATE DOMAIN euros AS numeric(10, 4); ALTER TABLE sales.orders ALTER total TYPE euros"
run --schema public,sales
is "a domain, and what it is of, are one change" "$(new)" 'Changed sales.orders column-retyped/total/"numeric(10,4)"/"euros"'

# Only schemas that are read can lose a table.
sql 'DROP TABLE sales.orders'
run
is "a schema that is not read loses nothing" "$(new)" ""
run --schema audit
is "a table of a schema that comes later is new" "$(new)" "Created audit.entries "
run --schema 'public,sales'
is "one that is read does" "$(new)" "Removed sales.orders "
events all.ndjson
exits "the store keeps its rules" 0 emgen store verify
