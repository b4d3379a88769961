#!/bin/bash
# Laravel's formatter has nothing to change in what emgen writes.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

for name in $schemas; do
	exits "$name: generate" 0 generate "$name"
	ok "$name: pint changes nothing" php "$laravel/vendor/bin/pint" --test -v --preset laravel "$name"
done

sed -i 's/^    public function/  public function/' golden/Models/Order.php
ok "pint sees a wrong indentation" bash -c '! php "$1" --test --preset laravel golden' - "$laravel/vendor/bin/pint"
