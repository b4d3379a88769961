#!/bin/bash
# emgen store against a model in memory: random operations on each database.
# SEED=N repeats a run, OPERATIONS=N makes it longer.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"

seed=${SEED:-$((RANDOM * 32768 + RANDOM))}
model() { exits "$1, seed $seed" 0 python3 "$top/tests/store_model.py" "$seed" "${OPERATIONS:-40}"; }

export EMGEN_DATABASE=sqlite:model.db
model SQLite
pg_create model
export EMGEN_DATABASE="pgsql:///model?host=$pg_dir&port=$pg_port&user=postgres"
export CLIENT="psql -XqAt -F '	' -v ON_ERROR_STOP=1 -h $pg_dir -p $pg_port -U postgres -d model -c"
model PostgreSQL
sql -e 'CREATE DATABASE model'
EMGEN_DATABASE=$(dsn model)
export CLIENT="mariadb --no-defaults --socket=$mariadb_socket --user=root --batch --raw --skip-column-names model -e"
model MariaDB
