#!/bin/bash
# emgen-introspect-pgsql: DSNs, what is read and what not, kinds, and errors.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/pgsql.sh"

tables() {
	jq -r "select(.type == \"TableAnalyzed\").data.table | $1" out
}
read_names() { # the tables that were read, in one line
	tables '"\(.schema).\(.name)"' | paste -sd' '
}
failure() { # SchemaAnalysisFailed: what, and whether a retry may help
	jq -r 'select(.type == "SchemaAnalysisFailed").data | "\(.exception) \(.temporary)"' out
}
# fails NAME CODE "EXCEPTION TEMPORARY" COMMAND...: an analysis that does not look complete.
fails() {
	local name=$1 code=$2 want=$3
	shift 3
	exits "$name" "$code" "$@"
	is "$name: what it is" "$(failure)" "$want"
	unlike "$name: it does not look complete" out '"SchemaAnalyzed"'
	events out
}

# --- Where the server is ---

pg_create app
pg app <<'SQL'
CREATE TABLE users (id bigserial PRIMARY KEY, name text);
CREATE ROLE reader LOGIN PASSWORD 'p@ss:w/rd %7''x';
CREATE ROLE stranger LOGIN PASSWORD 'hushhush';
CREATE DATABASE closed;
REVOKE CONNECT ON DATABASE closed FROM PUBLIC;
SQL
encoded='p%40ss%3Aw%2Frd%20%257%27x'
while IFS='~' read -r name dsn; do
	exits "$name" 0 emgen introspect "$dsn"
	is "$name: is read" "$(read_names)" public.users
	unlike "$name: no password is shown" <(cat out err) "$encoded|p@ss|hushhush"
done <<DSNS
a socket in the host~pgsql://postgres@${pg_dir//\//%2F}:$pg_port/app
a socket in a parameter~postgresql:///app?host=$pg_dir&port=$pg_port&user=postgres
a password and TCP~postgres://reader:$encoded@127.0.0.1:$pg_port/app?sslmode=prefer
Laravel's parameters~pgsql://reader:$encoded@127.0.0.1:$pg_port/app?charset=utf8&search_path=public&connect_timeout=3
PDO's form~pgsql:host=$pg_dir;port=$pg_port;dbname=app;user=postgres
libpq's form with a scheme~pgsql:host=$pg_dir port=$pg_port dbname=app user=postgres
libpq's form~host=$pg_dir port=$pg_port dbname=app user=postgres
libpq's form with a password~host = 127.0.0.1 port=$pg_port dbname=app user=reader password = 'p@ss:w/rd %7\\'x'
DSNS
mkdir home
printf '[mine]\nhost=127.0.0.1\nport=%s\ndbname=app\nuser=stranger\n' "$pg_port" >home/.pg_service.conf
printf '*:*:*:stranger:hushhush\n' >home/.pgpass
chmod 600 home/.pgpass
exits "a service, and ~/.pgpass" 0 env -u PGPASSFILE HOME="$scratch/home" emgen introspect service=mine
is "is read" "$(read_names)" public.users
exits "PGPASSWORD" 0 env PGPASSWORD=hushhush emgen introspect "pgsql://stranger@127.0.0.1:$pg_port/app"
unlike "is nowhere" <(cat out err) hushhush
mkdir laravel
cat >laravel/.env <<ENV
DB_CONNECTION=pgsql
DB_HOST=127.0.0.1
DB_PORT=$pg_port
DB_DATABASE=app
DB_USERNAME=reader
DB_PASSWORD="p@ss:w/rd %7'x"
ENV
exits "Laravel's .env" 0 env -C laravel emgen introspect
is "is read" "$(read_names)" public.users
unlike "its password is nowhere" <(cat out err) 'p@ss|p%40'
printf 'DB_SCHEMA=reporting\nDB_SSLMODE=prefer\n' >>laravel/.env
pg app -c 'CREATE SCHEMA reporting; CREATE TABLE reporting.sums (id int); GRANT USAGE ON SCHEMA reporting TO reader'
exits "Laravel's .env with a schema" 0 env -C laravel emgen introspect
is "reads that one" "$(read_names)" reporting.sums
printf 'DB_CONNECTION=pgsql\nDB_URL=postgres://reader:%s@127.0.0.1:%s/app?charset=utf8\n' "$encoded" "$pg_port" >laravel/.env
exits "DB_URL" 0 env -C laravel emgen introspect
is "is read, too" "$(read_names)" public.users
emgen introspect "$(pg_dsn app)" >out
is "the version" "$(jq -r 'select(.type == "SchemaAnalyzed").data.schema.serverVersion' out)" \
	"$(pg app -c 'SHOW server_version' | grep -oE '^[0-9]+\.[0-9]+')"

# --- Schemas, and what is read ---

pg_create schemas
pg schemas <<'SQL'
CREATE SCHEMA shop; CREATE SCHEMA shop_old; CREATE SCHEMA "Odd, one";
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE shop.a (id int PRIMARY KEY, a_id int REFERENCES public.a);
CREATE TABLE shop.b (id int PRIMARY KEY);
CREATE TABLE shop_old.c (id int PRIMARY KEY);
CREATE TABLE "Odd, one".d (id int PRIMARY KEY);
CREATE TABLE jobs (id int, payload text); CREATE TABLE shop.jobs (id int, payload text);
CREATE TABLE sessions (id int, title text); CREATE TABLE shop.sessions (payload text);
CREATE VIEW v AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
SQL
dsn=$(pg_dsn schemas)
set -f
while IFS='~' read -r options want default; do
	# shellcheck disable=SC2086 # a list of words
	exits "options $options" 0 emgen introspect "$dsn" $options
	is "  what is read" "$(read_names)" "$want"
	is "  the default schema" "$(jq -r 'select(.type == "SchemaAnalysisStarted").data.defaultSchema' out)" "$default"
	events out
done <<'OPTIONS'
~public.a public.sessions~public
--views~public.a public.m public.sessions public.v~public
--schema shop~shop.a shop.b~public
--schema shop*,public~public.a public.sessions shop.a shop.b shop_old.c~public
--search-path shop,public~public.a public.sessions shop.a shop.b~shop
--search-path nowhere,shop_old~shop_old.c~shop_old
--search-path shop --schema public~public.a public.sessions~shop
--schema shop --tables shop.a,jobs~shop.a shop.jobs~public
--schema * --exclude a~Odd, one.d public.sessions shop.b shop_old.c~public
OPTIONS
set +f
exits "a search path in the DSN" 0 emgen introspect "$dsn?search_path=%22Odd,%20one%22,public"
is "is used" "$(read_names)" "Odd, one.d public.a public.sessions"
exits "one in its options" 0 emgen introspect "$dsn?options=-csearch_path%3Dshop"
is "is used, too" "$(read_names)" "shop.a shop.b"
pg schemas -c 'CREATE SCHEMA bare; CREATE SCHEMA void'
exits "schemas without a table" 0 emgen introspect "$dsn" --schema 'bare,void'
is "are named, and what would read others" "$(cat err)" \
	"emgen-introspect-pgsql: warning: no tables in bare, void: --schema names the schemas to read"
pg schemas -c 'DROP SCHEMA bare; DROP SCHEMA void; CREATE SCHEMA postgres'
exits "a search path of the server with the user in it" 0 emgen introspect "$dsn"
is "its schema comes first" "$(jq -r 'select(.type == "SchemaAnalysisStarted").data.defaultSchema' out)" postgres
fails "a schema that is not there" 100 "no-such-schema false" emgen introspect "$dsn" --schema 'shop,nowhere'
like "it says which" err 'there is no schema nowhere$'
fails "a search path of such" 100 "no-such-schema false" emgen introspect "$dsn" --search-path nowhere

# --- Constructs (2145 compares the rest with the server) ---

pg_create constructs "$data/constructs.pgsql.sql"
exits constructs 0 emgen introspect "$(pg_dsn constructs)" --schema 'public,shop,audit' --views
events out
is "no warnings" "$(grep warning err)" ""
is "what is left out, and why" \
	"$(jq -r 'select(.type == "SchemaAnalysisStarted").data.omitted[] | "\(.name) \(.reason)"' out)" \
"measurements_new partition
measurements_new_0 partition
measurements_old partition
migrations framework"
is "views" "$(tables 'select(.kind == "view").name')" "totals
happy_users"
is "kinds" "$(tables 'select(.name == "samples").columns[] | "\(.name) \(.kind) \(.length) \(.precision) \(.scale)"')" \
"id bigint null null null
small_number integer null null null
big_number bigint null null null
flag boolean null null null
price decimal null 10 2
loose decimal null null null
whole decimal null 8 0
ratio float null null null
weight float null null null
cost other null null null
letter string 1 null null
code string 4 null null
label string 40 null null
unlimited string null null null
long_text text null null null
folded text null null null
identifier string 63 null null
born_on date null null null
forever date null null null
entered_on date null null null
opens_at time null 6 null
closes_at time null 0 null
seen_at datetime null 6 null
read_at datetime null 3 null
sent_at datetime null 0 null
took other null null null
settings json null null null
extra json null null null
picture binary null null null
token uuid null null null
tags array null null null
matrix array null null null
moods array null null null
span range null null null
spans range null null null
sizes range null null null
period range null null null
address other null null null
ip inet null null null
net inet null null null
mac inet null null null
place geometry null null null
area geometry null null null
bits other 3 null null
more_bits other 9 null null
search other null null null
options other null null null
markup text null null null
object bigint null null null
positive integer null null null
net_price decimal null 12 2
level enum 10 null null
good_mood enum null null null
state enum null null null
shop_state enum null null null
odd_type enum null null null
computed integer null null null
nothing string 10 null null
current text null null null
full_label text null null null
last_one text null null null"
is "values" "$(tables '.name as $t | .columns[] | select(.values != []) | "\($t).\(.name) \(.type) \(.values | join("|"))"' | grep -v '^happy')" \
'entries.mood mood sad|so-so|ok|very happy|über
articles.status character varying(20) draft|in-review|it'\''s
articles.kind text a|b
articles.priority integer 1|2|3
samples.level level low|mid|high
samples.good_mood good_mood ok|very happy
samples.state state on|off
samples.shop_state shop.state new|sent|2nd try|
samples.odd_type shop."Odd Type" a|b
users.mood mood sad|so-so|ok|very happy|über
products.state shop.state new|sent|2nd try|'
is "numbered by the database" "$(tables 'select(.kind == "table") | .name as $t | .columns[] | select(.autoIncrement and .name != "id") | "\($t).\(.name)"')" \
"by_default.place
numbered.no"
pg constructs <<'SQL'
CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE far_away (hundreds numeric(3, -2) NOT NULL, tiny numeric(2, 5)) SERVER nowhere;
SQL
emgen introspect "$(pg_dsn constructs)" --tables far_away >out
is "a foreign table, and odd scales" "$(tables '.columns[] | "\(.name) \(.kind) \(.precision) \(.scale) \(.nullable)"')" \
"hundreds decimal 5 0 false
tiny decimal 2 5 true"
pg constructs 2>/dev/null <<'SQL'
CREATE TYPE odd; CREATE FUNCTION odd_in(cstring) RETURNS odd AS 'textin' LANGUAGE internal STRICT IMMUTABLE;
CREATE FUNCTION odd_out(odd) RETURNS cstring AS 'textout' LANGUAGE internal STRICT IMMUTABLE;
CREATE TYPE odd (INPUT = odd_in, OUTPUT = odd_out, LIKE = text);
CREATE TABLE strange (a odd, b odd);
SQL
exits "an unknown type" 0 emgen introspect "$(pg_dsn constructs)" --tables strange
is "is a warning, once" "$(grep -c 'the type odd is unknown' err)" 1
is "and kind other" "$(tables '.columns[].kind')" "other
other"
pg constructs <<'SQL'
CREATE TYPE shop.pair AS (a int, gone int, b text); ALTER TYPE shop.pair DROP ATTRIBUTE gone;
CREATE DOMAIN pairs AS shop.pair; CREATE DOMAIN few AS numeric(6,2); CREATE DOMAIN fewer AS few NOT NULL DEFAULT 1.5;
CREATE TABLE made (a shop.pair, b pairs, c pairs[], d fewer, e int, f tenants);
SQL
exits "rows, and domains" 0 emgen introspect "$(pg_dsn constructs)" --tables made
events out
is "what a domain is of, and how many fields a row has" "$(tables '.columns[] | "\(.name) \(.kind) \(.type) \(.baseType) \(.fields) \(.nullable)"')" "a other shop.pair null 2 true
b other pairs shop.pair 2 true
c array pairs[] null null true
d decimal fewer numeric(6,2) null false
e integer integer null null true
f other tenants null 2 true"

pg_create domains
pg domains <<'SQL'
CREATE DOMAIN uid AS uuid; CREATE DOMAIN number AS bigint CHECK (VALUE > 0); CREATE DOMAIN person AS number;
CREATE TABLE people (id person PRIMARY KEY); CREATE TABLE books (id uid PRIMARY KEY);
CREATE TABLE loans (id serial PRIMARY KEY, person_id int, book_id uuid, noted_type text, noted_id uuid, UNIQUE (noted_type, noted_id));
SQL
is "keys are of a kind whatever domains are of it" "$(emgen introspect "$(pg_dsn domains)" --infer-relations --morph loans.noted=books | emgen relations |
	jq -r 'select(.type == "RelationshipsDetected").data | .table.name as $table | .relationships[] | "\($table) \(.kind) \(.name)"')" "books hasMany loans
books morphOne notedLoan
loans belongsTo person
loans belongsTo book
loans morphTo noted
people hasMany loans"

if [ "$(pg app -c 'SHOW server_version_num')" -ge 150000 ]; then
	pg_create alike
	pg alike -c 'CREATE TABLE t (a int UNIQUE NULLS NOT DISTINCT, b int UNIQUE, c int)' \
		-c 'CREATE UNIQUE INDEX i ON t (b, c) NULLS NOT DISTINCT WHERE c > 0'
	exits "nulls that are alike" 0 emgen introspect "$(pg_dsn alike)"
	events out
	is "are of those indexes that say so" "$(tables '(.uniqueKeys + .indexes)[] | "\(.name) \(.nullsNotDistinct)"')" "t_a_key true
t_b_key null
i true"
	is "in which a value is needed, though one may be null" "$(emgen introspect "$(pg_dsn alike)" | emgen relations | emgen define |
		jq -r 'select(.data.attributes).data.attributes | (.indexes[] | "\(.name) \(.nullsNotDistinct)"), (.columns[] | "\(.name) \(.nullable) \(.required)")')" "t_a_key true
t_b_key null
i true
a true true
b true null
c true null"
fi

# --- What partitions ask of rows ---

pg_create parts
pg parts -c "CREATE TABLE a (x int CHECK (x > 0)) PARTITION BY LIST (x)" \
	-c "CREATE TABLE a1 PARTITION OF a FOR VALUES IN (3, 4)" -c "CREATE TABLE a2 PARTITION OF a FOR VALUES IN (5)" \
	-c "CREATE TABLE b (x int) PARTITION BY RANGE (x)" -c "CREATE TABLE b1 PARTITION OF b FOR VALUES FROM (1) TO (9)" \
	-c "CREATE TABLE b2 PARTITION OF b DEFAULT" \
	-c "CREATE TABLE c (x int) PARTITION BY HASH (x)" -c "CREATE TABLE c1 PARTITION OF c FOR VALUES WITH (MODULUS 1, REMAINDER 0)" \
	-c "CREATE TABLE d (x int) PARTITION BY RANGE (x)" -c "CREATE TABLE e (x int CHECK (x > 1))"
exits "partitions" 0 emgen introspect "$(pg_dsn parts)"
events out
is "of the first, where it is not for all" "$(tables '"\(.name) \(.checks | length) \(.partition)"')" \
"a 1 ((x IS NOT NULL) AND (x = ANY (ARRAY[3, 4])))
b 0 null
c 0 null
d 0 null
e 1 null"
emgen relations <out | emgen define >defined
is "is in the definition" "$(jq -r 'select(.data.attributes.partition).data.attributes | "\(.tableName) \(.partition)"' defined)" \
	"a ((x IS NOT NULL) AND (x = ANY (ARRAY[3, 4])))"

# --- One state, in a constant number of statements, by any role ---

# statements N: what the server is asked for N tables; rows are fetched in batches.
statements() {
	pg_create "many$1"
	for ((i = 0; i < $1; i++)); do echo "CREATE TABLE t$i (id serial PRIMARY KEY, p int REFERENCES t$((i ? i - 1 : 0)), c text CHECK (c <> ''));"; done |
		pg "many$1"
	pg "many$1" -c "ALTER ROLE reader SET log_statement = 'all'"
	: >"$pg_dir/log"
	PGPASSWORD="p@ss:w/rd %7'x" emgen introspect "pgsql://reader@127.0.0.1:$pg_port/many$1" >out
	pg "many$1" -c "ALTER ROLE reader RESET log_statement"
	grep -oE '(execute <unnamed>|statement): .*' "$pg_dir/log" | sed "s/^[^:]*: //; s/ .*//" | grep -v ALTER
}
statements 10 >ten
is "an unprivileged role suffices" "$(tables .name | wc -l)" 10
statements 100 >hundred
is "it reads all" "$(tables .name | wc -l)" 100
ok "statements were seen" grep -q DECLARE ten
same "ten times the tables, the same statements" hundred ten

pg_create hostile
pg hostile <<'SQL'
CREATE TABLE victim (id int PRIMARY KEY);
CREATE TABLE pg_class (oid oid, relname name);
CREATE FUNCTION evil(oid, oid) RETURNS boolean AS $$ BEGIN RAISE EXCEPTION 'evil ran'; END $$ LANGUAGE plpgsql;
CREATE OPERATOR = (LEFTARG = oid, RIGHTARG = oid, FUNCTION = evil);
CREATE FUNCTION format_type(oid, integer) RETURNS text AS $$ SELECT 'evil' $$ LANGUAGE sql;
CREATE FUNCTION unnest(oid[]) RETURNS SETOF oid AS $$ SELECT 1::pg_catalog.oid $$ LANGUAGE sql;
SQL
exits "a schema in front of the server's own" 0 emgen introspect "$(pg_dsn hostile)" --search-path 'public,pg_catalog'
is "stands in for nothing" "$(tables '"\(.name) \(.columns[0].type)"')" "pg_class oid
victim integer"

# --- What goes wrong ---

fails "a refused password" 100 "refused false" emgen introspect "pgsql://reader:wrong-one@127.0.0.1:$pg_port/app"
unlike "is not shown" <(cat out err) wrong-one
like "the DSN is" err "pgsql://reader:\*\*\*@127.0.0.1:$pg_port/app: password authentication failed"
fails "no password" 100 "refused false" emgen introspect "pgsql://reader@127.0.0.1:$pg_port/app"
fails "no such role" 100 "refused false" emgen introspect "$(pg_dsn app nobody-of-that-name)"
fails "no such database" 100 "no-such-database false" emgen introspect "$(pg_dsn nowhere)"
fails "no permission" 100 "permission false" emgen introspect "pgsql://reader:$encoded@127.0.0.1:$pg_port/closed"
fails "nobody listens" 111 "unreachable true" emgen introspect "pgsql://u:hushhush@127.0.0.1:1/app"
unlike "the password is not shown" <(cat out err) hushhush
fails "no socket" 111 "unreachable true" emgen introspect "pgsql://u@%2Fnowhere/app"
fails "no such host" 111 "unreachable true" emgen introspect "pgsql://u:hushhush@host.invalid/app" --timeout 3
like "is named" err 'app: could not translate host name "host\.invalid" to address'
fails "unless a part of the password may be in its name" 111 "unreachable true" emgen introspect "pgsql://u:hush@hush@host.invalid/app"
unlike "which is not shown" <(cat out err) hush
while IFS='~' read -r name dsn; do
	fails "$name" 100 "bad-dsn false" emgen introspect "$dsn"
	unlike "$name: no secret is shown" <(cat out err) 'hush'
done <<'DSNS'
an unknown parameter~pgsql://u:hushhush@h/db?sslmod=require
a bad sslmode~pgsql://u:hushhush@h/db?sslmode=maybe
a bad port~pgsql://u:hush/hush@h/db
a bad escape~pgsql://u:hushhush%zz@h/db
a word without a value~pgsql:host=h password=hushhush hush
an open quote~host=h password='hushhush
DSNS
fails "a server without TLS" 100 "tls false" emgen introspect "pgsql://reader@127.0.0.1:$pg_port/app?sslmode=require"

# A listener that never says a word.
python3 -c 'import socket, sys
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(); print(s.getsockname()[1], flush=True); sys.stdin.read()' \
	>port < <(tail -f /dev/null --pid=$$) &
silent=$!
until [ -s port ]; do read -rt 0.05 <> <(:); done
fails "a server that does not answer" 111 "timeout true" emgen introspect "pgsql://u@127.0.0.1:$(cat port)/db" --timeout 0.2
kill "$silent"; wait "$silent" 2>/dev/null

# hold DATABASE SQL: a session that runs SQL and waits; let_go ends it.
hold() {
	mkfifo held holding
	pg "$1" <holding >held 2>&1 &
	holder=$!
	exec 7>holding
	printf '%s\n\\echo held\n' "$2" >&7
	grep -q -m1 held held
}
let_go() {
	exec 7>&-
	wait "$holder"
	rm held holding
}
hold app 'BEGIN; LOCK TABLE pg_catalog.pg_description IN ACCESS EXCLUSIVE MODE;'
fails "a lock" 111 "locked true" emgen introspect "$(pg_dsn app)" --timeout 2
let_go
hold app 'BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE;'
exits "a lock on a table" 0 emgen introspect "$(pg_dsn app)" --timeout 10
is "does no harm" "$(tables '.columns[].default.expression' | head -1)" "nextval('users_id_seq'::regclass)"
let_go

# It hangs before it has read all that is asked, which is more than a socket holds.
pg_create many
pg many <<'SQL'
DO $$ BEGIN
	FOR i IN 1..12000 LOOP
		EXECUTE format('CREATE TABLE t%s ()', i);
		IF i % 1000 = 0 THEN COMMIT; END IF;
	END LOOP;
END $$
SQL
locked_out() {
	backend=$(pg many -c 'SELECT pid FROM pg_locks WHERE NOT granted')
	[ "$backend" ]
}
hold many 'BEGIN; LOCK TABLE pg_catalog.pg_enum IN ACCESS EXCLUSIVE MODE;'
timeout 60 emgen introspect "$(pg_dsn many)" --timeout 10 >out 2>err &
driver=$!
until_ok locked_out
kill -STOP "$backend"
wait "$driver"
is "a server that hangs: exit code" $? 111
is "what it is" "$(failure)" "timeout true"
kill -CONT "$backend"
let_go

pg postgres -c 'ALTER ROLE stranger CONNECTION LIMIT 0'
fails "too many connections" 111 "too-many-connections true" emgen introspect "pgsql://stranger:hushhush@127.0.0.1:$pg_port/app"

# blocked DATABASE [OPTION...]: a driver that waits for the reader of its output, after the
# first lines, until resume reads the rest.  More than pipes and one batch hold.
pg_create big
python3 -c '
for i in range(1500):
    columns = ", ".join(f"column_number_{c} text DEFAULT \x27{c}\x27" for c in range(12))
    print(f"CREATE TABLE table_{i:05} ({columns}, CHECK (column_number_0 <> column_number_1));")' | pg big
blocked() {
	mkfifo slow
	EMGEN_DSN=$(pg_dsn "$1") emgen introspect-pgsql "${@:2}" >slow 2>err &
	driver=$!
	exec 8<slow
	IFS= read -r line <&8 && echo "$line" >out
}
resume() {
	cat <&8 >>out
	exec 8<&-
	rm slow
	wait "$driver"
	is "$1: exit code" "$?" "$2"
	is "$1: what it is" "$(grep -a '^{.*}$' out | jq -r 'select(.type == "SchemaAnalysisFailed").data | "\(.exception) \(.temporary)"')" "$3"
}
blocked big
pg big -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'emgen'" >/dev/null
resume "a session that is ended" 111 "connection-lost true"
unlike "does not look complete" out '"SchemaAnalyzed"'

blocked big
pg big -c 'DROP TABLE table_01499'
resume "a table that is dropped" 0 ""
is "is what it was" "$(tables 'select(.name == "table_01499") | .columns[].default.literal, .checks[].expression' | paste -sd,)" \
	'0,1,2,3,4,5,6,7,8,9,10,11,(column_number_0 <> column_number_1)'

blocked big
pg big -c 'ALTER TABLE table_01498 RENAME TO renamed'
resume "a table that is renamed" 0 ""
like "is what it was" out '"name":"table_01498"'

# Batches that no buffer holds: the server waits, too.
pg_create wide
python3 -c '
for i in range(1000):
    columns = ", ".join(f"c{c} text DEFAULT \x27{c:0500}\x27" for c in range(12))
    print(f"CREATE TABLE table_{i:05} ({columns});")' | pg wide
waits_long() {
	[ "$(pg "$1" -c "SELECT bool_and(now() - query_start > '4 s') FROM pg_stat_activity
		WHERE datname = '$1' AND application_name = 'emgen' AND wait_event = 'ClientWrite'")" = t ]
}
blocked wide --timeout 3
ok "the server waits for a slow reader" until_ok waits_long wide
resume "the reader, for longer than --timeout" 0 ""
is "is given all" "$(tables .name | wc -l)" 1000

# Few columns, but more than a batch of what else there is.
pg_create checks
python3 -c '
for i in range(500):
    checks = ", ".join(f"CHECK (a <> \x27{c:0500}\x27)" for c in range(12))
    print(f"CREATE TABLE table_{i:05} (a text, {checks});")' | pg checks
blocked checks --timeout 3
for ((i = 2; i <= 200; i++)); do
	IFS= read -r line <&8 && echo "$line" >>out
done
ok "the server waits with its checks" until_ok waits_long checks
resume "the reader, for longer than --timeout" 0 ""
is "is given all" "$(tables .name | wc -l)" 500

blocked big
pg_stop KILL
resume "a server that is killed" 111 "connection-lost true"
unlike "does not look complete, either" out '"SchemaAnalyzed"'
fails "a server that is gone" 111 "unreachable true" emgen introspect "$(pg_dsn app)"
