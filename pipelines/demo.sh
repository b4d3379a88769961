#!/bin/bash
# demo.sh SQL DIR MODEL CHANGE - make an SQLite database of a file of SQL, write
# its models into DIR, and show the files and one model.  Then change the
# database by the statements in CHANGE, and show what became of the model.
set -euo pipefail

[ $# = 4 ] || {
	echo "usage: demo.sh SQL DIR MODEL CHANGE" >&2
	exit 100
}
sql=$1 dir=$2 model=$3 change=$4

# run COMMAND...: shows what a person would type, and does it.
run() {
	local word
	printf '$'
	for word; do
		[[ $word != *[!A-Za-z0-9_./:=-]* ]] || word="'$word'"
		printf ' %s' "$word"
	done
	echo
	"$@"
	echo
}

rm -rf "$dir"
mkdir -p "$dir"
sqlite3 "$dir/demo.db" <"$sql"
run cd "$dir"
run emgen generate sqlite:demo.db --out Models --history
run ls Models
run cat "Models/$model.php"

# The second act.
run sqlite3 demo.db "$change"
run emgen drift sqlite:demo.db || [ $? = 1 ]
run emgen generate sqlite:demo.db --out Models --history
run emgen history "$model"
