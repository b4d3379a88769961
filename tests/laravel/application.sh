#!/bin/sh
# application.sh DIR - have composer put Laravel's own skeleton application into
# DIR, with all that runs it and its tests.  Does nothing when it is there.
set -eu

die() {
	echo "application.sh: $*" >&2
	exit 1
}

[ $# -eq 1 ] || die "usage: application.sh DIR"
export COMPOSER_ALLOW_SUPERUSER=1
mkdir -p "$(dirname "$1")"
exec 9>"$1.lock"
flock 9
[ ! -e "$1.installed" ] || exit 0

# Nothing of it is tried here but what starts the application and its tests.
rm -rf "$1"
{
	composer create-project --no-install --no-scripts --no-interaction laravel/laravel "$1" '^12' &&
		composer remove --working-dir="$1" --dev --no-update --no-interaction \
			laravel/pint laravel/pail laravel/sail &&
		composer config --working-dir="$1" lock true &&
		composer install --working-dir="$1" --no-interaction --prefer-dist --no-progress
} >"$1.log" 2>&1 9>&- || {
	tail -n 20 "$1.log" >&2
	die "composer cannot install into $1 (all of it: $1.log)"
}
touch "$1.installed"
