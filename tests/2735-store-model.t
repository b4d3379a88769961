#!/bin/bash
# emgen store against a model in memory: random operations on each database.
# SEED=N repeats a run, OPERATIONS=N makes it longer.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"

seed=${SEED:-$((RANDOM * 32768 + RANDOM))}
model() { exits "$1, seed $seed" 0 python3 "$top/tests/store_model.py" "$seed" "${OPERATIONS:-40}"; }

export EMGEN_DATABASE=sqlite:model.db
model SQLite
pg_create model
export EMGEN_DATABASE="pgsql:///model?host=$pg_dir&port=$pg_port&user=postgres"
export CONNINFO="host=$pg_dir port=$pg_port user=postgres dbname=model"
model PostgreSQL
