#!/bin/bash
# Laravel's formatter has nothing to change in what emgen writes.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# formatted NAME OPTION...: generated with them, and as Pint would have it.
formatted() {
	rm -rf "$1"
	exits "$1: generate for Laravel $version ${*:2}" 0 generate "$@"
	ok "$1: pint changes nothing" php "$laravel/vendor/bin/pint" --test -v --preset laravel "$1"
}

for name in $schemas factories; do formatted "$name"; done
formatted golden --mode split
formatted constructs --mode split
formatted names --no-enum-casts
for other in $versions; do
	[ "$other" != 12 ] || continue
	use_laravel "$other"
	formatted golden
	formatted constructs
done

sed -i 's/^    public function/  public function/' golden/Models/Order.php
ok "pint sees a wrong indentation" bash -c '! php "$1" --test --preset laravel golden' - "$laravel/vendor/bin/pint"
