#!/bin/bash
# mysql.sh BUILD [TABLES...] - bench_mysql.py with a server of its own.
set -u
here=$(cd "${0%/*}" && pwd)
build=$(realpath "$1")
shift
scratch=$(mktemp -d "${TMPDIR:-/tmp}/emgen-bench.XXXXXX")
finish() {
	code=$?
	rm -rf "$scratch"
	exit "$code"
}
# shellcheck source=tests/mariadb.sh
. "$here/../mariadb.sh"
mariadb_stop
mariadb_options=(--innodb-buffer-pool-size=256M --table-open-cache=2000 --innodb-file-per-table=0)
mariadb_start || exit
python3 "$here/bench_mysql.py" "$build" "$mariadb_socket" "$@"
