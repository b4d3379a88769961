#!/bin/bash
# emgen-introspect-mysql on MySQL itself: what its catalogue has otherwise than
# MariaDB's (2150), and all of real schemas.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/mysql.sh"

tables() {
	jq -r "select(.type == \"TableAnalyzed\").data.table | $1" out
}

load constructs "$data/constructs.oracle.sql"
printf "CREATE TABLE client (state varchar(9), CHECK (state IN ('\xe9', 'x')))" |
	sql --default-character-set=latin1 constructs
exits "introspect" 0 emgen introspect "$(dsn constructs)" --views
events out
ok "it is MySQL" test "$(jq -r 'select(.type == "SchemaAnalyzed").data.schema | .serverVersion' out | cut -d . -f 1)" -ge 8
is "its tables" "$(tables .name | tr '\n' ' ')" 'bytes client computed gipk latin1 maps parts some things words '

# --- Columns ---

# of TABLE FILTER: what it says of each column of a table, one a line.
of() {
	jq -r "select(.type == \"TableAnalyzed\").data.table | select(.name == \"$1\").columns[] | $2" out
}

is "types" "$(of things '"\(.name) \(.type)\(if .unsigned then "+" else "" end)\(if .invisible then " hidden" else "" end)"' | tr '\n' ',')" \
	'id bigint unsigned+,name varchar(50),token char(36),amount int,flag tinyint(1),small tinyint unsigned+,padded int(5) unsigned zerofill+,at datetime(3),day date,doc json,settings json,body text,hidden int hidden,point point,'
is "what they are to a model" "$(of things .kind | tr '\n' ' ')" \
	'bigint string uuid integer boolean integer integer datetime date json json text integer geometry '
is "defaults are SQL where the server says so" "$(of things '"\(.name) \(.default)"' | grep -v null)" \
	'name {"literal":"it'"'"'s"}
token {"expression":"uuid()"}
amount {"expression":"(1 + 2)"}
flag {"literal":"1"}
at {"expression":"CURRENT_TIMESTAMP(3)"}
day {"expression":"curdate()"}
doc {"expression":"json_array()"}
settings {"literal":"{\"a\": \"é\"}"}
body {"literal":"wörd"}
hidden {"literal":"3"}'
is "bytes that the catalogue cuts are the database's" "$(of bytes '"\(.name) \(.default)"')" \
	'id null
short {"expression":"0x6162"}
cut {"expression":"0xFF"}
zero {"expression":"0x"}
none {"literal":""}
bits {"literal":"5"}
digits {"literal":"0x41"}'
is "what is computed" "$(of computed '[.name, .generated] | @json' | tr '\n' ' ')" \
	'["id",null] ["a",null] ["twice","virtual"] ["text","stored"] ["things_id",null] ["other_id",null] '
is "where its shapes are" "$(of maps '"\(.name) \(.srid)"' | tr '\n' ',')" \
	'id null,capital 4326,border 3857,the river 0,anything null,'
is "a key that the server made up" "$(tables 'select(.name == "gipk") | [.primaryKey.columns[0], .columns[0].invisible] | @json')" \
	'["my_row_id",true]'

# --- Characters in expressions, which MySQL encodes once more ---

is "values of a check, and names" "$(of words '[.name, .values] | @json' | tail -n +2)" \
	'["state",["a","b'"'"'c","é","😀","d\\e"]]
["größe",["ß","x"]]'
is "of a table in Latin-1" "$(of latin1 '[.values, .default.literal] | @json' | tr '\n' ' ')" '[["é","ü"],"ü"] [["é","ü"],"é"] '
is "from a client in Latin-1" "$(of client '.values | @json')" '["é","x"]'

# --- Indexes, keys, checks ---

is "indexes" "$(tables 'select(.name == "things").indexes[] | [.name, .unique, .method, .columns] | @json' | tr '\n' ' ')" \
	'["beginning",false,null,[null]] ["doubled",true,null,[null]] ["down",false,null,["amount"]] ["lowered",false,null,[null]] ["mixed",false,null,["amount",null]] ["parts",false,null,[null]] ["places",false,"spatial",["point"]] ["unseen",false,null,["small"]] ["words",false,"fulltext",["name"]] '
is "foreign keys" "$(tables '.foreignKeys[] | [.name, .onUpdate, .onDelete] | @json' | tr '\n' ' ')" \
	'["first","CASCADE","SET NULL"] ["second","NO ACTION","RESTRICT"] '
is "checks that are enforced" "$(tables 'select(.name == "things").checks[] | [.name, .expression] | @json')" \
	'["positive","(`amount` > 0)"]'

# --- Real schemas, to the last index ---

for corpus in chinook sakila laravelio; do
	load "$corpus" "$data/corpora/$corpus/mysql.sql"
	exits "$corpus" 0 emgen introspect "$(dsn "$corpus")" --views \
		--tables '*,migrations,failed_jobs,password_resets,personal_access_tokens,jobs,job_batches,cache,cache_locks,sessions,password_reset_tokens'
	"$top/tests/catalog_mysql.py" events <out >got
	"$top/tests/catalog_mysql.py" server "$mariadb_socket" "$corpus" >want
	same "$corpus: as SHOW CREATE TABLE says" got want
	ok "$corpus: and that is something" test "$(grep -c '"table"' want)" -gt 5
done

# --- Many tables, which two sessions read ---

sql -e 'CREATE DATABASE many'
for n in $(seq 120); do
	echo "CREATE TABLE t$n (id int PRIMARY KEY, a int, UNIQUE b (a), CONSTRAINT a$n FOREIGN KEY (a) REFERENCES t1 (id), CONSTRAINT c$n CHECK (a > $n));"
done | sql many
# status NAME: the sum of the server's counters of that name.
status() {
	sql -e "SHOW GLOBAL STATUS LIKE '$1'" | awk '{ n += $2 } END { print n }'
}
before=$(status Connections) reads=$(status 'Handler_read%')
exits "many" 0 emgen introspect "$(dsn many)"
reads=$(($(status 'Handler_read%') - reads))
is "in two sessions" $(($(status Connections) - before - 3)) 2
ok "the server does not compare each of its tables with all others ($reads)" test $((reads / 120)) -lt 300
is "each table with all that is of it" \
	"$(tables 'select((.columns | length) == 2 and .uniqueKeys[0].name == "b" and .foreignKeys[0].name == "a" + .name[1:] and .checks[0].expression == "(`a` > " + .name[1:] + ")").name' | wc -l)" 120

# --- Who is let in, as MySQL checks passwords ---

sql -e "CREATE USER app IDENTIFIED BY 'geheim'; GRANT SELECT ON many.* TO app; CREATE USER stranger IDENTIFIED BY 'x'"
at() {
	printf 'mysql://%s@127.0.0.1:%s/many%s' "$1" "$mariadb_port" "${2:-}"
}
exits "with TLS, if it is offered" 0 emgen introspect "$(at app:geheim)"
exits "with TLS" 0 emgen introspect "$(at app:geheim '?ssl-mode=required')"
sql -e "ALTER USER app IDENTIFIED BY 'other'"
exits "without, by the server's key" 0 emgen introspect "$(at app:other '?ssl-mode=disabled')"
exits "a wrong password" 100 emgen introspect "$(at app:geheim)"
like "it is told" err 'Access denied.*1045'
exits "no right on the database" 100 emgen introspect "$(at stranger:x)"
like "that, too" err 'Access denied.*1044'
