#!/bin/bash
# From the DDL through all stages to the golden files, to the byte; and once
# more with every table and column renamed.
. "${0%/*}/lib.sh"

golden=$data/golden
renamed=$data/renamed

# generate NAME SQL OPTION...: all stages, into OUT.
generate() {
	local name=$1 sql=$2
	shift 2
	sqlite3 "$name.db" <"$sql"
	emgen generate "sqlite:$name.db" --out "$name/Models" --enums "$name/Enums" --laravel 12 "$@" >"$name.out" 2>"$name.err"
}

# With the comments of schema.pgsql.sql, as a stage of their own.
commented() {
	emgen introspect "$@" | jq -c --unbuffered 'if .type == "TableAnalyzed" and .data.table.name == "orders" then
		.data.table |= (.comment = "Customer orders, from basket to delivery." | .columns |= map(.comment = {
			number: "Human-readable order number", parent_id: "Order this one was split from",
			currency_code: "ISO 4217"}[.name])) else . end'
}

# What SQLite cannot say: comments, and the paragraph that the table's makes.
without_comments() {
	sed -e 's/ Human-readable order number$//' -e 's/ Order this one was split from$//' \
		-e 's/ ISO 4217$//' -e '/^ \* Customer orders, from basket to delivery\.$/,+1d' "$1"
}

exits "golden with factories" 0 generate full "$golden/schema.sqlite.sql" --factories full/Factories
without_comments "$golden/Order.php" >Order.php
same "Order" full/Models/Order.php Order.php
same "OrderProduct" full/Models/OrderProduct.php "$golden/OrderProduct.php"
same "OrderStatus" full/Enums/OrderStatus.php "$golden/OrderStatus.php"
same "OrderFactory" full/Factories/OrderFactory.php "$golden/OrderFactory.php"
is "these files and no others" "$(cd full && find . -type f | sort | tr '\n' ' ')" \
	"./Enums/OrderStatus.php ./Factories/CurrencyFactory.php ./Factories/LineItemFactory.php ./Factories/LogLineFactory.php ./Factories/OrderFactory.php ./Factories/ProductFactory.php ./Factories/UserFactory.php ./Models/Currency.php ./Models/LineItem.php ./Models/LogLine.php ./Models/Order.php ./Models/OrderProduct.php ./Models/Product.php ./Models/User.php ./emgen.lock "
is "nothing to warn of" "$(cat full.err)" ""

exits "golden without factories" 0 generate plain "$golden/schema.sqlite.sql"
same "LineItem" plain/Models/LineItem.php "$golden/LineItem.php"
same "LogLine" plain/Models/LogLine.php "$golden/LogLine.php"

exits "renamed with factories" 0 generate other "$renamed/schema.sqlite.sql" --factories other/Factories
for file in Models/Invoice Models/ArticleInvoice Enums/InvoicePhase Factories/InvoiceFactory; do
	same "${file#*/}" "other/$file.php" "$renamed/${file#*/}.php"
done
exits "renamed without factories" 0 generate bare "$renamed/schema.sqlite.sql"
same "LedgerRow" bare/Models/LedgerRow.php "$renamed/LedgerRow.php"
same "TraceNote" bare/Models/TraceNote.php "$renamed/TraceNote.php"

# --- Each version, with everything that a server can say; and split ---

# golden VERSION FILE [SUFFIX]: the model is that of the version, or of all.
golden() {
	local wanted=$golden/$2.laravel$1.php
	[ -e "$wanted" ] || wanted=$golden/$2.php
	same "$2 for Laravel $1" "v$1/Models/$2.php" "$wanted"
}

for version in 10 11 12 13; do
	commented sqlite:full.db --out "v$version/Models" --enums "v$version/Enums" --factories "v$version/Factories" \
		--laravel "$version" 2>err | emgen relations | emgen define | emgen render >out
	golden "$version" Order
	golden "$version" OrderProduct
	same "OrderFactory for Laravel $version" "v$version/Factories/OrderFactory.php" "$golden/OrderFactory.php"
	exits "Laravel $version without comments" 0 generate "n$version" "$golden/schema.sqlite.sql" --factories "n$version/Factories" --laravel "$version"
	without_comments "v$version/Models/Order.php" >Order.php
	same "Order" "n$version/Models/Order.php" Order.php
done

for version in 12 13; do
	commented sqlite:full.db --out "s$version/Models" --enums "s$version/Enums" --factories "s$version/Factories" \
		--laravel "$version" --mode split 2>err | emgen relations | emgen define | emgen render >out
	same "Base/Order for Laravel $version" "s$version/Models/Base/Order.php" "$golden/Base.Order.php"
	same "Order of the user's for Laravel $version" "s$version/Models/Order.php" "$golden/User.Order.php"
	ok "every event is valid" emgen validate out
	is "and says what it is about" "$(jq -r 'select(.type == "ModelGenerated" and .subject == "orders") |
		"\(.data.artifact) \(.data.path)"' out)" "base s$version/Models/Base/Order.php
model s$version/Models/Order.php
enum s$version/Enums/OrderStatus.php"
done

exits "split without comments" 0 generate split "$golden/schema.sqlite.sql" --factories split/Factories --mode split
without_comments "$golden/Base.Order.php" >Order.php
same "Base/Order" split/Models/Base/Order.php Order.php
same "Order of the user's" split/Models/Order.php "$golden/User.Order.php"
is "every model has its base" "$(cd split/Models && printf '%s\n' *.php)" "$(cd split/Models/Base && printf '%s\n' *.php)"
exits "split, renamed" 0 generate halves "$renamed/schema.sqlite.sql" --factories halves/Factories --mode split
same "Base/Invoice" halves/Models/Base/Invoice.php "$renamed/Base.Invoice.php"
same "Invoice of the user's" halves/Models/Invoice.php "$renamed/User.Invoice.php"
