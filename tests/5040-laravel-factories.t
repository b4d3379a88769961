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
makes pairs 2
makes chinook 10
makes northwind 10
makes sakila 5 Customer,Inventory,Payment,Rental,Staff,Store
makes constructs 10 Clerk,ClerkBadge,Node,Shop
for name in erp forum keys names pivots values; do makes $name 5; done

# What it does not understand it says, in a comment that stays one.
sqlite3 unread.db "create table bounds (id integer primary key, a int not null, b int not null check (a < b), c int,
	d text not null check (d like 'x%'), e text not null check (e <> '*/ f'),
	g int not null check (g + 1 > 0 and g <> 3 and '*/' <> ''), created_at datetime not null check (created_at > '2000'),
	check (a in (1, 2) or b > 3), check (c is null or c > a), check (c > b), check (coalesce(c, 0) > a))"
exits "checks of all kinds" 0 emgen generate sqlite:unread.db --out U/Models --factories U/Factories
is "those that rows may break are named" "$(sed -n 's/^     \* Not understood, and left to the caller: //p' U/Factories/BoundFactory.php)" \
	"CHECK (g + 1 > 0).
CHECK ('* /' <> '').
CHECK (coalesce(c, 0) > a)."
ok "it is PHP" php -l U/Factories/BoundFactory.php
