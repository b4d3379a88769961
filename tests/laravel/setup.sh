#!/bin/sh
# setup.sh DIR - have composer put Laravel, Faker, Pint and PHPStan into DIR.
# Does nothing when DIR already holds what composer.json asks for.  A folder
# that a killed run left half full has no stamp and is filled again.
set -eu

die() {
	echo "setup.sh: $*" >&2
	exit 1
}

[ $# -eq 1 ] || die "usage: setup.sh DIR"
here=$(cd "$(dirname "$0")" && pwd)
stamp=$1/.installed

for program in php composer flock; do
	command -v "$program" >/dev/null || die "$program: not found"
done
php -r 'exit(extension_loaded("pdo_sqlite") ? 0 : 1);' ||
	die "PHP has no pdo_sqlite (Debian: php-sqlite3)"

mkdir -p "$1"
exec 9>"$1/.lock"
flock 9
cmp -s "$here/composer.json" "$stamp" && exit 0

rm -f "$stamp"
cp "$here/composer.json" "$1/composer.json"
# With composer's own lock off, update is install.
COMPOSER_ALLOW_SUPERUSER=1 composer update --working-dir="$1" \
	--no-interaction --prefer-dist --no-progress >"$1/composer.log" 2>&1 9>&- || {
	tail -n 20 "$1/composer.log" >&2
	die "composer cannot install into $1 (all of it: $1/composer.log)"
}
cp "$here/composer.json" "$stamp"
