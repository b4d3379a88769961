#!/bin/bash
# Real Eloquent on what is generated from MySQL itself: keys, casts, relations
# against SQL joins, pivots, saves; and every factory makes valid rows.
. "${0%/*}/lib.sh"
. "$top/tests/mysql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"
# shellcheck source=laravel/factories.sh
. "$top/tests/laravel/factories.sh"

generate() {
	local file
	case $1 in
	constructs) file=$data/constructs.oracle.sql ;;
	shaped) file=shaped.sql ;;
	*) file=$(ddl "$1" mysql) ;;
	esac
	load "$1" "$file" || return 1
	# what SELECT * leaves out
	[ "$1" != constructs ] || sql constructs -e 'ALTER TABLE things DROP hidden; DROP TABLE gipk' || return 1
	emit "$1" "$(dsn "$1")" "${@:2}"
}

# The database is used up.
verify() {
	judge "$1" "mysql:unix_socket=$mariadb_socket;dbname=$1;user=root" "${@:2}"
}

for name in golden constructs chinook sakila laravelio; do
	exits "$name: generate" 0 generate "$name"
	right "$name"
done

# --- Factories ---

database() {
	echo "mysql:unix_socket=$mariadb_socket;dbname=$1;user=root"
}

census() {
	sql "$1" -e "SELECT CONCAT('SELECT ''', TABLE_NAME, ''', COUNT(*) FROM \`', TABLE_NAME, '\`;')
		FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'VIEW'" |
		sql "$1" | tr '\t' ' '
}

rm -r constructs chinook
makes constructs 10
makes chinook 10
# which is regexp_like() to its catalogue, as -90 is -(90)
echo "CREATE TABLE shaped (id int AUTO_INCREMENT PRIMARY KEY,
	code varchar(12) NOT NULL UNIQUE CHECK (code REGEXP '^[[:upper:]]{2}-[0-9]{3,6}\$'),
	latitude double NOT NULL CHECK (latitude BETWEEN -90 AND -80), step int NOT NULL CHECK (step IN (-1, -2)))" >shaped.sql
makes shaped 20
