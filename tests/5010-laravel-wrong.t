#!/bin/bash
# The judge can say no: right models with one thing made wrong, and exactly
# what verify.php has to say of it.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# wrong NAME FILE EDIT CHECKS PATTERN: after the sed expression EDIT on FILE of
# the current schema just the CHECKS (joined by "; ") fail, and say PATTERN.
wrong() {
	local name=$1 file=$2 edit=$3 checks=$4 pattern=$5
	rm -rf "$schema.wrong"
	cp -r "$schema" "$schema.wrong"
	sed -i -E "$edit" "$schema.wrong/$file"
	ok "$name: something is changed" bash -c '! cmp -s "$1" "$2"' - "$schema/$file" "$schema.wrong/$file"
	verify "$schema.wrong" >tap 2>&1
	is "$name: is found where it is" "$(sed -n 's/^not ok [0-9]* - //p' tap | paste -sd ';' | sed 's/;/; /g')" "$checks"
	like "$name: and said" tap "$pattern"
}

schema=golden
exits "golden: generate" 0 generate golden

# Relations.
wrong "belongsTo over another key" Models/Order.php "s/User::class, 'sales_rep_id'/User::class, 'customer_id'/" \
	"table orders; Order: relations" 'orders\.sales_rep_id -> users\.id has 0 belongsTo'
wrong "belongsTo over a key that is none" Models/Order.php "s/Currency::class, 'currency_code'/Currency::class, 'number'/" \
	"table orders; Order: relations" 'currency\(\): there is no foreign key orders\.number -> currencies'
wrong "the parent's wrong column" Models/Order.php "s/, 'currency_code', 'code'\)/, 'currency_code')/" \
	"Order: relations" 'currency\(\): row .* where the join has 1'
wrong "the child's wrong column" Models/Currency.php "s/'currency_code', 'code'/'currency_code', 'id'/" \
	"Currency: relations" 'orders\(\): row .* where the join has [1-9]'
wrong "hasMany over another key" Models/User.php "s/'sales_rep_id'/'customer_id'/" \
	"table orders" 'orders\.sales_rep_id -> users\.id has 0 hasMany'
wrong "hasOne where there are many" Models/User.php "/'customer_id'/s/hasMany/hasOne/; /function customerOrders/s/HasMany/HasOne/; s/^use .*HasMany;/&\nuse Illuminate\\\\Database\\\\Eloquent\\\\Relations\\\\HasOne;/" \
	"User: relations" 'hasOne, but orders\.customer_id -> users\.id is not unique'
wrong "another class" Models/Order.php "s/Currency::class, /Product::class, /" \
	"table orders; Order: relations" 'there is no foreign key orders\.currency_code -> products'
wrong "no such relation" Models/Order.php '/BelongsTo<Currency/,/^    }/d' \
	"table orders; Order: properties" 'orders\.currency_code -> currencies\.code has 0 belongsTo'
wrong "a name of another key" Models/Order.php 's/function salesRep/function seller/; s/\$salesRep/$seller/' \
	"Order: relations" 'seller\(\): the name has nothing of sales_rep_id'

# Pivots.
wrong "pivot keys swapped" Models/Order.php "s/'order_id', 'product_id'/'product_id', 'order_id'/" \
	"table order_product; Order: relations" 'there is no foreign key order_product\.product_id -> orders'
wrong "another pivot table" Models/Order.php "s/'order_product'/'line_items'/" \
	"table order_product; Order: relations" 'there is no foreign key line_items\.order_id'
wrong "a pivot column forgotten" Models/Order.php "s/'quantity', 'unit_price'/'quantity'/" \
	"Order: pivots" 'withPivot has \["quantity"\], the table \["quantity","unit_price"\]'
wrong "pivot timestamps forgotten" Models/Product.php "/withTimestamps/d; s/(->withPivot.*)/\1;/" \
	"Product: pivots" 'withTimestamps is false'
wrong "the pivot's class passed by" Models/Order.php '/->using/d' \
	"Order: pivots" 'goes past App.Models.OrderProduct'
wrong "a pivot without keys" Models/OrderProduct.php '/foreignKey =/d; /relatedKey =/d' \
	"OrderProduct: class and key; OrderProduct: rows; OrderProduct: create, timestamps, soft deletes" 'save\(\) of quantity of row 1 (throws|changed)'
wrong "a pivot's key swapped" Models/OrderProduct.php "s/relatedKey = 'product_id'/relatedKey = 'quantity'/" \
	"OrderProduct: class and key; OrderProduct: rows" 'foreignKey, relatedKey are \["order_id","quantity"\]'

# Columns.
wrong "no decimal cast" Models/Order.php "/'total' => 'decimal:2'/d" \
	"Order: properties; Order: fillable, hidden, defaults; Order: casts" 'total should read as string'
wrong "a decimal cast of another scale" Models/Order.php "s/decimal:4/decimal:2/" \
	"Order: properties; Order: casts" 'tax_rate should read as'
wrong "no boolean cast" Models/Order.php "/'is_gift' => 'boolean'/d" \
	"Order: properties; Order: fillable, hidden, defaults; Order: casts" 'is_gift should read as bool'
wrong "no array cast" Models/Order.php "/'meta' => 'array'/d" \
	"Order: properties; Order: casts" 'meta should read as array'
wrong "no date cast" Models/Order.php "/'delivery_on' =>/d" \
	"Order: properties; Order: casts" 'delivery_on should read as 2001'
wrong "a date with a time of day" Models/Order.php "s/'date:Y-m-d'/'date'/" \
	"Order: properties; Order: casts" 'delivery_on: toArray\(\) says "2001'
wrong "no date-time cast" Models/Order.php "/'placed_at' =>/d" \
	"Order: properties; Order: casts" 'placed_at should read as 2001'
wrong "no enum cast" Models/Order.php "/'status' => OrderStatus/d" \
	"Order: properties; Order: casts" 'status should read as'
wrong "sub-seconds forgotten" Models/Order.php '/dateFormat/d' \
	"Order: casts; Order: create, timestamps, soft deletes" 'placed_at: wrote'
wrong "an enum without a case" Enums/OrderStatus.php '/OnHold/d' \
	"Order: properties; Order: casts" 'on-hold'
wrong "a fillable column forgotten" Models/Order.php "/^        'tax_rate',/d" \
	"Order: fillable, hidden, defaults" 'fillable is .*, not'
wrong "a default forgotten" Models/Order.php "/^        'is_gift' => false/d" \
	"Order: fillable, hidden, defaults" 'attributes lacks is_gift'
wrong "another default" Models/Order.php "s/=> 'draft'/=> 'paid'/" \
	"Order: fillable, hidden, defaults" "status: SQL's default"
wrong "a default of another type" Models/Order.php "s/=> '0.00'/=> '0.50'/" \
	"Order: fillable, hidden, defaults" "total: SQL's default"
wrong "a property that can be null" Models/Order.php 's/\|null \$placed_at/ $placed_at/' "Order: properties" 'placed_at is nullable'
wrong "a property of another type" Models/Order.php 's/bool \$is_gift/int $is_gift/' "Order: properties" 'the value is bool'
wrong "a property forgotten" Models/Order.php '/\$delivery_on/d' "Order: properties" 'columns are'
wrong "a related class in the docblock" Models/Order.php 's/-read User \$customer/-read Product $customer/' "Order: relations" 'says Product, the value is App.Models.User'

# Table, key, rows.
wrong "another table" Models/LogLine.php "s/^\{/{\n    protected \$table = 'line_items';/" \
	"App\\Models\\LogLine loads; table log_lines" 'table line_items has App.Models.LineItem already'
wrong "no class" Models/LogLine.php d \
	"App\\Models\\LogLine loads; table log_lines" 'has no class'
wrong "another key" Models/Currency.php "s/^\{/{\n    protected \$primaryKey = 'code';/" \
	"Currency: class and key; Currency: properties; Currency: casts; Currency: relations; Currency: rows; Currency: create, timestamps, soft deletes; Currency: factory; Order: relations; Order: factory" 'getKeyName\(\) is "code", not "id"'
wrong "a key that nobody counts up" Models/Currency.php "s/^\{/{\n    public \$incrementing = false;/" \
	"Currency: class and key; Currency: create, timestamps, soft deletes; Currency: factory" 'getIncrementing\(\) is false'
wrong "no uuid" Models/Order.php 's/HasUuids, //2; s/, HasUuids//' \
	"Order: class and key; Order: properties; Order: casts; Order: relations; Order: pivots; Order: rows; Order: create, timestamps, soft deletes; Order: factory" 'does not use HasUuids'
wrong "no soft deletes" Models/Order.php 's/, SoftDeletes;/;/' \
	"Currency: relations; Order: class and key; Order: properties; Order: casts; Order: relations; Product: relations; User: relations" 'does not use SoftDeletes'
wrong "timestamps forgotten" Models/Order.php 's/^\{/{\n    public $timestamps = false;/' \
	"Order: properties; Order: casts; Order: create, timestamps, soft deletes" 'a new row has created_at null'
wrong "timestamps that are not there" Models/Product.php '/timestamps = false/d' \
	"Product: casts; Product: rows; Product: create, timestamps, soft deletes; Product: factory" 'no column named updated_at'
wrong "half of a composite key" Models/LineItem.php "s/KEY = \['a', 'b'\]/KEY = ['a']/" \
	"LineItem: class and key; LineItem: rows" 'save\(\) of v of row 1 changed .*"1":\["v"\],"4":\["v"\]'
wrong "the first column for the key" Models/LineItem.php "s/primaryKey = null/primaryKey = 'a'/; /function setKeysForSaveQuery/,/^    }/d; /function setKeysForSelectQuery/,/^    }/d" \
	"LineItem: class and key; LineItem: rows; LineItem: factory" 'delete\(\) of row 1 changed .*"removed":\["1","'
wrong "a key for a table without" Models/LogLine.php "s/primaryKey = null/primaryKey = 'level'/; /function setKeys/,/^    }/d" \
	"LogLine: class and key; LogLine: rows" 'save\(\) of .* changed'

# Factories.
wrong "a factory without a required column" Factories/OrderFactory.php "/'is_gift'|'number'/d" \
	"Order: factory" 'NOT NULL constraint failed: orders\.number'
wrong "a factory with the wrong parent" Factories/OrderFactory.php "s/Currency::factory\(\)->create\(\)->code/Currency::factory()->create()->id/" \
	"Order: factory" 'foreign key broken'

schema=constructs
exits "constructs: generate" 0 generate constructs

wrong "two columns of a key of three" Models/ExamAttempt.php "s/KEY = \['user_id', 'page_id', 'attempt'\]/KEY = ['user_id', 'page_id']/" \
	"ExamAttempt: class and key; ExamAttempt: rows" 'save\(\) of score of row 1 changed .*"1":\["score"\],"5":\["score"\]'
wrong "the first key for a table without" Models/Visit.php "s/primaryKey = null/primaryKey = 'user_id'/; /function setKeys/,/^    }/d" \
	"Visit: class and key; Visit: rows" 'delete\(\) of row 1 changed'
wrong "an inverse of an audit column" Models/User.php "s/^    public function visits\(/    public function auditedRequests(): HasMany\n    {\n        return \$this->hasMany(PurchaseRequest::class, 'created_by');\n    }\n\n&/" \
	"table purchase_requests; User: properties; User: relations" 'created_by -> users\.id is for auditing, but has an inverse'
wrong "a secret shown" Models/User.php "/^        'two_factor_secret',/d" \
	"User: properties; User: fillable, hidden, defaults" 'hidden is'
wrong "a password in clear" Models/User.php "/=> 'hashed'/d" \
	"User: casts" 'password is not hashed'
wrong "a user who cannot log in" Models/User.php 's/extends Authenticatable/extends \\Illuminate\\Database\\Eloquent\\Model/' \
	"User: class and key" 'extends Illuminate.Database.Eloquent.Model'
wrong "integer timestamps written as text" Models/SyncRun.php "/dateFormat/d" \
	"SyncRun: casts" 'created_at: stored as string'
wrong "an updated_at that is not there" Models/PageView.php '/UPDATED_AT/d' \
	"PageView: casts; PageView: rows; PageView: create, timestamps, soft deletes; PageView: factory" 'no column named updated_at'
wrong "a column taken for a relation" Models/Employee.php '/function isRelation/,/^    }/d' \
	"Employee: relations" 'Undefined property'
wrong "a factory that never ends" Factories/ClerkFactory.php "s/return \[/&\n            'shop_id' => \\\\App\\\\Models\\\\Shop::factory(),/; s/\[\];/];/" \
	"Clerk: factory" 'shop_id closes a cycle of required keys'
