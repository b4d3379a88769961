#!/bin/bash
# Every factory makes valid rows by itself: in an empty database, with foreign
# keys enforced, and more of them than a lucky guess would give.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# makes NAME ROWS [CLASS,...]: rows by each factory, but those that ask their
# caller for something.
makes() {
	exits "$1: generate" 0 generate "$1"
	php "$top/tests/laravel/factories.php" --vendor "$laravel/vendor" --database "$1.db" --models "$1/Models" \
		--enums "$1/Enums" --factories "$1/Factories" --rows "$2" --leave "${3:-}" >tap 2>&1
	is "$1: $2 rows of each" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
	is "$1: those left to their caller" "$(sed -n 's/^ok [0-9]* - \(.*\): is left.*/\1/p' tap | paste -sd,)" "${3:-}"
}

makes factories 200
makes golden 20
makes chinook 10
makes northwind 10
makes sakila 5 Customer,Inventory,Payment,Rental,Staff,Store
makes constructs 10 Clerk,ClerkBadge,Node,Shop
for name in erp forum keys names pivots values; do makes $name 5; done
