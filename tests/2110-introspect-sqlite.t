#!/bin/bash
# emgen-introspect-sqlite: what a SQLite file says, to the letter.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"

# read_sql SQL [OPTION...]: the events of a schema, in out.
read_sql() {
	local sql=$1
	shift
	rm -f t.db
	sqlite3 t.db <<<"$sql"
	emgen introspect sqlite:t.db "$@" >out 2>err
}

# columns FILTER: a jq filter over each column.
columns() {
	jq -r "select(.type == \"TableAnalyzed\").data.table.columns[] | $1" out
}

tables() {
	jq -r "select(.type == \"TableAnalyzed\").data.table | $1" out
}

# --- Everything strange, compared with the pragmas ---

sqlite3 strange.db <"$data/strange.sqlite.sql"
exits "strange things" 0 emgen introspect sqlite:strange.db --views
events out
"$top/tests/catalog.py" events <out >got
"$top/tests/catalog.py" pragmas strange.db >want
same "are all as the pragmas say" got want
is "numbered by SQLite" "$(tables '.name as $t | .columns[] | select(.autoIncrement) | "\($t).\(.name)"')" \
"Parent.Id
k_autoincrement.id
k_integer.id
k_named.id
k_strict.id
k_table_level.id
k_table_level_desc.id
k_unique_too.id
quoted \"name\".a b
z_self.id"
is "names of keys" "$(tables 'select(.primaryKey.name).primaryKey | "\(.name): \(.columns | join(", "))"')" \
"the key: a, b
pk_named: id"
is "foreign keys" "$(tables 'select(.name == "f_all").foreignKeys[] |
	"\(.name) \(.columns | join(",")) -> \(.references.table) \(.references.columns | join(",")) \(.onDelete) \(.onUpdate)"')" \
"null f1 -> Parent Id NO ACTION NO ACTION
fk_two f2 -> Parent Id CASCADE SET NULL
null f3 -> Parent Code NO ACTION NO ACTION
null f6 -> missing  NO ACTION NO ACTION
null f7 -> missing id NO ACTION NO ACTION
null f8 -> k_none  NO ACTION NO ACTION
null f9 -> f_all f9 NO ACTION NO ACTION
null f10 -> quoted \"name\" a b NO ACTION NO ACTION
fk_pair f4,f5 -> pair x,y SET DEFAULT NO ACTION
null f4,f5 -> Parent a,b RESTRICT NO ACTION
fk_last f1 -> pair  NO ACTION NO ACTION"
is "one that was added later" "$(tables 'select(.name == "z_self").foreignKeys[] | "\(.name) \(.columns[0]) \(.references.table).\(.references.columns[0])"')" \
"null parent_id z_self.id
null other z_self.id
fk_added added Parent.Id"
is "checks" "$(tables '.checks[] | "\(.name): \(.expression)"')" \
"named_not_null: f9 > 0
no_comma: f1 <> f2
null: \"check\" IN ('yes', 'it''s', '(', '),')
odd, name: ((\"a b\") > 0)"
is "values of a check" "$(tables 'select(.name | startswith("quoted")).columns[] | select(.values != []) | "\(.kind) \(.values | tojson)"')" \
	'enum ["yes","it'\''s","(","),"]'
is "unique keys and their names" "$(tables 'select(.name == "i_all").uniqueKeys[] | "\(.name) \(.columns | join(","))"')" \
"sqlite_autoindex_i_all_1 b
uq_cd c,d
sqlite_autoindex_i_all_3 a,b
i_unique c"
is "indexes" "$(tables 'select(.name == "i_all").indexes[] | "\(.name) \(.columns | tojson) \(.unique) \(.partial)"')" \
'i_plain ["a"] false false
i_two ["b","a"] false false
i_partial ["d"] true true
i_expression [null,"a"] false false
i_unique_expression [null] true false
i "quoted" ["d"] false false'
is "generated columns" "$(tables 'select(.name == "only_hidden").columns[] | "\(.name) \(.type) \(.generated)"')" \
"a INT null
b INT virtual
c TEXT stored
d  virtual"
is "what is left out, and why" "$(jq -r 'select(.type == "SchemaAnalysisStarted").data.omitted[] | select(.reason != "shadow") | "\(.name) \(.reason)"' out)" \
"search virtual
v_broken broken view"
is "shadow tables are left out" "$(jq -r 'select(.type == "SchemaAnalysisStarted").data.omitted[] | select(.reason == "shadow").name' out | head -1)" search_config
like "a broken view is a warning" err '^emgen-introspect-sqlite: warning: the view v_broken names what is not there'
like "virtual tables are named" err 'left out as virtual: search$'
is "and is counted" "$(jq 'select(.type == "SchemaAnalyzed").data.metrics.warnings' out)" 1
unlike "names of SQLite's own are nowhere" out '"name":"sqlite_(stat|seq)'

# --- Types ---

while IFS='~' read -r type want; do
	read_sql "CREATE TABLE t (c $type)"
	is "type ${type:-(none)}" "$(columns '"\(.kind) \(.length) \(.precision) \(.scale)\(if .unsigned then " unsigned" else "" end)"')" "$want"
	unlike "  no warning" err warning
done <<'TYPES'
~other null null null
ANY~other null null null
INTEGER~integer null null null
int~integer null null null
Int (11)~integer null null null
SMALLINT~integer null null null
MEDIUMINT~integer null null null
INT2~integer null null null
INT4~integer null null null
SERIAL~integer null null null
SMALLSERIAL~integer null null null
TINYINT~integer null null null
TINYINT(4)~integer null null null
tinyint(1)~boolean null null null
YEAR~integer null null null
BIGINT~bigint null null null
BIG INT~bigint null null null
INT8~bigint null null null
BIGSERIAL~bigint null null null
UNSIGNED BIG INT~bigint null null null unsigned
INTEGER UNSIGNED~integer null null null unsigned
UNSIGNED~integer null null null unsigned
BIGINT UNSIGNED ZEROFILL~bigint null null null unsigned
SIGNED INT~integer null null null
BOOLEAN~boolean null null null
bool~boolean null null null
BIT~boolean null null null
LOGICAL~boolean null null null
VARCHAR(20)~string 20 null null
varchar~string null null null
NVARCHAR(160)~string 160 null null
VARCHAR2(9)~string 9 null null
NVARCHAR2(9)~string 9 null null
CHAR(3)~string 3 null null
NCHAR(5)~string 5 null null
BPCHAR(5)~string 5 null null
CHARACTER(20)~string 20 null null
CHARACTER VARYING(20)~string 20 null null
VARYING  CHARACTER (255)~string 255 null null
NATIVE CHARACTER(70)~string 70 null null
STRING~string null null null
ENUM~string null null null
TEXT~text null null null
TINYTEXT~text null null null
MEDIUMTEXT~text null null null
LONGTEXT~text null null null
NTEXT~text null null null
CLOB~text null null null
NCLOB~text null null null
CITEXT~text null null null
XML~text null null null
LONG VARCHAR~text null null null
BLOB SUB_TYPE TEXT~text null null null
DECIMAL(12, 2)~decimal null 12 2
decimal(10)~decimal null 10 0
DECIMAL~decimal null null null
NUMERIC~decimal null null null
NUMERIC(5,4)~decimal null 5 4
DEC(5,1)~decimal null 5 1
FIXED(5,1)~decimal null 5 1
NUMBER(5,1)~decimal null 5 1
MONEY~decimal null null null
SMALLMONEY~decimal null null null
CURRENCY~decimal null null null
REAL~float null null null
DOUBLE~float null null null
DOUBLE PRECISION~float null null null
FLOAT(8, 2)~float null null null
FLOAT4~float null null null
FLOAT8~float null null null
DATE~date null null null
TIME~time null null null
TIME(3)~time null 3 null
TIMETZ~time null null null
DATETIME~datetime null null null
DATETIME(3)~datetime null 3 null
DATETIME2~datetime null null null
SMALLDATETIME~datetime null null null
TIMESTAMP(6)~datetime null 6 null
TIMESTAMP WITHOUT TIME ZONE~datetime null null null
TIMESTAMPTZ~datetimetz null null null
TIMESTAMP WITH TIME ZONE~datetimetz null null null
DATETIMETZ~datetimetz null null null
DATETIMEOFFSET~datetimetz null null null
JSON~json null null null
jsonb~json null null null
[set]~set null null null
UUID~uuid null null null
GUID~uuid null null null
UNIQUEIDENTIFIER~uuid null null null
CHAR(36)~uuid 36 null null
VARCHAR(36)~string 36 null null
ULID~ulid null null null
character(26)~ulid 26 null null
BLOB~binary null null null
TINYBLOB~binary null null null
MEDIUMBLOB~binary null null null
LONGBLOB~binary null null null
BYTEA~binary null null null
IMAGE~binary null null null
BINARY(16)~binary 16 null null
VARBINARY(8)~binary 8 null null
INET~inet null null null
CIDR~inet null null null
MACADDR~inet null null null
MACADDRESS~inet null null null
IPADDRESS~inet null null null
GEOMETRY~geometry null null null
GEOGRAPHY~geometry null null null
POINT~geometry null null null
LINESTRING~geometry null null null
POLYGON~geometry null null null
MULTIPOINT~geometry null null null
MULTILINESTRING~geometry null null null
MULTIPOLYGON~geometry null null null
GEOMETRYCOLLECTION~geometry null null null
INTEGER IDENTITY~integer null null null
TYPES

read_sql 'CREATE TABLE t (a FANCY, b fancy, c FANCY(3), d INTERVAL, e [od"d]); CREATE TABLE u (a FANCY)'
is "an unknown type is other" "$(columns .kind | sort | uniq -c | tr -s ' ')" " 6 other"
is "with one warning for each" "$(cat err)" \
'emgen-introspect-sqlite: warning: t.a: the type FANCY is unknown, and read as text
emgen-introspect-sqlite: warning: t.b: the type fancy is unknown, and read as text
emgen-introspect-sqlite: warning: t.c: the type FANCY(3) is unknown, and read as text
emgen-introspect-sqlite: warning: t.d: the type INTERVAL is unknown, and read as text
emgen-introspect-sqlite: warning: t.e: the type od"d is unknown, and read as text'

# --- Defaults ---

while IFS='~' read -r sql want; do
	read_sql "CREATE TABLE t (a, c DEFAULT $sql)"
	is "default $sql" "$(columns 'select(.name == "c").default | tojson')" "$want"
done <<'DEFAULTS'
'draft'~{"literal":"draft"}
'it''s'~{"literal":"it's"}
''~{"literal":""}
"double"~{"literal":"double"}
bare~{"literal":"bare"}
`tick`~{"literal":"tick"}
('in parentheses')~{"literal":"in parentheses"}
((1))~{"literal":"1"}
0~{"literal":"0"}
1.50~{"literal":"1.50"}
-0.5~{"literal":"-0.5"}
- 5~{"literal":"-5"}
+7~{"literal":"7"}
(-5)~{"literal":"-5"}
.5~{"literal":"0.5"}
5.~{"literal":"5.0"}
007~{"literal":"7"}
1e3~{"literal":"1e3"}
1.5E-3~{"literal":"1.5E-3"}
0x1F~{"literal":"31"}
9223372036854775808~{"literal":"9223372036854775808"}
true~{"literal":"1"}
FALSE~{"literal":"0"}
(False)~{"literal":"0"}
'false'~{"literal":"false"}
"true"~{"literal":"true"}
NULL~{"literal":null}
(NULL)~{"literal":null}
x'00ff'~{"expression":"x'00ff'"}
CURRENT_TIMESTAMP~{"expression":"CURRENT_TIMESTAMP"}
current_date~{"expression":"current_date"}
(datetime('now'))~{"expression":"datetime('now')"}
(1 + 1)~{"expression":"1 + 1"}
('a' || 'b')~{"expression":"'a' || 'b'"}
(- -5)~{"expression":"- -5"}
(1 /* one */)~{"literal":"1"}
DEFAULTS
read_sql 'CREATE TABLE t (c)'
is "no default" "$(columns '.default | tojson')" null

# --- CHECK (x IN (...)) ---

while IFS='~' read -r definition want; do
	read_sql "CREATE TABLE t (other INT, $definition)"
	is "$definition" "$(columns 'select(.name == "c") | "\(.kind) \(.values | tojson)"')" "$want"
done <<'CHECKS'
c TEXT CHECK (c IN ('a', 'b'))~enum ["a","b"]
c VARCHAR(9) NOT NULL CHECK (c in ('b','a'))~enum ["b","a"]
c varchar check ("c" in ('a', 'b'))~enum ["a","b"]
c TEXT CHECK (C IN ('a'))~enum ["a"]
c TEXT CHECK ((((c) IN ('a'))))~text []
c TEXT CHECK (((c IN (('a'), 'b'))))~enum ["a","b"]
c TEXT CHECK (c IN ('a', 'b', 'a'))~enum ["a","b"]
c TEXT CHECK (c IN ('a', NULL))~enum ["a"]
c TEXT CHECK (c IS NULL OR c IN ('a', 'b'))~enum ["a","b"]
c TEXT CHECK (c IN ('a', 'b') OR c IS NULL)~enum ["a","b"]
c TEXT CHECK ((c IS NULL) OR (c IN ('a')))~enum ["a"]
c TEXT CHECK (c IN ("a", "b"))~enum ["a","b"]
c TEXT, CHECK (c IN ('a', 'b'))~enum ["a","b"]
c TEXT, CONSTRAINT named CHECK (c IN ('a'))~enum ["a"]
c INT CHECK (c IN (1, 2, -3))~integer ["1","2","-3"]
c INT CHECK (c IN ('1', '2'))~integer ["1","2"]
c TEXT CHECK (c IN (1, 2))~text ["1","2"]
c TEXT CHECK (c IN ('a', 1))~text ["a","1"]
c TEXT CHECK (c NOT IN ('a'))~text []
c TEXT CHECK (c IN (other, 'a'))~text []
c TEXT CHECK (c IN ('a' || 'b'))~text []
c TEXT CHECK (other IS NULL OR c IN ('a'))~text []
c TEXT CHECK (c IN ('a') AND other > 0)~text []
c TEXT CHECK (lower(c) IN ('a'))~text []
c TEXT CHECK (c COLLATE NOCASE IN ('a'))~text []
c TEXT CHECK (c = 'a')~enum ["a"]
c TEXT CHECK (c = 'a' OR c = 'b' OR 'd' == c)~enum ["a","b","d"]
c TEXT CHECK ((c = 'b' OR (c IN ('a', 'b'))) OR c IS NULL)~enum ["b","a"]
c TEXT CHECK (c IS NOT NULL AND c IN ('a', 'b'))~enum ["a","b"]
c TEXT CHECK ((c = 'a' OR c = 'b') AND (c IS NOT NULL))~enum ["a","b"]
c INT CHECK (c = 1 OR c = -2)~integer ["1","-2"]
c TEXT CHECK (c = 'a' OR other = 1)~text []
c TEXT CHECK (c = 'a' OR c > 'b')~text []
c TEXT CHECK (c = 'a' OR NOT c = 'b')~text []
c TEXT CHECK (c = "other" OR c = 'b')~text []
c TEXT CHECK (c = 'a' AND other IS NOT NULL)~text []
c TEXT CHECK (c IS NOT NULL OR c = 'a')~text []
c TEXT CHECK (c IS NULL)~text []
c TEXT CHECK (c = NULL)~text []
c TEXT CHECK (c <= 'a')~text []
c TEXT CHECK (c BETWEEN 'a' AND 'b')~text []
c TEXT CHECK (c IN ())~text []
CHECKS

# --- A name that is none ---

read_sql 'CREATE TABLE "" (a INT); CREATE TABLE t (a INT)'
is "a table without a name is left out" "$(jq -r 'select(.type == "TableAnalyzed").data.table.name' out)" t
like "and said" err 'warning: a table without a name: it is left out'

# --- Foreign keys into what cannot be asked ---

rm -f t.db
sqlite3 t.db 'CREATE TABLE gone (id INT); CREATE VIEW broken AS SELECT id FROM gone; DROP TABLE gone;
	CREATE VIEW fine AS SELECT 1 AS id;
	CREATE TABLE t (a INT REFERENCES Broken (ID), b INT REFERENCES fine, c INT REFERENCES Strange, d INT REFERENCES strange (X), e INT REFERENCES fine (ID));
	PRAGMA writable_schema = 1;
	INSERT INTO sqlite_schema VALUES ("table", "strange", "strange", 0, "CREATE VIRTUAL TABLE strange USING no_such_module (x)")'
exits "a module that is not there" 0 emgen introspect sqlite:t.db --views
is "is left out" "$(jq -c 'select(.type == "SchemaAnalysisStarted").data.omitted | map([.name, .reason])' out)" \
	'[["broken","broken view"],["strange","virtual"]]'
is "foreign keys into views and it stay as they are written" "$(tables 'select(.name == "t").foreignKeys[].references | "\(.table) \(.columns)"')" \
'broken ["ID"]
fine []
strange []
strange ["X"]
fine ["ID"]'

# --- One state of the schema, whatever its history ---

a='CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT UNIQUE);'
b='CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a);'
fingerprint() {
	jq -r 'select(.type == "SchemaAnalyzed").data.schema.fingerprint' out
}
read_sql "$a $b"
first=$(fingerprint)
is "tables come by name" "$(tables .name | xargs)" "a b"
tables tojson >straight
read_sql "CREATE TABLE x (a); $b $a INSERT INTO a VALUES (1, 'n'); DROP TABLE x"
is "the order of creation and rows do not matter" "$(fingerprint)" "$first"
tables tojson >other
same "to any byte" other straight
read_sql "$a ${b/INT /BIGINT }"
ok "another schema has another fingerprint" test "$(fingerprint)" != "$first"
is "that is a number in hexadecimal digits" "$(fingerprint | tr -d '0-9a-f' | wc -c)" 1

EMGEN_CORRELATION_ID=a813a154-56d4-5a26-8c4e-f4b3d454d6af emgen introspect sqlite:t.db | jq -r .id >ids
EMGEN_CORRELATION_ID=a813a154-56d4-5a26-8c4e-f4b3d454d6af emgen introspect sqlite:t.db | jq -r .id >again
same "a repeated run mints the same ids" again ids
is "each its own" "$(sort -u ids | wc -l)" "$(wc -l <ids)"

# Opened with a write-ahead log, another connection can write meanwhile.
{
	echo 'PRAGMA journal_mode = wal;'
	for i in {100..399}; do echo "CREATE TABLE t$i (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', other INT REFERENCES t100);"; done
} | sqlite3 wal.db >/dev/null
mkfifo pipe
emgen introspect sqlite:wal.db >pipe 2>err &
exec 9<pipe
while read -r line <&9 && [[ $line != *SchemaAnalysisStarted* ]]; do :; done
ok "the analysis begins" test "$line"
sqlite3 wal.db 'CREATE TABLE t1000 (a); DROP TABLE t399'
cat <&9 >rest
exec 9<&-
wait $!
is "what is written meanwhile is not seen" "$(jq -r 'select(.type == "TableAnalyzed").subject' rest | tail -1)" t399
is "and the analysis is complete" "$(jq -r 'select(.type == "SchemaAnalyzed").data.schema.tables' rest)" 300

# --- A constant number of statements ---

# Calls from outside of the library: its pragmas prepare statements, too.
cat >count.c <<'C'
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
static int n;
int sqlite3_prepare_v2(void *db, const char *sql, int len, void **stmt, const char **tail)
{
	int (*next)(void *, const char *, int, void **, const char **);
	Dl_info caller;
	*(void **)&next = dlsym(RTLD_NEXT, "sqlite3_prepare_v2");
	n += dladdr(__builtin_return_address(0), &caller) && !strstr(caller.dli_fname, "libsqlite3");
	return next(db, sql, len, stmt, tail);
}
__attribute__((destructor)) static void say(void) { fprintf(stderr, "prepared %d\n", n); }
C
gcc -D_GNU_SOURCE -shared -fPIC -o count.so count.c
prepared() {
	ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$PWD/count.so EMGEN_DSN=sqlite:$1 \
		"$EMGEN_EXEC_PATH/emgen-introspect-sqlite" 2>&1 >/dev/null | grep prepared
}
read_sql "$a $b"
is "300 tables need as many statements as 2" "$(prepared wal.db)" "$(prepared t.db)"
like "which are few" <(prepared t.db) '^prepared [4-9]$'

# --- Names that are hostile ---

sqlite3 hostile.db "CREATE TABLE \"a$(printf '\t\nb')\" (\"x$(printf '\033[31m')\" INT, \"y\\\" INT, \"z\"\"\" TEXT, \"\" INT, [</script>] INT)"
exits "hostile names" 0 emgen introspect sqlite:hostile.db
is "arrive as they are" "$(jq -c 'select(.type == "TableAnalyzed").data.table | [.name, (.columns[] | .name)]' out)" \
	'["a\t\nb","x\u001b[31m","y\\","z\"","","</script>"]'
printf 'CREATE TABLE "t\377" (a); CREATE TABLE u ("b\303" INT, "c\303\251" INT, d DEFAULT "\200\200x");' | sqlite3 bytes.db
exits "names that are not UTF-8" 0 emgen introspect sqlite:bytes.db
events out
is "a table of such a name is left out" "$(jq -c 'select(.type == "SchemaAnalysisStarted").data.omitted' out)" \
	'[{"schema":null,"name":"t?","reason":"not UTF-8"}]'
is "other text has a ? for each byte" "$(jq -c 'select(.type == "TableAnalyzed").data.table.columns[] | [.name, .default.literal]' out)" \
'["b?",null]
["cé",null]
["d","??x"]'
like "and both are said" err 'warning: u: text that is not UTF-8'

# --- Read-only ---

cp "$build/libexec/emgen-introspect-sqlite" driver
chmod 755 . driver

exits "no file" 100 emgen introspect sqlite:none.db
ok "none is made" test ! -e none.db
is "the failure is an event" "$(jq -c 'select(.type == "SchemaAnalysisFailed").data' out)" \
	'{"connection":null,"error":"none.db: No such file or directory","exception":"no-such-file","temporary":false}'
is "and a message" "$(cat err)" "emgen-introspect-sqlite: none.db: No such file or directory"
events out

read_sql "$a"
before=$(sha1sum t.db && stat -c '%Y %Z' t.db && echo t.db*)
emgen introspect sqlite:t.db >/dev/null
is "the file is not touched" "$(sha1sum t.db && stat -c '%Y %Z' t.db && echo t.db*)" "$before"

mkdir -p fixed
sqlite3 fixed/wal.db "PRAGMA journal_mode = wal; $a" >/dev/null
chmod 644 fixed/wal.db
chmod 555 fixed
exits "a write-ahead log in a folder that cannot be written" 0 \
	env EMGEN_DSN=sqlite:fixed/wal.db bash -c "$(declare -f nobody); nobody ./driver"
is "the file is read alone" "$(tables .name)" a
ok "and nothing is left there" bash -c 'ls fixed | diff - <(echo wal.db)'
chmod 755 fixed

coproc other {
	python3 -uc '
import sqlite3, sys
db = sqlite3.connect("wal.db", isolation_level=None)
db.execute("CREATE TABLE in_log (a)")
print("ready")
sys.stdin.readline()'
}
pid=$other_PID
read -r _ <&"${other[0]}"
ok "the log holds something" test -s wal.db-wal
exits "a log that is in use" 0 emgen introspect sqlite:wal.db --tables in_log
is "is read" "$(tables .name)" in_log
echo >&"${other[1]}"
wait "$pid"

# --- Names of files ---

for name in 'a b.db' 'file:x.db' ':memory:' 'q?mode=rw.db' '100%.db' 'é.db'; do
	sqlite3 plain.db "$a"
	mv plain.db "./$name"
	encoded=$(jq -rn --arg n "$name" '$n | @uri')
	exits "a file called $name" 0 emgen introspect "sqlite:$encoded"
	is "  is read" "$(tables .name)" a
done
exits "an absolute path" 0 emgen introspect "sqlite://$PWD/t.db"
exits "a new database in memory" 100 emgen introspect sqlite::memory:
like "has nothing to read" err 'names no file to read'

# --- What is no database, or cannot be read now ---

# fails NAME CODE EXCEPTION TEMPORARY PATTERN DSN [OPTION...]
fails() {
	local name=$1 code=$2 exception=$3 temporary=$4 pattern=$5
	shift 5
	exits "$name" "$code" emgen introspect "$@"
	is "  as an event" "$(jq -r 'select(.type == "SchemaAnalysisFailed").data | "\(.exception) \(.temporary)"' out)" \
		"$exception $temporary"
	like "  and a message" err "^emgen-introspect-sqlite: .*$pattern"
	is "  and no end that looks complete" "$(grep -c '"type":"SchemaAnalyzed"' out)" 0
}
: >empty.db
exits "an empty file" 0 emgen introspect sqlite:empty.db
is "is an empty schema" "$(jq -c 'select(.type == "SchemaAnalyzed").data.schema.tables' out)" 0
head -c 8192 /dev/urandom >random.db
fails "what is no database" 100 not-a-database false 'not a database' sqlite:random.db
echo "hello" >text.db
fails "a text" 100 not-a-database false 'not a database' sqlite:text.db
fails "a folder" 100 not-a-database false 'a directory' sqlite:fixed
fails "a FIFO" 100 not-a-database false 'not a regular file' sqlite:pipe
fails "a path through a file" 100 no-such-file false 'Not a directory' sqlite:t.db/x.db
fails "a folder that is not there" 100 no-such-file false 'No such file' sqlite:nowhere/x.db
cp t.db secret.db
chmod 0 secret.db
exits "no permission" 100 env EMGEN_DSN=sqlite:secret.db bash -c "$(declare -f nobody); nobody ./driver"
is "  as an event" "$(jq -r 'select(.type == "SchemaAnalysisFailed").data.exception' out)" permission
sqlite3 torn.db "$(for i in {1..50}; do echo "CREATE TABLE t$i (a, b, c);"; done)"
head -c 6000 torn.db >corrupt.db
fails "a torn file" 100 corrupt false 'malformed' sqlite:corrupt.db
sqlite3 broken.db "$a"
sqlite3 broken.db "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE TABLE a (' WHERE name = 'a'" 2>/dev/null
fails "a schema that makes no sense" 100 corrupt false 'malformed' sqlite:broken.db

coproc holder {
	python3 -uc '
import sqlite3, sys
db = sqlite3.connect("t.db", isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("ready")
sys.stdin.readline()'
}
pid=$holder_PID
read -r _ <&"${holder[0]}"
fails "a lock" 111 locked true 'database is locked' sqlite:t.db --timeout 0
fails "a lock that is waited for" 111 locked true 'database is locked' sqlite:t.db --timeout 0.05
echo >&"${holder[1]}"
wait "$pid"
exits "and when it is gone" 0 emgen introspect sqlite:t.db --timeout 0

# A writer that was killed leaves a journal, which only a writer can roll back.
{ python3 -c '
import os, signal, sqlite3
db = sqlite3.connect("hot.db", isolation_level=None)
db.execute("CREATE TABLE a (b)")
db.executemany("INSERT INTO a VALUES (?)", [("x" * 900,)] * 500)
db.execute("PRAGMA cache_size = 2")
db.execute("BEGIN")
db.execute("CREATE TABLE half (a)")
db.execute("UPDATE a SET b = b || 1")
os.kill(os.getpid(), signal.SIGKILL)'
} 2>/dev/null
ok "a journal is left" test -s hot.db-journal
fails "a journal to be rolled back" 111 needs-recovery true 'roll back' sqlite:hot.db
sqlite3 hot.db 'SELECT 1 FROM a' >/dev/null
exits "after that" 0 emgen introspect sqlite:hot.db
is "all is as before" "$(tables .name)" a

exits "a full disk" 111 bash -c 'emgen introspect sqlite:wal.db >/dev/full'
like "is said" err 'cannot write to stdout: No space left on device'
emgen introspect sqlite:wal.db 2>err | head -1 >/dev/null
is "a closed pipe ends it quietly" "${PIPESTATUS[0]}" 141

# --- Sizes ---

read_sql "CREATE TABLE wide (c0 INT$(printf ', c%d VARCHAR(20)' {1..1999}))"
is "2,000 columns" "$(columns .position | tail -1)" 2000
read_sql "CREATE TABLE \"$(printf 'n%.0s' {1..50000})\" (a)"
is "a name of 50,000 bytes" "$(tables '.name | length')" 50000
