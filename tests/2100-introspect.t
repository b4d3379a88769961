#!/bin/bash
# emgen-introspect: where settings and connections come from, and the drivers.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"

sqlite3 app.db 'CREATE TABLE orders (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY);
	CREATE VIEW v AS SELECT id FROM users; CREATE TABLE cache (key TEXT PRIMARY KEY, expiration INT); CREATE TABLE app_items (id INT);
	CREATE TABLE app_jobs (id INT, payload TEXT); CREATE TABLE telescope_tags (id INT)'

tables() {
	jq -r 'select(.type == "TableAnalyzed").subject' out | xargs
}

option() { # NAME: value and source
	jq -c "select(.type == \"GenerationConfigured\").data.options.$1 | [.value, .source]" out
}

# in_dir NAME COMMAND...: in a folder, with out and err here.
in_dir() {
	local dir=$1
	shift
	(cd "$dir" && "$@")
}

# --- Selection ---

exits "everything" 0 emgen introspect sqlite:app.db
events out
is "the first event" "$(head -1 out | jq -r .type)" GenerationConfigured
is "tables but not Laravel's own, nor views" "$(tables)" "app_items app_jobs orders users"
is "which it says, on one line" "$(cat err)" \
	"emgen-introspect-sqlite: left out as Laravel's or emgen's own (--tables NAME reads one): cache, telescope_tags"
is "and in the event" "$(jq -c 'select(.type == "SchemaAnalysisStarted").data.omitted | map([.name, .reason])' out)" \
	'[["cache","framework"],["telescope_tags","framework"],["v","view"]]'
sqlite3 others.db 'CREATE TABLE jobs (id INT, title TEXT); CREATE TABLE sessions (id TEXT, payload TEXT); CREATE TABLE Cache (x)'
exits "jobs that are none of Laravel's" 0 emgen introspect sqlite:others.db
is "are read" "$(tables)" "Cache jobs"
exits "--views" 0 emgen introspect sqlite:app.db --views
is "views, too" "$(tables)" "app_items app_jobs orders users v"
exits "--tables" 0 emgen introspect sqlite:app.db --tables 'ord*,cache' --tables nothing
is "globs, and a table of Laravel's that is named" "$(tables)" "cache orders"
is "a pattern that matches nothing is said" "$(cat err)" "emgen-introspect-sqlite: warning: nothing matches no table"
is "the others are not called dropped" "$(jq -r 'select(.type == "SchemaAnalysisStarted").data.omitted[] | select(.reason == "not selected").name' out | xargs)" \
	"app_items app_jobs telescope_tags users"
exits "--tables *" 0 emgen introspect sqlite:app.db --tables '*'
is "names nobody" "$(tables)" "app_items app_jobs orders users"
sqlite3 empty.db VACUUM
exits "an empty database" 0 emgen introspect sqlite:empty.db
is "is called so" "$(cat err)" "emgen-introspect-sqlite: warning: the database has no tables"
exits "--exclude" 0 emgen introspect sqlite:app.db --exclude 'app_*' --exclude users
is "leaves out" "$(tables)" "orders"
exits "--prefix" 0 emgen introspect sqlite:app.db --prefix app_
is "reads the tables that have it" "$(tables)" "app_items"
is "and is told to the other stages" "$(option prefix)" '["app_","flag"]'
exits "--prefix that no table has" 0 emgen introspect sqlite:app.db --prefix wp_
is "is said to be one" "$(cat err)" "emgen-introspect-sqlite: warning: no table's name begins with the prefix"
sqlite3 views.db 'create view v as select 1 as a'
exits "a database of views" 0 emgen introspect sqlite:views.db
is "has something to read" "$(cat err)" "emgen-introspect-sqlite: warning: there are only views: --views reads them"
exits "--connection" 0 emgen introspect sqlite:app.db --connection reporting
is "is in every event of the analysis" \
	"$(jq -r 'select(.type != "GenerationConfigured").data.connection' out | sort -u)" reporting
is "and in the settings" "$(option connection)" '["reporting","flag"]'

# --- Settings ---

mkdir ini
cat >ini/emgen.ini <<'I'
[emgen]
    namespace = Acme\Models
    laravel = 11
    hidden = pin, *_secret
    exclude = app_*, users
    timeout = 1
[classes]
orders = Purchase
[relations]
users<orders.id = bought
[connections]
main = sqlite:../app.db
secret = spy://me:verysecret@host/db
I
exits "emgen.ini" 0 in_dir ini emgen introspect sqlite:../app.db
events out
is "gives settings" "$(option namespace) $(option laravel) $(option hidden)" \
	'["Acme\\Models","emgen.ini"] [11,"emgen.ini"] [["pin","*_secret"],"emgen.ini"]'
is "names" "$(option classes) $(option relationNames)" '[{"orders":"Purchase"},"emgen.ini"] [{"users<orders.id":"bought"},"emgen.ini"]'
is "and what is left out" "$(tables)" orders
unlike "but no connection is told" out verysecret
EMGEN_LARAVEL=10 exits "the environment" 0 in_dir ini emgen introspect sqlite:../app.db
is "beats it" "$(option laravel)" '[10,"environment"]'
EMGEN_LARAVEL=10 exits "a flag" 0 in_dir ini emgen introspect sqlite:../app.db --laravel 13 --exclude orders --class users=Person
is "beats both" "$(option laravel) $(option classes)" '[13,"flag"] [{"users":"Person","orders":"Purchase"},"flag"]'
is "for what is left out as well" "$(tables)" "app_items app_jobs users"
exits "--connection alone" 0 in_dir ini emgen introspect --connection main
is "takes the DSN from emgen.ini" "$(tables)" orders
exits "a connection that is not there" 100 in_dir ini emgen introspect --connection nowhere
like "is said" err 'no connection is called "nowhere"'
printf '[emgen]\nlaravell = 12\n' >ini/emgen.ini
exits "a key that is none" 100 in_dir ini emgen introspect sqlite:../app.db
is "is said with its line" "$(cat err)" 'emgen-introspect: emgen.ini: line 2: [emgen] has no key "laravell"; did you mean laravel?'
printf 'laravel = 12\n[class]\n' >ini/emgen.ini
exits "a key in no section" 100 in_dir ini emgen introspect sqlite:../app.db
is "is told where it belongs" "$(cat err)" 'emgen-introspect: emgen.ini: line 1: "laravel" is in no section; settings are in [emgen]'
printf '[class]\nusers = Person\n' >ini/emgen.ini
exits "a section that is none" 100 in_dir ini emgen introspect sqlite:../app.db
is "is said, too" "$(cat err)" 'emgen-introspect: emgen.ini: line 2: there is no section [class]; did you mean classes?'
is "and nothing is written" "$(cat out)" ""
exits "a bad value" 100 emgen introspect sqlite:app.db --laravel 9
like "is said" err 'laravel: "9" is not 10\.\.13'

printf '%s\n' '["class","orders","Buy"]' '["relation","a.b_id","c"]' >emgen.lock
exits "emgen.lock" 0 emgen introspect sqlite:app.db
events out
is "travels in the stream" "$(jq -c 'select(.type == "GenerationConfigured").data.lock' out)" \
	'{"classes":{"orders":"Buy"},"relations":{"a.b_id":"c"}}'
exits "--out" 0 emgen introspect sqlite:app.db --out x/Models
is "puts the lock beside the folder" "$(option lock)" '["x/emgen.lock","flag"]'
is "where none is yet" "$(jq -c 'select(.type == "GenerationConfigured").data | has("lock")' out)" false
echo nonsense >emgen.lock
exits "a broken emgen.lock" 100 emgen introspect sqlite:app.db
like "is said" err 'emgen\.lock'
rm emgen.lock

# --- A Laravel project ---

mkdir -p laravel/app/Models laravel/database
touch laravel/artisan
cp app.db laravel/database/database.sqlite
cp app.db laravel/database/other.db
sqlite3 laravel/database/other.db 'CREATE TABLE other (id INT)'
printf '%s\n' '{"autoload":{"psr-4":{"Shop\\":"app/"}}}' >laravel/composer.json
echo '{"packages":[{"name":"laravel/framework","version":"v11.2.3"}]}' >laravel/composer.lock
exits "a project without .env" 0 in_dir laravel emgen introspect
events out
is "has Laravel's default database" "$(tables)" "app_items app_jobs orders users"
is "namespaces of composer.json" "$(option namespace) $(option enumsNamespace)" '["Shop\\Models","composer.json"] ["Shop\\Enums","composer.json"]'
is "places" "$(option out) $(option enums) $(option lock)" \
	'["app/Models","composer.json"] ["app/Enums","composer.json"] ["emgen.lock","composer.json"]'
is "and its own models stay" "$(option mode)" '["new","composer.json"]'
is "the version of composer.lock" "$(option laravel)" '[11,"composer.lock"]'
for empty in '--out=' 'EMGEN_OUT='; do
	[[ $empty = -* ]] && words=(emgen introspect "$empty") || words=(env "$empty" emgen introspect)
	exits "$empty" 100 in_dir laravel "${words[@]}"
	is "$empty is no folder" "$(cat err)" 'emgen-introspect: out: "" is not a folder'
done

env_gives() { # NAME TEXT WANT [VARIABLE=VALUE...]
	local name=$1 want=$3
	printf '%s\n' "$2" >laravel/.env
	shift 3
	exits "$name" 0 in_dir laravel env "$@" emgen introspect
	is "  is read" "$(tables)" "$want"
}
all="app_items app_jobs orders users"
env_gives "DB_DATABASE" 'DB_CONNECTION=sqlite
DB_DATABASE=database/other.db' "app_items app_jobs orders other users"
env_gives "quotes and \${VAR}" 'export DIR="data\$base" # where
DIR=database
DB_DATABASE="${DIR}/other.db"' "app_items app_jobs orders other users"
env_gives "DB_URL" "DB_URL=sqlite:///database/other.db" "app_items app_jobs orders other users"
env_gives "DB_URL with an absolute path" "DB_URL=sqlite:///$PWD/laravel/database/other.db" "app_items app_jobs orders other users"
env_gives "DATABASE_URL" "DATABASE_URL=sqlite:///database/other.db" "app_items app_jobs orders other users"
env_gives "the environment, which beats .env" 'DB_DATABASE=nowhere.db' "$all" DB_DATABASE=database/database.sqlite
exits "an operand" 0 in_dir laravel env emgen introspect sqlite:database/other.db
is "beats .env" "$(tables)" "app_items app_jobs orders other users"
exits "EMGEN_DSN" 0 in_dir laravel env EMGEN_DSN=sqlite:database/other.db emgen introspect
is "too" "$(tables)" "app_items app_jobs orders other users"
printf 'DB_CONNECTION=sqlite\n' >laravel/.env
exits "the connection of .env by its name" 0 in_dir laravel emgen introspect --connection sqlite
exits "and another name" 100 in_dir laravel emgen introspect --connection pgsql
printf 'DB_PASSWORD="very secret\n' >laravel/.env
exits "a malformed .env" 100 in_dir laravel emgen introspect
is "is said with its line, and without its text" "$(cat err)" "emgen-introspect: .env: line 1: a missing closing quote"
printf '{' >laravel/composer.json
exits "a malformed composer.json" 100 in_dir laravel emgen introspect sqlite:database/other.db
like "is said" err 'composer\.json: line 1'

# --- Drivers ---

mkdir drivers
cat >drivers/emgen-introspect-spy <<'S'
#!/bin/sh
tr '\0' '\n' </proc/$$/cmdline | tail -n +3 | xargs >"$SPY/args"
echo "$EMGEN_DSN" >"$SPY/dsn"
echo "$EMGEN_CORRELATION_ID $EMGEN_CAUSATION_ID" >"$SPY/ids"
[ -z "$KILL" ] || kill -9 $$
exit "${CODE:-0}"
S
chmod +x drivers/*
export SPY=$PWD
spy() {
	PATH=$PWD/drivers:$PATH emgen introspect "$@"
}
exits "a stranger's driver" 0 spy 'spy://me:verysecret@host/db' --views --prefix p_ --tables 'a,b*' --tables c --exclude d --timeout 2.5 --connection n
is "is found on \$PATH and told all" "$(cat args)" "--connection n --prefix p_ --tables a,b*,c --exclude d --timeout 2.5 --views"
is "but the DSN by the environment" "$(cat dsn)" "spy://me:verysecret@host/db"
is "the run is that of the first event" "$(cat ids)" "$(jq -r .correlationid out) "
unlike "no password is written" out verysecret
exits "a driver that fails" 111 env CODE=111 PATH="$PWD/drivers:$PATH" emgen introspect spy:x
exits "EMGEN_DSN with a password" 0 env EMGEN_DSN=spy://me:verysecret@host/db PATH="$PWD/drivers:$PATH" emgen introspect
is "stays in the environment" "$(cat dsn)" "spy://me:verysecret@host/db"
printf 'DB_CONNECTION=spy\nDB_PASSWORD=very/secret\nDB_HOST=h\nDB_DATABASE=d\nDB_USERNAME=u\n' >laravel/.env
printf '{}' >laravel/composer.json
exits "the connection of .env" 0 in_dir laravel env PATH="$PWD/drivers:$PATH" emgen introspect
is "as a DSN" "$(cat dsn)" "spy://u:very%2Fsecret@h/d"

exits "no driver" 127 emgen introspect oracle://me:verysecret@host/db
is "is said" "$(cat err)" \
	"emgen-introspect: no driver for the scheme oracle: emgen-introspect-oracle is not in $EMGEN_EXEC_PATH, /usr/local/libexec/emgen or \$PATH"
is "and nothing is written" "$(cat out)" ""
for scheme in firebird mssql; do
	exits "$scheme" 127 emgen introspect "$scheme://host/db"
	like "is not known" err '^emgen-introspect: no driver for the scheme'
done
echo >drivers/emgen-introspect-dead
exits "a driver that is no program" 126 env PATH="$PWD/drivers:$PATH" emgen introspect dead:x
like "is said" err 'emgen-introspect-dead is in .*, but cannot be executed'
exits "a bare path" 100 emgen introspect app.db
is "gives the DSN that was meant" "$(cat err)" "emgen-introspect: app.db: not a DSN: it has no scheme; a SQLite file is sqlite:app.db"
exits "no database at all" 100 emgen introspect
like "asks for one" err 'which database\? Name its DSN, such as sqlite:app\.db'

# --- Commands ---

printf '[connections]\nmain = sqlite:app.db\nspy = spy:x\ngone = sqlite:gone.db\noracle = oracle:x\n' >emgen.ini
run=a813a154-56d4-5a26-8c4e-f4b3d454d6af
one=11111111-1111-4111-8111-111111111111
two=22222222-2222-4222-8222-222222222222
command() { # ID DATA
	printf '{"type":"AnalyzeSchema","specversion":"1.0","id":"%s","source":"test","correlationid":"%s","data":%s}\n' "$1" "$run" "$2"
}
{
	echo '{"type":"Stranger","specversion":"1.0","id":"1","source":"test","data":{}}'
	command $one '{"connection":"main","tables":["orders","us*"]}'
	command $two '{"connection":"main","tables":["users"],"options":{"laravel":11}}'
	echo '{"type":"Last","specversion":"1.0","id":"2","source":"test","data":{}}'
} >commands
exits "commands" 0 emgen introspect - <commands
events out --allow-unknown
is "one analysis each, and other lines as they are" "$(jq -r '[.type, .subject] | join(" ")' out | grep -v -e ' emgen')" \
"Stranger 
TableAnalyzed orders
TableAnalyzed users
TableAnalyzed users
Last "
is "of the run of the command" "$(jq -r '.correlationid // empty' out | sort -u)" $run
is "caused by it" "$(jq -r '.causationid // empty' out | uniq)" "$one
$two"
is "with settings of their own" "$(jq -c 'select(.type == "GenerationConfigured").data.options | [.connection.value, .laravel.value]' out)" \
'["main",12]
["main",11]'
is "and ids of their own" "$(jq -r '.id // empty' out | sort | uniq -d)" ""
emgen introspect - <commands | jq -r .id >again
is "the same when they are repeated" "$(cat again)" "$(jq -r .id out)"
mkfifo to from
emgen introspect - <to >from &
exec 8>to 9<from
command $one '{"connection":"main","tables":["users"]}' >&8
while read -r line <&9 && [[ $line != *SchemaAnalyzed* ]]; do :; done
ok "an analysis is written while the next command is waited for" test "$line"
exec 8>&- 9<&-
wait $!

PATH=$PWD/drivers:$PATH
export PATH
{
	command $one '{"connection":"gone"}'
	command $two '{"connection":"main","tables":["users"]}'
} >commands
exits "a command that fails" 100 emgen introspect - <commands
is "does not stop the rest" "$(jq -r .type out | xargs)" \
	"GenerationConfigured SchemaAnalysisFailed GenerationConfigured SchemaAnalysisStarted TableAnalyzed SchemaAnalyzed"
fails() { # NAME CODE CONNECTION WANT [VARIABLE=VALUE]
	command $one "{\"connection\":\"$3\"}" >commands
	exits "$1" "$2" env "${5:-X=}" emgen introspect - <commands
	is "  as an event" "$(jq -c 'select(.type == "SchemaAnalysisFailed") | [.data.connection, .data.exception, .data.temporary, .causationid]' out)" \
		"[\"$3\",$4,\"$one\"]"
	events out
}
fails "a connection that is not there" 100 nowhere '"no-such-connection",false'
fails "a scheme without a driver" 100 oracle '"no-driver",false'
fails "a driver that is killed" 111 spy '"driver-failed",true' KILL=1
fails "a driver that ends as none may" 111 spy '"driver-failed",true' CODE=3
fails "a driver that says no" 111 spy '"driver-failed",true' CODE=1
fails "a driver that is misconfigured" 100 spy '"driver-failed",false' CODE=126
command $one '{"connection":"spy"}' >commands
exits "a driver that says why itself" 111 env CODE=111 emgen introspect - <commands
is "is not spoken for" "$(jq -r .type out)" GenerationConfigured

while IFS='~' read -r why line; do
	echo "$line" >commands
	exits "$why" 100 emgen introspect - <commands
	is "  nothing is analysed" "$(cat out)" ""
	: >rejected
	exits "$why, with --rejects" 0 emgen introspect --rejects rejected - <commands
	is "  is put aside" "$(jq -r .data.original rejected | base64 -d)" "$line"
done <<'BAD'
tables that are none~{"type":"AnalyzeSchema","data":{"connection":"main","tables":[1]}}
tables that are no list~{"type":"AnalyzeSchema","data":{"connection":"main","tables":"users"}}
a connection that is no name~{"type":"AnalyzeSchema","data":{"connection":1}}
a DSN in place of a name~{"type":"AnalyzeSchema","data":{"connection":"spy://me:secret@h/d"}}
an option that is none~{"type":"AnalyzeSchema","data":{"connection":"main","options":{"x":1}}}
an option of the wrong kind~{"type":"AnalyzeSchema","data":{"connection":"main","options":{"views":"x"}}}
an id that is none~{"type":"AnalyzeSchema","id":"x","data":{"connection":"main"}}
no data~{"type":"AnalyzeSchema"}
a key twice~{"type":"AnalyzeSchema","data":{"connection":"main","connection":"spy"}}
BAD
echo '{"type":"AnalyzeSchema","data":{"connection":"main","tables":["users"]}}' >commands
exits "a command typed by hand" 0 emgen introspect - <commands
is "is a run of its own" "$(jq -r '.correlationid == .causationid' out | sort -u)" true

printf '{"type":"AnalyzeSchema","data":{"connec' >torn
exits "a torn command" 111 emgen introspect - <torn
sqlite3 other.db 'CREATE TABLE other (id INT)'
exits "EMGEN_DSN" 0 env EMGEN_DSN=sqlite:other.db emgen introspect - <commands
is "is not the connection that a command names" "$(tables)" users
echo '{"type":"AnalyzeSchema","data":{}}' >commands
exits "a command without one" 0 env EMGEN_DSN=sqlite:other.db emgen introspect - <commands
is "means it" "$(tables)" other

# --- Use ---

exits "--help" 0 emgen introspect --help
like "says how" out '^usage: emgen introspect'
exits "--version" 0 emgen introspect --version
exits "an unknown option" 100 emgen introspect --nonsense sqlite:app.db
exits "two databases" 100 emgen introspect sqlite:app.db sqlite:app.db
exits "a driver without a DSN" 100 emgen introspect-sqlite
like "is told who runs it" err 'EMGEN_DSN is not set'
exits "a bad timeout" 100 emgen introspect sqlite:app.db --timeout soon
like "is said" err '^emgen-introspect-sqlite: --timeout: not a number of seconds: soon'
exits "a bad run" 100 env EMGEN_CORRELATION_ID=x emgen introspect sqlite:app.db

exits "schemas of SQLite" 100 emgen introspect sqlite:app.db --schema public
is "are refused" "$(cat err)" "emgen-introspect-sqlite: --schema: SQLite has no schemas"
exits "a search path of SQLite" 100 emgen introspect sqlite:app.db --search-path a,b
is "is refused" "$(cat err)" "emgen-introspect-sqlite: --search-path: SQLite has no schemas"
