#!/bin/sh
# predis.sh DIR - have composer put Predis, a client of Redis in PHP, into DIR.
# Does nothing when it is there.
set -eu

[ $# -eq 1 ] || { echo "usage: predis.sh DIR" >&2 && exit 1; }
mkdir -p "$1"
exec 9>"$1/.lock"
flock 9
[ ! -e "$1/.installed" ] || exit 0
COMPOSER_ALLOW_SUPERUSER=1 composer require --working-dir="$1" --no-interaction \
	--prefer-dist --no-progress predis/predis:^3 >"$1/composer.log" 2>&1 9>&- || {
	tail -n 20 "$1/composer.log" >&2
	exit 1
}
touch "$1/.installed"
