#!/bin/bash
# Every factory makes valid rows in PostgreSQL by itself: keys, checks, domains
# and triggers are all in force, and the server counts the rows.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"
# shellcheck source=laravel/factories.sh
. "$top/tests/laravel/factories.sh"

generate() {
	pg_create "$1" "$(ddl "$1" pgsql)" "${more[@]}"
	emit "$1" "$(pg_dsn "$1")" --schema '*'
}

database() {
	echo "pgsql:host=$pg_dir;port=$pg_port;dbname=$1;user=postgres"
}

# Of its own rows, for a table that others inherit from.
census() {
	pg "$1" -F ' ' <<-'END'
		SELECT format('SELECT %L, count(*) FROM %s %s', CASE nspname WHEN 'public' THEN relname ELSE nspname || '.' || relname END,
			CASE relkind WHEN 'r' THEN 'ONLY' END, c.oid::regclass)
		FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
		WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname NOT IN ('pg_catalog', 'information_schema')
		\gexec
	END
}

more=()
makes golden 20
makes pairs 2
makes renamed 20
makes constructs 10 Chicken,Egg
unread='(document: (jsonb_typeof(VALUE) IS NOT NULL)).
(home: ((VALUE).zip > 0)).'
makes factories 100
unread=
makes chinook 10
# Its partitions have foreign keys of their own, of which no model knows: rows of
# any have a place.
echo 'CREATE TABLE payment_rest PARTITION OF payment DEFAULT' >rest.sql
more=(rest.sql)
makes pagila 5
