#!/bin/bash
# Real Eloquent on what is generated from MariaDB: keys, casts, relations against
# SQL joins, pivots, saves, factories.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

generate() {
	load "$1" "$(ddl "$1" mysql)" || return 1
	emit "$1" "$(dsn "$1")" "${@:2}"
}

# The database is used up.
verify() {
	judge "$1" "$driver:unix_socket=$mariadb_socket;dbname=$1;user=root" "${@:2}"
}

driver=mariadb
for name in golden constructs legacy chinook sakila laravelio; do
	exits "$name: generate" 0 generate "$name"
	right "$name"
done

# Laravel's other driver for the same server.
driver=mysql
exits "constructs: generate with views, and through tables" 0 generate constructs --views --through '*'
right constructs --views

# What differs between versions of Laravel is in these two.
for version in $versions; do
	[ "$version" != 12 ] || continue
	use_laravel "$version"
	for name in golden constructs; do
		rm -r $name
		exits "$name: generate" 0 generate "$name" --through '*'
		right "$name"
	done
done
