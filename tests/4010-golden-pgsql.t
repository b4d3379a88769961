#!/bin/bash
# From PostgreSQL's DDL through all stages to the golden files, to the byte and
# with the comments; schemas and types with a name; a lock made on SQLite.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"

golden=$data/golden
pg_create golden "$golden/schema.pgsql.sql"

# generate NAME OPTION...: all stages, into NAME.
generate() {
	local name=$1
	shift
	emgen generate "$(pg_dsn golden)" --out "$name/Models" --enums "$name/Enums" "$@" >"$name.out" 2>"$name.err"
}

exits "golden with factories" 0 generate full --factories full/Factories --laravel 12
for file in Models/Order Models/OrderProduct Enums/OrderStatus Factories/OrderFactory; do
	same "${file#*/}" "full/$file.php" "$golden/${file#*/}.php"
done
is "nothing to warn of" "$(cat full.err)" ""
exits "golden without factories" 0 generate plain --laravel 12
same "LineItem" plain/Models/LineItem.php "$golden/LineItem.php"
same "LogLine" plain/Models/LogLine.php "$golden/LogLine.php"
for laravel in 10 11 13; do
	exits "Laravel $laravel" 0 generate "v$laravel" --factories "v$laravel/Factories" --laravel $laravel
	same "Order" "v$laravel/Models/Order.php" "$golden/Order.laravel$laravel.php"
done
same "OrderProduct" v10/Models/OrderProduct.php "$golden/OrderProduct.laravel10.php"

exits "split" 0 generate halves --factories halves/Factories --laravel 12 --mode split
same "Base/Order" halves/Models/Base/Order.php "$golden/Base.Order.php"
same "Order of the user's" halves/Models/Order.php "$golden/User.Order.php"

sqlite3 golden.db <"$golden/schema.sqlite.sql"
emgen generate sqlite:golden.db --out lite/Models --enums lite/Enums --quiet
same "the lock is that of SQLite, but for digests" <(grep -E '^\["(class|relation)' plain/emgen.lock) <(grep -E '^\["(class|relation)' lite/emgen.lock)

# --- Schemas and types ---

pg_create constructs "$data/constructs.pgsql.sql"
exits "several schemas" 0 emgen generate "$(pg_dsn constructs)" --schema 'public,shop,audit' --views \
	--out c/Models --enums c/Enums --factories c/Factories --events c.ndjson
ok "every file is PHP" bash -c 'find c -name "*.php" -print0 | xargs -0 -n1 php -l'
facts() { # CLASS FILTER: of its definition
	jq -r --arg class "$1" "select(.type == \"ModelDefinitionCreated\" and .data.name == \$class).data.attributes | $2" c.ndjson
}
is "the default schema is not written" "$(facts User '"\(.tableName) \(.lockKey)"')" "users users"
is "another one is" "$(facts ShopUser '"\(.tableName) \(.lockKey)"')" "shop.users shop.users"
is "a table that nobody else is called like" "$(facts Entry '"\(.tableName) \(.table.schema)"')" "audit.entries audit"
is "subjects have all of it" "$(jq -r 'select(.type == "ModelDefinitionCreated" and .data.name == "User").subject' c.ndjson)" public.users
is "a pivot's table has its schema, too" "$(facts Product '.relations[] | select(.pivot) | "\(.name) \(.pivot.table) \(.pivot.class)"')" \
'tags shop.product_tag null
users shop.product_user App\Models\ProductUser'
is "relations over schemas" "$(facts Entry '.relations[] | "\(.name) \(.class) \(.foreignKey) \(.ownerKey)"')" \
'user App\Models\User user_id null
shopUser App\Models\ShopUser shop_user_id null
product App\Models\Product product_code code'
is "and their keys in the lock" "$(facts Entry '.relations[].lockKey')" \
"audit.entries.user_id
audit.entries.shop_user_id
audit.entries.product_code"
is "one class for each type, and where it comes first" "$(grep -h '^/\*\* Values' c/Enums/*.php | paste -d' ' <(cd c/Enums && printf '%s\n' *.php) -)" \
"ArticleKind.php /** Values of articles.kind. */
ArticleStatus.php /** Values of articles.status. */
GoodMood.php /** Values of samples.good_mood. */
Level.php /** Values of samples.level. */
Mood.php /** Values of audit.entries.mood. */
OddType.php /** Values of samples.odd_type. */
ShopState.php /** Values of samples.shop_state. */
State.php /** Values of samples.state. */"
pg_create moody <(echo "create type mood as enum ('sad', 'ok'); create table people (id int primary key, mood mood);
	create view feelings as select id, mood from people")
exits "a view that sorts before its table" 0 emgen generate "$(pg_dsn moody)" --views --out moody/Models
like "does not give the type its values" moody/Models/Enums/Mood.php '^/\*\* Values of people\.mood\. \*/$'
like "but has them, too" moody/Models/Feeling.php 'Mood::class'
is "columns of a type share it" "$(jq -r 'select(.type == "ModelDefinitionCreated").data | .name as $n | .attributes.columns[] | select(.cast == "App\\Enums\\Mood" or .cast == "App\\Enums\\ShopState") | "\($n).\(.name) \(.cast)"' c.ndjson)" \
'Entry.mood App\Enums\Mood
Sample.shop_state App\Enums\ShopState
User.mood App\Enums\Mood
Product.state App\Enums\ShopState
HappyUser.mood App\Enums\Mood'
is "casts" "$(facts Sample '.columns[] | select(.cast and (.castEnum | not)) | "\(.name) \(.cast)"')" \
"flag boolean
price decimal:2
whole decimal:0
ratio float
weight float
born_on date:Y-m-d
entered_on date:Y-m-d
seen_at datetime
read_at datetime
sent_at datetime
settings array
extra array
net_price decimal:2"
is "types that are no string" "$(facts Sample '.columns[] | select(.enum | not) | select(.type | IN("string", "int", "date", "numeric-string", "bool", "array", "float") | not) | "\(.name) \(.type)"')" "picture mixed"
is "defaults" "$(facts Sample '.defaults[] | "\(.column) \(.kind) \(.value)"')" \
'small_number integer -7
big_number integer 9223372036854775807
flag boolean true
price decimal 9.90
loose decimal 0.5
whole decimal -3
ratio float 1.5
code string abcd
label string it'\''s "$x" \n {y}
long_text string 
born_on string 2020-02-29
opens_at string 08:00:00
took string 1 day
settings string {}
extra string {"a": [1, 2]}
ip string 127.0.0.1
bits string 101
options string 
positive integer 7
level string low
state string on'
is "date formats" "$(jq -r 'select(.type == "ModelDefinitionCreated").data | select(.attributes.dateFormat) | "\(.name) \(.attributes.dateFormat)"' c.ndjson)" \
'Entry Y-m-d H:i:s.uP
Sample Y-m-d H:i:s.u
User Y-m-d H:i:sP
Zoned Y-m-d H:i:s.uP'
is "keys" "$(jq -r 'select(.type == "ModelDefinitionCreated").data | select(.attributes.key.columns != [] and .attributes.uuid) | "\(.name) \(.attributes.uuid)"' c.ndjson)" \
'Device uuid
Document uuid'
