#!/bin/bash
# Definitions with all that a server can say become the golden files, to the
# byte, for each Laravel.
. "${0%/*}/lib.sh"

stream=$data/render/golden.ndjson
golden=$data/golden

# configured VERSION: the stream behind a GenerationConfigured for it
configured() {
	printf '{"type":"GenerationConfigured","data":{"options":{"laravel":{"value":%s,"source":"flag"}}}}\n' "$1"
	cat "$stream"
}

exits "Laravel 12" 0 emgen render --out full/Models --enums full/Enums --factories full/Factories "$stream"
for name in Models/Order Models/OrderProduct Enums/OrderStatus Factories/OrderFactory; do
	same "${name#*/}" "full/$name.php" "$golden/${name#*/}.php"
done
like "HasFactory is there for models without a simple key, too" full/Models/LineItem.php '^    use HasFactory;$'

exits "without factories" 0 emgen render --out plain/Models --enums plain/Enums "$stream"
same "LineItem" plain/Models/LineItem.php "$golden/LineItem.php"
same "LogLine" plain/Models/LogLine.php "$golden/LogLine.php"
ok "and there are none" test ! -e plain/Factories

for version in 10 11 13; do
	configured "$version" >in
	exits "Laravel $version" 0 emgen render --out "v$version/Models" --enums "v$version/Enums" --factories "v$version/Factories" in
	same "Order for Laravel $version" "v$version/Models/Order.php" "$golden/Order.laravel$version.php"
done
same "OrderProduct for Laravel 10" v10/Models/OrderProduct.php "$golden/OrderProduct.laravel10.php"

for file in */*/*.php; do
	ok "$file is PHP" php -l "$file"
done
