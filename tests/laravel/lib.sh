# lib.sh - what the tests with a real Laravel share; sourced after tests/lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# use_laravel VERSION: what follows is generated for it, and runs on it.
use_laravel() {
	version=$1
	laravel=${LARAVEL:-$top/build/laravel}
	[ "$version" = 12 ] || laravel=$laravel-$version
	"$top/tests/laravel/setup.sh" "$laravel" "$version" || exit 1
}

use_laravel 12
versions='10 11 12 13'
schemas='golden renamed constructs erp forum keys names pivots values chinook northwind sakila'

# ddl NAME: the file that makes the schema.
ddl() {
	case $1 in
	golden | renamed) echo "$data/$1/schema.sqlite.sql" ;;
	erp | forum | keys | names | pivots | values) echo "$data/hard/$1.sqlite.sql" ;;
	constructs | factories) echo "$data/$1.sqlite.sql" ;;
	*) echo "$data/corpora/$1/sqlite.sql" ;;
	esac
}

# generate NAME [OPTION...]: NAME.db, and all that emgen makes of it in NAME/.
generate() {
	local name=$1
	shift
	[ -e "$name.db" ] || sqlite3 "$name.db" <"$(ddl "$name")" >/dev/null || return 1
	emgen generate "sqlite:$name.db" --out "$name/Models" --enums "$name/Enums" \
		--factories "$name/Factories" --laravel "$version" --quiet "$@"
}

# verify NAME [OPTION...]: the TAP of verify.php on the models in NAME/.
verify() {
	local name=$1
	shift
	php "$top/tests/laravel/verify.php" --vendor "$laravel/vendor" --database "${name%%.*}.db" \
		--models "$name/Models" --enums "$name/Enums" --factories "$name/Factories" "$@"
}

# right NAME [OPTION...]: verify.php ran to its end and found nothing.
right() {
	verify "$@" >tap 2>&1
	is "$1: nothing is wrong for Laravel $version" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
}
