#!/bin/bash
# pgsql.sh [TABLES ...] - the benchmark on a PostgreSQL server of its own.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"

trap 'pg_finish; cd /; rm -rf "$scratch"' EXIT
peer=$build/kysely
if [ ! -e "$peer/node_modules/.bin/kysely-codegen" ]; then
	mkdir -p "$peer"
	npm install --prefix "$peer" --silent --no-audit --no-fund --no-package-lock \
		kysely-codegen@0.20.0 kysely pg typescript@5 >&2
fi
[ $# -gt 0 ] || set -- 100 1000 10000
for tables; do
	pg_create "bench$tables"
	python3 "$top/tests/bench/pgsql.py" ddl "$tables" | pg "bench$tables"
	pg "bench$tables" -c ANALYZE
done
python3 "$top/tests/bench/pgsql.py" run "$build" "$peer" "$pg_dir" "$pg_port" "$@"
