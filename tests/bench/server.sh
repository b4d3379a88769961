#!/bin/bash
# server.sh pgsql|mysql [TABLES ...] - the benchmark on a server of its own.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
kind=$1
shift
[ $# -gt 0 ] || set -- 100 1000 10000
trap 'cd /; rm -rf "$scratch"' EXIT
stops=()

# The peer: makes TypeScript types of the same tables.
peer=$build/kysely
if [ ! -e "$peer/node_modules/.bin/kysely-codegen" ]; then
	mkdir -p "$peer"
	npm install --prefix "$peer" --silent --no-audit --no-fund --no-package-lock \
		kysely-codegen@0.20.0 kysely pg mysql2 typescript@5 >&2
fi

case $kind in
pgsql)
	# shellcheck source=pgsql.sh
	. "$top/tests/pgsql.sh"
	socket=$pg_dir port=$pg_port
	make() { pg_create "$1" && pg "$1"; }
	settle() { pg "$1" -c ANALYZE; }
	;;
mysql)
	# shellcheck source=mariadb.sh
	. "$top/tests/mariadb.sh"
	mariadb_stop
	mariadb_options=(--innodb-buffer-pool-size=256M --table-open-cache=2000 --innodb-file-per-table=0)
	mariadb_start || exit
	socket=$mariadb_socket port=$mariadb_port
	make() { sql -e "CREATE DATABASE $1" && sql "$1"; }
	settle() { :; }
	;;
esac
finish() {
	for stop in "${stops[@]}"; do $stop; done
	cd / && rm -rf "$scratch"
}
trap finish EXIT

for tables; do
	python3 "$top/tests/bench/server.py" ddl "$kind" "$tables" | make "bench$tables"
	settle "bench$tables"
done
python3 "$top/tests/bench/server.py" run "$kind" "$build" "$peer" "$socket" "$port" "$@"
