#!/bin/bash
# emgen-define: what the model of each table is, as facts.
. "${0%/*}/lib.sh"

# define SQL [OPTION...]: the definitions of a schema in defs.ndjson.
define() {
	local sql=$1
	shift
	rm -f t.db
	sqlite3 t.db "$sql"
	emgen introspect sqlite:t.db "$@" 2>introspect.err | emgen relations 2>relations.err |
		emgen define 2>err | tee all.ndjson | grep ModelDefinition >defs.ndjson
}

# fact CLASS FILTER: jq of the attributes of one model.
fact() {
	jq -r --arg class "$1" "select(.data.name == \$class) | .data.attributes | $2" defs.ndjson
}

# columns CLASS MEMBER: name=value for each column.
columns() {
	fact "$1" ".columns | map(\"\\(.name)=\\(.$2)\") | join(\" \")"
}

define "create table people (
	id integer primary key, name varchar(50) not null, big bigint, ratio double, price decimal(8, 2),
	free numeric, active boolean not null default 1, born date, seen datetime, at time, meta json,
	token char(36), data blob, odd frobnicate, kind text check (kind in ('a', 'b-c', '')),
	total int generated always as (id + 1) stored, api_token text,
	created_at datetime, updated_at datetime, deleted_at datetime)"

is "types" "$(columns Person type)" "id=int name=string big=int ratio=float price=numeric-string free=int|float|numeric-string active=bool born=date seen=date at=string meta=array token=string data=string odd=string kind=App\\Models\\Enums\\PersonKind total=int api_token=string created_at=date updated_at=date deleted_at=date"
is "casts" "$(columns Person cast | tr ' ' '\n' | grep -v null | tr '\n' ' ')" 'ratio=float price=decimal:2 active=boolean born=date:Y-m-d seen=datetime meta=array kind=App\Models\Enums\PersonKind '
is "the primary key is not nullable" "$(fact Person '.columns[0].nullable')" false
is "what Eloquent fills itself is not fillable" "$(fact Person '.fillable | join(" ")')" "name big ratio price free active born seen at meta token data odd kind api_token"
is "secrets are hidden" "$(fact Person '.hidden | join(" ")')" "api_token"
is "a generated column is read only" "$(columns Person readOnly | tr ' ' '\n' | grep true)" "total=true"
is "soft deletes and timestamps" "$(fact Person '[.softDeletes, .timestamps.created, .timestamps.updated] | join(" ")')" "true created_at updated_at"
is "an irregular plural is Laravel's own guess" "$(fact Person '.tableDefault')" true
is "enum cases" "$(fact Person '.enums[0].cases | map("\(.name)=\(.value)") | join(" ")')" "A=a BC=b-c Empty="
is "where an enum comes from" "$(fact Person '.enums[0].source')" people.kind

define "create table t (
	a int not null default 007, b int not null default '12', c decimal(6, 2) not null default 1.5,
	d decimal(6, 2) not null default 1.234, e boolean not null default true, f boolean not null default 7,
	g text not null default 'it''s', h text not null default (lower('X')), i datetime not null default current_timestamp,
	j int default 5, k double not null default 1, l text not null default null, m int not null default x'01',
	n text not null default 'a' check (n in ('a', 'b')), o text not null default 'z' check (o in ('a', 'b')),
	p json not null default '{}', q decimal(4, 0) not null default -3, r decimal(9, 3) not null default -.5,
	s double not null default 1e3, t decimal(9, 2) not null default 25e-1, u double not null default 1e300)"
is "defaults as PHP will hold them" "$(fact T '.defaults | map("\(.column)=\(.value)") | join(" ")')" \
	"a=7 b=12 c=1.50 e=true f=7 g=it's k=1.0 n=a p={} q=-3 r=-0.500 s=1000.0 t=2.50"
define "create table t (a int not null default 1)" --no-defaults
is "defaults can be left out" "$(fact T '.defaults | length')" 0
define "create table t (a date not null default '0044-03-15 BC', b date not null default 'infinity', c date not null default '2024-02-29', d datetime not null default '2024-02-29 12:00:00.5+02',
	e date not null default '0000-00-00', f datetime not null default '0000-00-00 00:00:00', g datetime not null default '2024-01-00', h date not null default '20240229',
	created_at datetime not null default '0000-00-00 00:00:00', updated_at datetime not null default '0000-00-00 00:00:00')"
is "dates that Carbon cannot read are texts" "$(fact T '.columns | map("\(.name)=\(.type)") | join(" ")')" \
	"a=string b=string c=date d=date e=string f=string g=string h=date created_at=date updated_at=date"
is "and are set as such" "$(fact T '.defaults | map(.column) | join(" ")')" "a b c d e f g h"

define "$(echo 'create table t (a tinyint(1) not null, b tinyint(1) not null default 3, c boolean not null default 3);
	create table k (id tinyint(1) primary key, t_id boolean references t)' | tee booleans)"
is "a default of 3 is no boolean's, nor is a key one" "$(columns T cast) $(columns K cast)" "a=boolean b=null c=null id=null t_id=null"
is "and its default is a number" "$(fact T '.defaults | map("\(.column)=\(.value)") | join(" ")')" "b=3 c=3"
define "create table t (a boolean not null default 'f', b boolean default 't', c boolean not null default false, d boolean not null default '1')"
is "a word that SQLite keeps is no boolean" "$(columns T cast) $(fact T '.defaults | map("\(.column)=\(.value)") | join(" ")')" \
	"a=null b=null c=boolean d=boolean a=f c=false d=true"
define "$(cat booleans)" --tinyint1 integer
is "--tinyint1 integer" "$(columns T cast)" "a=null b=null c=null"

define "create table a (id integer primary key);
	create table b (code text primary key);
	create table c (id uuid primary key);
	create table d (x int, y int, primary key (x, y));
	create table e (x int);
	create table f (id char(26) primary key);
	create table g (a_id integer primary key references a);
	create table h (id uuid primary key references c);
	create table i (id int primary key)"
keys='[.key.kind, (.key.columns | join("+")), .key.type, .key.incrementing, .key.default, .uuid] | map(tostring) | join(" ")'
is "rowid" "$(fact A "$keys")" "single id int true true null"
is "a text key" "$(fact B "$keys")" "single code string false false null"
is "a uuid that Eloquent makes" "$(fact C "$keys")" "single id string false true uuid"
is "a composite key" "$(fact D "$keys")" "composite x+y string false false null"
is "no key" "$(fact E "$keys")" "none  string false false null"
is "a ulid" "$(fact F "$keys")" "single id string false true ulid"
is "a shared key is the rowid, too" "$(fact G "$keys")" "single a_id int true false null"
is "but nobody makes it up" "$(fact G '[.fillable[0], .columns[0].required] | map(tostring) | join(" ")')" "a_id true"
is "a uuid that is a foreign key comes from there" "$(fact H "$keys")" "single id string false true null"
is "INT PRIMARY KEY is no rowid" "$(fact I "$keys")" "single id int false true null"
is "a key that nobody makes up is fillable" "$(fact I '.fillable | join(" ")')" id

define "create table a (id integer primary key, created_at integer, updated_at integer);
	create table b (id integer primary key, created_at integer, updated_at integer, seen datetime);
	create table c (id integer primary key, x timestamp(6), y datetime);
	create table d (id integer primary key, created_at datetime);
	create table e (id integer primary key, x timestamptz(3));
	create table f (id integer primary key, x datetime)"
dates='[.dateFormat, .timestamps.created, .timestamps.updated] | map(tostring) | join(" ")'
is "integer timestamps" "$(fact A "$dates")" "U created_at updated_at"
is "integers beside a date are integers" "$(fact B "$dates")" "null null null"
is "sub-seconds" "$(fact C "$dates")" "Y-m-d H:i:s.u null null"
like "mixed precision is said" err '^emgen-define: warning: c: dates with and without sub-seconds'
is "only created_at" "$(fact D "$dates")" "null created_at null"
is "a time zone" "$(fact E "$dates")" "Y-m-d H:i:s.uP null null"
is "plain seconds" "$(fact F "$dates")" "null null null"

define "create table users (id integer primary key, password text, remember_token text, email text)"
is "a table of people who log in" "$(fact User '[.authenticatable, (.hidden | join("+"))] | join(" ")') $(columns User cast)" \
	"true password+remember_token id=null password=hashed remember_token=null email=null"

define "create table users (id integer primary key, Password text, twoFactorSecret text, ClientSecret text, sessionToken text, tokenType text, \"Two factor\" text)"
is "secrets are hidden however they are written" "$(fact User '.hidden | join(" ")')" "Password twoFactorSecret ClientSecret sessionToken"
define "create table keys (id integer primary key, apiKey text, api_key text)" --hidden 'api[A-Z]*'
is "a pattern is of the name as it is written, too" "$(fact Key '.hidden | join(" ")')" "apiKey"

define "create table users (id integer primary key, \"exists\" int, timestamps int)"
like "a column that Eloquent hides is said" err '^emgen-define: warning: users: column exists'

tables=
for table in a b c d e; do
	tables+="create table $table (id integer primary key, x timestamp(6), y datetime);"
done
define "$tables create table f (id integer primary key, \"table\" int); create table g (\"table\" int)"
is "what is true of many tables is said once" "$(grep 'warning: ' err)" \
	"emgen-define: warning: a, b, c and 2 more: dates with and without sub-seconds: all are written with them
emgen-define: warning: f, g: column table is hidden by a property of Eloquent's: use getAttribute()"
is "and in each of their definitions" "$(jq -c '.data.attributes.warnings | length' defs.ndjson | paste -sd ' ')" "1 1 1 1 1 1 1"

define "create table users (id integer primary key); create table user (id integer primary key); create table \"Users\" (id integer)" 2>/dev/null || true
define "create table users (id integer primary key); create table user (id integer primary key); create table lists (id integer); create table carbons (id integer)"
is "colliding and reserved names" "$(jq -r '.data | "\(.attributes.table.name)=\(.name)"' defs.ndjson | sort | tr '\n' ' ')" \
	"carbons=Carbon lists=ListModel user=User2 users=User "

define "create table wp_posts (id integer primary key, author_id int references wp_users); create table wp_users (id integer primary key); create table other (id int)" --prefix wp_
is "a prefix is the connection's" "$(jq -r '.data | "\(.attributes.tableName)=\(.name)"' defs.ndjson | tr '\n' ' ')" "posts=Post users=User "

define "create table orders (id integer primary key, buyer text)" --namespace 'Acme\Shop' --dates immutable
is "a namespace of one's own" "$(fact Order .namespace)" 'Acme\Shop'

define "create table a (id bigint primary key, code text not null unique);
	create table b (id integer primary key, a_id integer references a on delete set null on update cascade,
		a_code text references a (code), n int check (n > 0), unique (a_id, n));
	create index i on b (a_code, lower(n)) where n > 1;
	create table c (id integer primary key); create table a_c (a_id bigint not null references a, c_id int not null references c);
	create table b_c (b_id integer not null references b, c_id int not null references c, primary key (b_id, c_id))"
is "the driver" "$(fact A .driver)" sqlite
is "indexes, without what is null or false" "$(fact B '.indexes | map(del(.name) | tojson) | join(" ")')" \
	'{"columns":["a_id","n"],"unique":true} {"columns":["a_code",null],"partial":true}'
is "foreign keys, and types that differ" "$(fact B '.foreignKeys | tojson')" \
	'[{"columns":["a_id"],"references":{"table":"a","columns":["id"],"type":"bigint","class":"App\\Models\\A"},"onDelete":"SET NULL","onUpdate":"CASCADE"},{"columns":["a_code"],"references":{"table":"a","columns":["code"],"class":"App\\Models\\A"}}]'
is "checks" "$(fact B '.checks | tojson')" '["n > 0"]'
is "types as the server says them" "$(columns B databaseType)" "id=INTEGER a_id=INTEGER a_code=TEXT n=INT"
is "a pivot in which pairs can repeat, and one in which not" "$(fact C '.relations | map(select(.kind == "belongsToMany") | "\(.pivot.table)=\(.pivot.repeats)") | join(" ")')" \
	"a_c=true b_c=null"
is "nothing is said of what there is not" "$(fact C '[.indexes, .foreignKeys, .checks] | tojson')" '[null,null,null]'

define "create table orders (id integer primary key, buyer text)"
emgen introspect sqlite:t.db 2>/dev/null | emgen define >without.ndjson
is "without emgen-relations a model has no relations" "$(jq -r 'select(.type == "ModelDefinitionCreated") | "\(.data.name) \(.data.attributes.relations | length)"' without.ndjson)" "Order 0"

emgen define all.ndjson >again.ndjson
is "a stage replaces its own output" "$(jq -c 'del(.time)' again.ndjson)" "$(jq -c 'del(.time)' all.ndjson)"

# What rows are found by stays as it is stored.
define "create table kinds (code text primary key check (code in ('a', 'b')), rate decimal(4, 2) unique, day date unique, flag text check (flag in ('x', 'y')));
	create table things (id integer primary key, kind_code text not null check (kind_code in ('a', 'b')) references kinds,
		rate decimal(6, 3) references kinds (rate), day date references kinds (day), at datetime);
	create table ticks (created_at datetime primary key, updated_at datetime)"
is "the key that is referred to" "$(columns Kind cast | tr ' ' '\n' | grep -v null)" 'rate=string
flag=App\Models\Enums\KindFlag'
is "the key that refers" "$(columns Thing cast | tr ' ' '\n' | grep -v null)" "rate=string
at=datetime"
is "and their types" "$(columns Thing type)" "id=int kind_code=string rate=numeric-string day=string at=date"
is "values of a key are known to factories" "$(fact Thing '.columns[1].values | join(" ")')" "a b"
is "a time that is the key is none of Eloquent's" "$(fact Tick '[.timestamps.created, .timestamps.updated, .fillable[0]] | join(" ")')" " updated_at created_at"

define "create table t (id integer primary key, plain, other any, '12' int, '-' int)"
is "a column without a type can hold anything" "$(columns T type)" "id=int plain=mixed other=mixed 12=int -=int"
like "a number is no name to Eloquent" err "t: column 12 is no name to Eloquent"
like "neither is one without a letter" err "t: column - is no name to Eloquent"

define "create table a (id integer primary key, pivot_id int, v int); create table b (id integer primary key);
	create table a_b (a_id int not null references a, b_id int not null references b)"
like "what a pivot takes away is said" err 'a: belongsToMany takes column pivot_id'

define "create table jobs_done (id integer primary key, base text check (base in ('a')))" --mode split --enums-namespace 'App\Models\Base' --class jobs_done=JobsDoneBase
is "an enum in the namespace of the bases keeps away from them" "$(fact JobsDoneBase '.enums[0].name')" JobsDoneBase2

# Models that a person has written.
define "create table users (id integer primary key); create table user (id integer primary key);
	create table tags (id integer primary key, user_id int references users); create table pasts (id integer primary key)"
jq -c 'if .type == "GenerationConfigured" then .data.models = {
	users: {class: "App\\Models\\Person", path: "p/Person.php", pivot: false},
	tags: {class: "Blog\\Tag", path: "b/Tag.php", pivot: false},
	gone: {class: "App\\Models\\Past", path: "p/Past.php", pivot: false},
	pasts: {class: "Past", path: "no/namespace.php", pivot: false}} else . end' all.ndjson | emgen define 2>err | tee written.ndjson |
	grep ModelDefinition >defs.ndjson
ok "with hand-written models all is valid" emgen validate written.ndjson
is "they are the classes of their tables" "$(jq -r '.data.attributes | "\(.table.name) \(.namespace) \(.class) \(.written)"' defs.ndjson | sort)" \
	'pasts App\Models Pasts null
tags Blog Tag b/Tag.php
user App\Models User null
users App\Models Person p/Person.php'
is "relations refer to them" "$(fact Tag '.relations[0].class') $(fact Person '.relations[0].class')" 'App\Models\Person Blog\Tag'

# --- classes of tables that are not there ---

two="create table posts (id integer primary key); create table users (id integer primary key); create table jobs (id integer, payload text)"
define "$two" --class psots=Story --class nowhere=Nowhere --class users=Person --class jobs=Job
is "the class of a table that is not there is said" "$(cat err)" \
"emgen-define: warning: class psots=Story: there is no table psots; did you mean posts?
emgen-define: warning: class nowhere=Nowhere: there is no table nowhere"
define "$two" --class posts=Story --tables users
is "but not that of one that is not read" "$(cat err)" ""
define "create table wp_posts (id integer primary key)" --prefix wp_ --class posts=Story
is "a name without its prefix is known" "$(cat err)" \
	"emgen-define: warning: class posts=Story: there is no table posts; did you mean wp_posts?"

# in_schemas: the stream as from a server whose schema public was read
in_schemas() {
	jq -c 'if .type == "SchemaAnalysisStarted" then .data |= (.defaultSchema = "public" | .selection.schemas = ["public"] |
		.tables[].schema = "public") else select(.type == "GenerationConfigured") end' all.ndjson | emgen define 2>&1 >/dev/null | grep warning
}
define "$two" --class elsewhere.posts=Story
is "nor of one in a schema that is not read" "$(in_schemas)" ""
define "$two" --class public.psots=Story --class public.posts=Story
is "but in one that is" "$(in_schemas)" \
"emgen-define: warning: class public.psots=Story: there is no table public.psots; did you mean posts?
emgen-define: warning: class public.posts=Story: there is no table public.posts; did you mean posts?"
