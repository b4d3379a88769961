#!/bin/bash
# contract-cases.sh - makes the golden cases of emgen-contract anew, out of SQL
# and the programs of this tree.  Whoever runs it reads the difference:
#	tests/contract-cases.sh && git diff tests/contract
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cases=$top/tests/contract
export EMGEN_EXEC_PATH=${BUILD:-$top/build}/libexec EMGEN_SHARE=$top
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

stage() {
	"$EMGEN_EXEC_PATH/emgen-$1" "${@:2}"
}

# introspect SQL [OPTION...]: a run with an id of its own
runs=0
introspect() {
	local sql=$1
	shift
	rm -f t.db
	sqlite3 t.db "$sql"
	runs=$((runs + 1))
	EMGEN_CORRELATION_ID=$(printf '0198c2f0-0000-7000-8000-%012d' "$runs") \
		stage introspect sqlite:t.db "$@" >analysis
}

# What differs from run to run.
still() {
	sed -E 's/"time":"[^"]*"/"time":"2026-01-31T12:00:00.000000Z"/
		s/"duration(Ms|Us)":[0-9]+/"duration\1":0/
		s/"serverVersion":"[^"]*"/"serverVersion":"3.40.1"/'
}

# golden ROLE CASE: stdin is the input
golden() {
	mkdir -p "$cases/$1"
	still >"$cases/$1/$2.in.ndjson"
	rm -rf files && mkdir files
	(cd files && stage "$1" <"$cases/$1/$2.in.ndjson") | still >"$cases/$1/$2.out.ndjson"
}

basic='create table users (id integer primary key, email text not null unique, name text);
create table posts (id integer primary key, user_id integer not null references users,
	editor_id integer references users, title varchar(80) not null);'
keys='create table users (id integer primary key, code text not null unique);
create table profiles (id integer primary key, user_id integer not null unique references users);
create table notes (id integer primary key, user_code text references users (code));
create table requests (id integer primary key, approver_id integer references users,
	user_id integer references users, created_by integer references users);
create table categories (id integer primary key, parent_id integer references categories);
create table employees (EmployeeId integer primary key, ReportsTo integer references employees);
create table user_notes (id integer primary key, user_id integer not null references users);'
pivots='create table orders (id integer primary key);
create table products (id integer primary key, sku text unique);
create table tags (id integer primary key);
create table product_tag (product_id integer not null references products,
	tag_id integer not null references tags, created_at datetime, updated_at datetime);
create table order_product (order_id integer not null references orders,
	product_id integer not null references products, quantity integer not null default 1,
	primary key (order_id, product_id));
create table order_tag (id integer primary key, order_id integer not null references orders,
	tag_id integer not null references tags, reason text not null);'
unusable='create table lines (order_id integer not null, line integer not null, text text,
	primary key (order_id, line));
create table shipments (id integer primary key, order_id integer not null, line integer not null,
	carrier_id integer references carriers, note_id integer references notes (ghost),
	foreign key (order_id, line) references lines);
create table notes (id integer primary key);'
types="create table things (id integer primary key, title varchar(80) not null, body text,
	price decimal(8,2) not null default '0.00', ratio real, active boolean not null default 1,
	flag tinyint(1) not null default 0, born date, seen_at datetime, meta json, token_id char(36),
	status varchar(10) not null default 'draft' check (status in ('draft','live','')),
	level integer check (level in (1,2,3)), raw blob, api_token text, odd point,
	doubled integer generated always as (level * 2),
	created_at datetime, updated_at datetime, deleted_at datetime);"
identities='create table line_items (order_id integer not null, line integer not null,
	quantity integer not null default 1, primary key (order_id, line));
create table log_lines (line text not null, logged_at datetime);
create table devices (id char(36) not null primary key, name text);
create table countries (code char(2) not null primary key, name text not null);
create table users (UserId integer primary key, email text not null unique,
	password varchar(255) not null, remember_token varchar(100));'
prefixed='create table app_users (id integer primary key, login text not null, pin_secret text);
create table app_people (id integer primary key, user_id integer not null references app_users);'

introspect "$basic" && golden relations basic <analysis
introspect "$keys" && golden relations keys <analysis
awk '/^{"type":"TableAnalyzed"/ { table[++n] = $0; next }
	/^{"type":"SchemaAnalyzed"/ { while (n) print table[n--] }
	{ print }' analysis | golden relations reversed
introspect "$pivots" && golden relations pivots <analysis
introspect "$unusable" && golden relations unusable <analysis
introspect "$basic" && cp analysis first
introspect "$basic" --relation posts.editor_id=corrector && cat first analysis | golden relations two

introspect "$basic" && golden define alone <analysis
stage relations <analysis | golden define basic
introspect "$types" && stage relations <analysis | golden define types
introspect "$identities" && stage relations <analysis | golden define keys
introspect "$pivots" && stage relations <analysis | golden define pivots
introspect "$prefixed" --prefix app_ --connection crm --namespace 'Crm\Models' \
	--class app_people=Staff --hidden 'pin_*'
stage relations <analysis | golden define settings

introspect "$basic" --out app/Models && stage relations <analysis | stage define | golden render basic
introspect "$pivots$types$identities" --out app/Models --enums app/Enums --factories database/factories
stage relations <analysis | stage define | golden render artifacts
introspect "$basic" --out app/Models --laravel 10 --namespace 'Shop\Entities' \
	--no-strict-types --no-fillable
stage relations <analysis | stage define | golden render settings

slips='create table users (id integer primary key, email text not null unique, password varchar(40) not null,
	"exists" text, created_at datetime);
create table posts (id integer primary key, user_id integer not null references users on delete set null,
	price real, status text not null, deleted_at datetime not null);
create table tags (id integer primary key);
create table post_tag (post_id integer not null references posts, tag_id integer not null references tags);'
job='if .type == "ModelDefinitionCreated" then (.type = "AnalyzeModel" | .source = "by-hand"
	| .data.options = {rules: {"soft-delete-column": "off"}}) else . end'
introspect "$basic" && stage relations <analysis | stage define | golden analyze basic
introspect "$slips" && stage relations <analysis | stage define | golden analyze slips
stage relations <analysis | stage define | jq -c "$job" | golden analyze jobs
introspect "$slips" --rule '*=off' --rule float-money=error
stage relations <analysis | stage define | golden analyze settings

# Roles of which no output is expected: what they get is enough.
taken() {
	mkdir -p "$cases/$1"
	still >"$cases/$1/basic.in.ndjson"
	: >"$cases/$1/basic.out.ndjson"
}
introspect "$basic" && taken sink <analysis
taken listener <analysis
stage relations <analysis | stage define | jq -c "$job" | grep -m1 '"AnalyzeModel"' | taken job
