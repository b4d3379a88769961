#!/bin/bash
# emgen-render --requests: form requests with the rules of a table.
. "${0%/*}/lib.sh"

stream=$data/render/golden.ndjson

exits "the golden schema" 0 emgen render --out M --enums E --requests R "$stream"
same "all kinds of rules" R/OrderRequest.php "$data/render/OrderRequest.php"
for file in R/*.php; do ok "$file is PHP" php -l "$file"; done
ok "a pivot has none" test ! -e R/OrderProductRequest.php
exits "a second run" 0 emgen render --check --out M --enums E --requests R "$stream"

is "an event says so" "$(emgen render --force --out M2 --artifact request --requests R2 "$stream" |
	jq -r 'select(.type == "ModelGenerated").data | select(.path == "R2/OrderRequest.php").artifact')" request
ok "and nothing else is written" test ! -e M2

sed -i 's/max:20/max:10/' R/OrderRequest.php
emgen render --out M --enums E --requests R "$stream" >out 2>err
like "what a person has edited is left alone" R/OrderRequest.php 'max:10'

# rules SQL COLUMN: those of the column of table t
rules() {
	rm -rf t.db emgen.lock t
	sqlite3 t.db "$1"
	emgen generate sqlite:t.db --out t/Models --requests t/Requests --requests-namespace 'Shop\Http' --quiet 2>/dev/null
	sed -n "s/^ *'$2' => \[\(.*\)\],\$/\1/p" t/Requests/TRequest.php
}

is "a CHECK on a number" "$(rules "create table t (id integer primary key, n int check (n > 3 and n <= 9))" n)" "'nullable', 'integer', 'min:4', 'max:9'"
is "on a decimal" "$(rules "create table t (id integer primary key, n decimal(5, 2) not null check (n > 0.5))" n)" \
	"...\$required, 'numeric', 'gt:0.5', 'decimal:0,2', 'max:999.99'"
is "on a float" "$(rules "create table t (id integer primary key, n real check (n <= 0.5))" n)" "'nullable', 'numeric', 'max:0.5'"
is "but one number, or a few" "$(rules "create table t (id integer primary key, n int check (n not in (3, 5) and n < 9))" n)" "'nullable', 'integer', 'max:8', 'not_in:3,5'"
is "on a length" "$(rules "create table t (id integer primary key, n varchar(9) not null default 'abc' check (length(n) > 2))" n)" \
	"'sometimes', 'required', 'string', 'min:3', 'max:9'"
like "in its namespace" t/Requests/TRequest.php '^namespace Shop.Http;$'
is "values with quotes" "$(rules "create table t (id integer primary key, n text check (n in ('it''s', 'a\\b')))" n | grep -o "Rule::.*")" "Rule::enum(TN::class)"
is "a list that is needed" "$(rules "create table t (id integer primary key, n json not null)" n)" \
	"\$this->isMethod('PATCH') ? 'sometimes' : 'present', 'array'"
is "keys that are not the primary one" "$(rules "create table p (id integer primary key, code text unique);
	create table t (id integer primary key, n text references p (code))" n)" "'nullable', 'string', Rule::exists(P::class, 'code')"
is "a row that has no key of one column" "$(rules "create table t (a int not null, n int not null unique, primary key (a, n))" n)" \
	"...\$required, 'integer', Rule::unique(T::class, 'n')->ignore(\$row?->getRawOriginal('n'), 'n')"
is "keys of several columns are left to the database" "$(rules "create table p (a int, b int, primary key (a, b));
	create table t (id integer primary key, n int, b int, foreign key (n, b) references p, unique (n, b))" n)" "'nullable', 'integer'"
is "a name that means more to the validator" "$(rules "create table t (id integer primary key, n int, [a.b] int, [c*] int)" '[^n]*')" ""
