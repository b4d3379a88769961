# lib.sh - what the tests with a real Laravel share; sourced after tests/lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

laravel=${LARAVEL:-$top/build/laravel}
"$top/tests/laravel/setup.sh" "$laravel" || exit 1
schemas='golden renamed constructs erp forum keys names pivots values chinook northwind sakila'

# ddl NAME: the file that makes the schema.
ddl() {
	case $1 in
	golden | renamed) echo "$data/$1/schema.sqlite.sql" ;;
	erp | forum | keys | names | pivots | values) echo "$data/hard/$1.sqlite.sql" ;;
	constructs) echo "$data/constructs.sqlite.sql" ;;
	*) echo "$data/corpora/$1/sqlite.sql" ;;
	esac
}

# generate NAME [OPTION...]: NAME.db, and all that emgen makes of it in NAME/.
generate() {
	local name=$1
	shift
	[ -e "$name.db" ] || sqlite3 "$name.db" <"$(ddl "$name")" >/dev/null || return 1
	emgen generate "sqlite:$name.db" --out "$name/Models" --enums "$name/Enums" \
		--factories "$name/Factories" --laravel 12 --quiet "$@"
}

# verify NAME [OPTION...]: the TAP of verify.php on the models in NAME/.
verify() {
	local name=$1
	shift
	php "$top/tests/laravel/verify.php" --vendor "$laravel/vendor" --database "${name%%.*}.db" \
		--models "$name/Models" --enums "$name/Enums" --factories "$name/Factories" "$@"
}
