#!/bin/bash
# Real Eloquent on every generated model: keys, casts, relations against SQL
# joins, pivots, saves, factories.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

for name in $schemas; do
	exits "$name: generate" 0 generate "$name"
	right "$name"
done

exits "constructs: generate with views, and through tables" 0 generate constructs --views --through '*'
right constructs --views

# A class that is the user's, over a base that has it all.
for name in $schemas; do
	rm -rf "$name"
	exits "$name: generate --mode split" 0 generate "$name" --mode split
	right "$name"
done
