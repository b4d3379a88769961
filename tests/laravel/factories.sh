# factories.sh - what the tests of factories on servers share; sourced after
# tests/laravel/lib.sh by a test that has generate NAME, database NAME, for
# factories.php, and census NAME: each table with its rows, as the server's own
# client counts them.
# shellcheck shell=bash disable=SC2154

triggered=
# The checks that factories say they may break.
unread=

# The tables that have rows, but the one that triggers write to as well.
rows() {
	awk -v but="$triggered" '$2 != 0 && $1 != but' | sort
}

# makes NAME ROWS [CLASS,...]: rows by each factory of a new database, but those
# that ask their caller for something; and they are there.
makes() {
	exits "$1: generate" 0 generate "$1"
	php "$top/tests/laravel/factories.php" --vendor "$laravel/vendor" --database "$(database "$1")" \
		--models "$1/Models" --enums "$1/Enums" --factories "$1/Factories" \
		--rows "$2" --leave "${3:-}" --made made >tap 2>&1
	is "$1: the checks that are not understood" "$(sed -n 's/^     \* Not understood.*: CHECK //p' "$1"/Factories/*)" "$unread"
	is "$1: $2 rows of each" "$(grep -av '^ok ' tap)" "1..$(grep -ac '^ok ' tap)"
	is "$1: those left to their caller" "$(sed -n 's/^ok [0-9]* - \(.*\): is left.*/\1/p' tap | paste -sd,)" "${3:-}"
	is "$1: as many rows as were made" "$(census "$1" | rows)" "$(rows <made)"
}
