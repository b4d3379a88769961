#!/bin/bash
# demo.sh SQL DIR MODEL - make an SQLite database of a file of SQL, write its
# models into DIR, and show the files and one model.
set -euo pipefail

[ $# = 3 ] || {
	echo "usage: demo.sh SQL DIR MODEL" >&2
	exit 100
}
sql=$1 dir=$2 model=$3

run() {
	echo "\$ $*"
	"$@"
	echo
}

rm -rf "$dir"
mkdir -p "$dir"
sqlite3 "$dir/demo.db" <"$sql"
run emgen generate "sqlite:$dir/demo.db" --out "$dir/Models"
run ls "$dir/Models"
run cat "$dir/Models/$model.php"
