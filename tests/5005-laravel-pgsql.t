#!/bin/bash
# Real Eloquent on PostgreSQL: every generated model of the golden schema, of one
# with all constructs and of the corpora, with rows.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

generate() {
	pg_create "$1" "$(ddl "$1" pgsql)"
	emit "$1" "$(pg_dsn "$1")" --views "${@:2}"
}

verify() {
	judge "$1" "pgsql:host=$pg_dir;port=$pg_port;dbname=$1;user=postgres" --views
}

# check NAME [OPTION...]: models of the database are made, and verify.php finds nothing wrong.
check() {
	exits "$1: generate" 0 generate "$@"
	right "$1"
}

check golden
check constructs --schema 'public,shop,audit'
check legacy --schema 'public,hr'
check chinook
check pagila --through '*'

# What differs between versions of Laravel is in these two.
for version in $versions; do
	[ "$version" != 12 ] || continue
	use_laravel "$version"
	for name in golden constructs; do
		rm -r $name
		pg postgres -c "DROP DATABASE $name"
	done
	check golden
	check constructs --schema 'public,shop,audit'
done
