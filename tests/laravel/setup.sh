#!/bin/sh
# setup.sh DIR [VERSION] - have composer put Laravel, 12 or another, Faker, Pint
# and Larastan into DIR.  Does nothing when DIR already holds what is asked for.
# A folder that a killed run left half full has no stamp and is filled again.
set -eu

die() {
	echo "setup.sh: $*" >&2
	exit 1
}

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
	die "usage: setup.sh DIR [VERSION]"
fi
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
php "$here/composer.php" "${2:-12}" >"$1/wanted.json"
cmp -s "$1/wanted.json" "$stamp" && exit 0

rm -f "$stamp"
cp "$1/wanted.json" "$1/composer.json"
# With composer's own lock off, update is install.
COMPOSER_ALLOW_SUPERUSER=1 composer update --working-dir="$1" \
	--no-interaction --prefer-dist --no-progress >"$1/composer.log" 2>&1 9>&- || {
	tail -n 20 "$1/composer.log" >&2
	die "composer cannot install into $1 (all of it: $1/composer.log)"
}
# Larastan starts an application, which it looks for beside vendor.
mkdir -p "$1/bootstrap/cache" "$1/config" "$1/storage"
cp "$here/app/bootstrap.php" "$1/bootstrap/app.php"
cp "$here/app/config.php" "$1/config/app.php"
mv "$1/wanted.json" "$stamp"
