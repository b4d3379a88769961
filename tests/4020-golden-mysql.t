#!/bin/bash
# From MySQL's DDL through all stages to the golden files, to the byte, comments
# and all, for each Laravel; and the same whatever the driver is called.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"

golden=$data/golden
load golden "$golden/schema.mysql.sql"

# generate NAME OPTION...: all stages, into NAME/.
generate() {
	local name=$1
	shift
	emgen generate "$(dsn golden)" --out "$name/Models" --enums "$name/Enums" "$@" >"$name.out" 2>"$name.err"
}

exits "golden with factories" 0 generate full --factories full/Factories --laravel 12
for file in Models/Order Models/OrderProduct Enums/OrderStatus Factories/OrderFactory; do
	same "${file#*/}" "full/$file.php" "$golden/${file#*/}.php"
done
is "nothing to warn of" "$(cat full.err)" ""

exits "golden without factories" 0 generate plain --laravel 12
same "LineItem" plain/Models/LineItem.php "$golden/LineItem.php"
same "LogLine" plain/Models/LogLine.php "$golden/LogLine.php"

for version in 10 11 13; do
	exits "Laravel $version" 0 generate "v$version" --factories "v$version/Factories" --laravel "$version"
	same "Order for Laravel $version" "v$version/Models/Order.php" "$golden/Order.laravel$version.php"
done
same "OrderProduct for Laravel 10" v10/Models/OrderProduct.php "$golden/OrderProduct.laravel10.php"

exits "split" 0 generate halves --factories halves/Factories --laravel 12 --mode split
same "Base/Order" halves/Models/Base/Order.php "$golden/Base.Order.php"
same "Order of the user's" halves/Models/Order.php "$golden/User.Order.php"

uri=$(dsn golden)
exits "as mariadb" 0 emgen generate "mariadb:${uri#*:}" \
	--out named/Models --enums named/Enums --factories named/Factories --laravel 12
ok "the same models" diff -r full named -x emgen.lock
exits "once more" 0 emgen generate "$uri" \
	--out named/Models --enums named/Enums --factories named/Factories --laravel 12
unlike "nothing is written" err '^wrote'
