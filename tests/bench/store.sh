#!/bin/bash
# store.sh - the benchmark of the store and the bus, on a PostgreSQL server of
# its own that writes to its disk as one that matters does.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
pg_options=(-c fsync=on -c full_page_writes=on)
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"

trap 'pg_finish; cd /; rm -rf "$scratch"' EXIT
pg_create store
python3 "$top/tests/bench/store.py" "$build" "$pg_dir" "$pg_port"
