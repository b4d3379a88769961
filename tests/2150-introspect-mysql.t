#!/bin/bash
# emgen-introspect-mysql: what a MariaDB database says, to the letter.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/mariadb.sh"

# read_sql SQL [OPTION...]: the events of a schema, in out.
read_sql() {
	local statements=$1
	shift
	load t /dev/fd/3 3<<<"$statements"
	emgen introspect "$(dsn t)" "$@" >out 2>err
}

columns() {
	jq -r "select(.type == \"TableAnalyzed\").data.table.columns[] | $1" out
}

tables() {
	jq -r "select(.type == \"TableAnalyzed\").data.table | $1" out
}

read_sql 'CREATE TABLE a (id int PRIMARY KEY)'
events out
is "a table" "$(tables '[.name, .kind, .schema, .primaryKey.columns[0]] | @json')" '["a","table",null,"id"]'
