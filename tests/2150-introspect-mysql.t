#!/bin/bash
# emgen-introspect-mysql: what a MariaDB database says, to the letter.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/mariadb.sh"

# read_sql SQL [OPTION...]: the events of a schema, in out.
read_sql() {
	local statements=$1
	shift
	load t /dev/fd/3 3<<<"$statements"
	emgen introspect "$(dsn t)" "$@" >out 2>err
}

columns() {
	jq -r "select(.type == \"TableAnalyzed\").data.table.columns[] | $1" out
}

tables() {
	jq -r "select(.type == \"TableAnalyzed\").data.table | $1" out
}

read_sql 'CREATE TABLE a (id int PRIMARY KEY)'
events out
is "a table" "$(tables '[.name, .kind, .schema, .primaryKey.columns[0]] | @json')" '["a","table",null,"id"]'
is "what is in it" "$(jq -c 'select(.type == "SchemaAnalyzed").data.schema | [.driver, .tables, (.serverVersion | test("MariaDB"))]' out)" \
	'["mysql",1,true]'

# --- Which tables ---

sql -e "CREATE DATABASE T; CREATE TABLE T.other (id int PRIMARY KEY)"
read_sql 'CREATE TABLE b (id int); CREATE TABLE B (id int); CREATE TABLE `ä` (id int); CREATE TABLE `Z` (id int);
	CREATE TABLE migrations (id int, batch int); CREATE TABLE jobs (id int, title text); CREATE VIEW v AS SELECT 1 AS x; CREATE SEQUENCE s;'
is "in the order of bytes, of this database only" "$(tables .name | tr '\n' ' ')" 'B Z b jobs ä '
is "what is left out, and why" \
	"$(jq -c 'select(.type == "SchemaAnalysisStarted").data.omitted[] | [.name, .reason]' out | tr '\n' ' ')" \
	'["migrations","framework"] ["s","sequence"] ["v","view"] '
for options in '--tables B' '--exclude b,Z,ä,jobs' '--prefix B'; do
	read -ra words <<<"$options"
	emgen introspect "$(dsn t)" "${words[@]}" >out 2>err
	is "$options" "$(tables .name)" B
done
emgen introspect "$(dsn t)" --tables none,b >out 2>err
like "a pattern that matches nothing is told" err 'none matches no table'
exits "nothing but views" 0 emgen introspect "$(dsn t)" --exclude '*'
is "no table is read" "$(tables .name)" ""

# --- Views ---

read_sql 'CREATE TABLE gone (id int); CREATE VIEW broken AS SELECT * FROM gone; CREATE VIEW good AS SELECT 1 AS x;
	CREATE VIEW overview AS SELECT * FROM broken; DROP TABLE gone; CREATE TABLE a (id int)' --views
is "good views are read" "$(tables '[.name, .kind, .comment] | @json' | tr '\n' ' ')" '["a","table",null] ["good","view",null] '
is "broken ones are warned of" "$(grep -c 'warning: the view .* names what is not there' err)" 2

# --- Where shapes are ---

read_sql 'CREATE TABLE b (at point REF_SYSTEM_ID=4326, z point, area polygon REF_SYSTEM_ID=3857); CREATE TABLE a (at point)'
is "reference systems" "$(columns '[.name, .srid] | @json' | tr '\n' ' ')" '["at",null] ["at",4326] ["z",null] ["area",3857] '

# --- Characters that the catalogue has no room for ---

read_sql "CREATE TABLE a (e enum('😀', 'x') DEFAULT '😀', s set('x', '😀'), v varchar(9) DEFAULT '😀', q varchar(9) CHECK (q IN ('😀', 'z')),
		w varchar(9) DEFAULT 'é', k enum('é', 'ü') DEFAULT 'ü', m enum('good 👍', '👎 bad'), o enum('?>', 'why?', '<?', 'a ?>') DEFAULT '?>') CHARACTER SET utf8mb4;
	CREATE TABLE b (e enum('?', 'y') DEFAULT '?') CHARACTER SET latin1"
is "values that a question mark may be in are not known" "$(columns '[.name, .kind, .values] | @json' | tr '\n' ' ')" \
	'["e","enum",[]] ["s","set",[]] ["v","string",[]] ["q","string",[]] ["w","string",[]] ["k","enum",["é","ü"]] ["m","enum",[]] ["o","enum",["?>","why?","<?","a ?>"]] ["e","enum",["?","y"]] '
is "and such a default is left to the database" "$(columns '[.name, (.default // {} | keys[0])] | @json' | tr '\n' ' ')" \
	'["e","expression"] ["s","literal"] ["v","expression"] ["q","literal"] ["w","literal"] ["k","literal"] ["m","literal"] ["o","literal"] ["e","literal"] '
is "as the server has it" "$(columns '.default.expression // empty')" "'?'
'?'"
is "which is warned of" "$(grep -c 'warning: a\..: a question mark in its values' err)" 4

# --- Keys that are none ---

read_sql 'CREATE TABLE p (id int PRIMARY KEY);
	CREATE TABLE c (id int PRIMARY KEY, p_id int, code varchar(20), body text, UNIQUE beginning (code(4)), UNIQUE whole (p_id, code),
		UNIQUE long_one (body), FULLTEXT words (body), KEY down (p_id DESC), FOREIGN KEY (p_id) REFERENCES p (id))'
is "unique keys are over whole columns" "$(tables '.uniqueKeys[] | [.name, .columns] | @json')" '["long_one",["body"]]
["whole",["p_id","code"]]'
is "others are indexes" "$(tables '.indexes[] | [.name, .columns, .unique] | @json')" '["beginning",[null],true]
["down",["p_id"],false]
["words",["body"],false]'

# --- Two schemas at once, and once more ---

emgen introspect "$(dsn t)" >one
emgen introspect "$(dsn t)" >two
is "the fingerprint is that of the tables" "$(jq -r 'select(.type == "SchemaAnalyzed").data.schema.fingerprint' one two | sort -u | wc -l)" 1
sql t -e 'ALTER TABLE c MODIFY code varchar(21)'
is "and of all they are" \
	"$(emgen introspect "$(dsn t)" | jq -r 'select(.type == "SchemaAnalyzed").data.schema.fingerprint' | cat - <(jq -r 'select(.type == "SchemaAnalyzed").data.schema.fingerprint' one) | sort -u | wc -l)" 2
uri=$(dsn t)
is "a command on standard input" \
	"$(echo '{"type":"AnalyzeSchema","data":{"tables":["c"]}}' | EMGEN_DSN=$uri emgen introspect - | jq -r 'select(.type == "TableAnalyzed").data.table.name')" c

# --- Long texts ---

read_sql "CREATE TABLE a (e enum($(seq -s, -f "'value number %g'" 3000)), c int COMMENT '$(printf 'x%.0s' {1..1024})')"
is "texts of any length come whole" "$(columns '(.values | length), (.comment | length)')" "3000
0
0
1024"
