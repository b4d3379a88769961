#!/bin/bash
# Real Eloquent on PostgreSQL: every generated model of the golden schema, of one
# with all constructs and of the corpora, with rows.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

pgsql_ddl() {
	case $1 in
	golden) echo "$data/golden/schema.pgsql.sql" ;;
	constructs) echo "$data/constructs.pgsql.sql" ;;
	*) echo "$data/corpora/$1/pgsql.sql" ;;
	esac
}

# right NAME [OPTION...]: models of the database are made, and verify.php finds nothing wrong.
right() {
	local name=$1
	shift
	pg_create "$name" "$(pgsql_ddl "$name")"
	exits "$name: generate" 0 emgen generate "$(pg_dsn "$name")" --out "$name/Models" --enums "$name/Enums" \
		--factories "$name/Factories" --laravel 12 --quiet --views "$@"
	php "$top/tests/laravel/verify.php" --vendor "$laravel/vendor" \
		--database "pgsql:host=$pg_dir;port=$pg_port;dbname=$name;user=postgres" \
		--models "$name/Models" --enums "$name/Enums" --factories "$name/Factories" --views >tap 2>&1
	is "$name: nothing is wrong" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
}

right golden
right constructs --schema 'public,shop,audit'
right chinook
right pagila
