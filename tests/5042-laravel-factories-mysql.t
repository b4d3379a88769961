#!/bin/bash
# Every factory makes valid rows in MariaDB by itself: keys, checks and triggers
# are all in force, in Laravel's strict mode, and the server counts the rows.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"
# shellcheck source=laravel/factories.sh
. "$top/tests/laravel/factories.sh"

generate() {
	load "$1" "$(ddl "$1" mysql)" || return 1
	emit "$1" "$(dsn "$1")"
}

database() {
	echo "mariadb:unix_socket=$mariadb_socket;dbname=$1;user=root"
}

census() {
	sql "$1" -e "SELECT CONCAT('SELECT ''', TABLE_NAME, ''', COUNT(*) FROM \`', TABLE_NAME, '\`;')
		FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE NOT IN ('VIEW', 'SEQUENCE')" |
		sql "$1" | tr '\t' ' '
}

makes golden 20
makes pairs 2
makes renamed 20
makes constructs 10
unread='(json_length(`filled`) > 0).'
makes factories 100
unread=
makes chinook 10
makes laravelio 5
triggered=film_text
makes sakila 5 Customer,Inventory,Payment,Rental,Staff,Store
