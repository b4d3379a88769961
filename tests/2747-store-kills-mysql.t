#!/bin/bash
# emgen store on MariaDB, killed at each boundary (store-kills.sh).
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"

sql -e "SET GLOBAL innodb_file_per_table = 0" # a database is made anew for each kill
EMGEN_DATABASE=$(dsn home)
export EMGEN_DATABASE
ask() { sql home -e "$1"; }
keep() { mariadb-dump --no-defaults --socket="$mariadb_socket" --user=root --skip-dump-date home >start.sql; }
wipe() { sql -e 'DROP DATABASE IF EXISTS home; CREATE DATABASE home'; }
back() { wipe && sql home <start.sql; }
notes=5 least=5
. "$top/tests/store-kills.sh"
