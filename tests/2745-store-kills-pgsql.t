#!/bin/bash
# emgen store on PostgreSQL, killed at each boundary (store-kills.sh).
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"

pg_create home
export EMGEN_DATABASE="pgsql:///home?host=$pg_dir&port=$pg_port&user=postgres"
ask() { pg home -c "$1"; }
keep() { pg_dump -h "$pg_dir" -p "$pg_port" -U postgres --schema public home >start.sql; }
back() { { echo 'DROP SCHEMA public CASCADE;'; cat start.sql; } | pg home >back.out 2>&1 || cat back.out; }
wipe() { ask 'DROP SCHEMA public CASCADE; CREATE SCHEMA public' 2>wipe.err; }
notes=5 least=5
. "$top/tests/store-kills.sh"
