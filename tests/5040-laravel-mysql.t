#!/bin/bash
# Real Eloquent on what is generated from MariaDB: keys, casts, relations against
# SQL joins, pivots, saves, factories.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# right DRIVER NAME [OPTION...]: verify.php ran to its end and found nothing.
right() {
	mysql_verify "$@" >tap 2>&1
	is "$2: nothing is wrong as $1${3:+ with $3}" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
}

for name in $mysql_schemas; do
	exits "$name: generate" 0 mysql_generate "$name"
	right mariadb "$name"
done

exits "constructs: generate with views" 0 mysql_generate constructs --views
right mysql constructs --views
