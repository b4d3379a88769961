#!/bin/bash
# Real Eloquent on every generated model: keys, casts, relations against SQL
# joins, pivots, saves, factories.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# right NAME [OPTION...]: verify.php ran to its end and found nothing.
right() {
	verify "$@" >tap 2>&1
	is "$1: nothing is wrong${2:+ with $2}" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
}

for name in $schemas; do
	exits "$name: generate" 0 generate "$name"
	right "$name"
done

exits "constructs: generate with views" 0 generate constructs --views
right constructs --views
