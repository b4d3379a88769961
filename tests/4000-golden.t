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
