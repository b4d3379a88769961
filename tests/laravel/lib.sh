# lib.sh - what the tests with a real Laravel share; sourced after tests/lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# use_laravel VERSION: what follows is generated for it, and runs on it, php being one
# that it asks for.
path=$PATH
use_laravel() {
	version=$1
	laravel=${LARAVEL:-$top/build/laravel}
	PATH=$path
	if [ "$version" = 13 ]; then
		"$top/tests/laravel/php.sh" "$top/build/php" || exit 1
		PATH=$top/build/php:$PATH
	fi
	[ "$version" = 12 ] || laravel=$laravel-$version
	"$top/tests/laravel/setup.sh" "$laravel" "$version" || exit 1
}

use_laravel 12
versions='10 11 12 13'
schemas='golden renamed constructs erp forum keys names pivots values words chinook northwind sakila'

# ddl NAME [DRIVER]: the file that makes the schema.
ddl() {
	local driver=${2:-sqlite}
	case $1 in
	golden | renamed) echo "$data/$1/schema.$driver.sql" ;;
	constructs | factories) echo "$data/$1.$driver.sql" ;;
	*) ls "$data/hard/$1.$driver.sql" 2>/dev/null || echo "$data/corpora/$1/$driver.sql" ;;
	esac
}

# emit NAME DSN [OPTION...]: all that emgen makes of a database in NAME/.
emit() {
	local name=$1 dsn=$2
	shift 2
	emgen generate "$dsn" --out "$name/Models" --enums "$name/Enums" \
		--factories "$name/Factories" --requests "$name/Http/Requests" --laravel "$version" --quiet "$@"
}

# judge NAME DATABASE [OPTION...]: the TAP of verify.php on the models in NAME/.
judge() {
	local name=$1 database=$2
	shift 2
	php "$top/tests/laravel/verify.php" --vendor "$laravel/vendor" --database "$database" \
		--models "$name/Models" --enums "$name/Enums" --factories "$name/Factories" "$@"
}

# A test of a server has its own generate and verify; right goes with them.

# generate NAME [OPTION...]: NAME.db, and what is made of it.
generate() {
	[ -e "$1.db" ] || sqlite3 "$1.db" <"$(ddl "$1")" >/dev/null || return 1
	emit "$1" "sqlite:$1.db" "${@:2}"
}

# verify NAME [OPTION...]: what is said of it.
verify() {
	judge "$1" "${1%%.*}.db" "${@:2}"
}

# right NAME [OPTION...]: verify.php ran to its end and found nothing.
right() {
	verify "$@" >tap 2>&1
	is "$1: nothing is wrong for Laravel $version" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
}

# tell NAME DATABASE: what a script on standard input says of the models in NAME/.
tell() {
	cat >"$1.php" && php "$top/tests/laravel/run.php" --vendor "$laravel/vendor" --database "$2" \
		--models "$1/Models" --enums "$1/Enums" --factories "$1/Factories" --script "$1.php" 2>&1
}
