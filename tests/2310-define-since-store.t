#!/bin/bash
# emgen define --since-store: what became of each model since the last run.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"

types=ModelDefinitionCreated,ModelDefinitionChanged,ModelDefinitionRemoved
sql() { sqlite3 app.db "$1"; }
stored() { emgen store export | wc -l; }

# run [OPTION...]: reads app.db, and stores what became of its models.
run() {
	emgen introspect sqlite:app.db "$@" 2>/dev/null | emgen relations 2>/dev/null |
		emgen define --since-store 2>err >run.ndjson && emgen store append --type "$types" run.ndjson >through.ndjson
}

# fate: what the last run said, as TYPE CLASS.
fate() {
	jq -r 'select(.type | startswith("ModelDefinition")) | "\(.type[15:]) \(.data.name)"' run.ndjson | tr '\n' ' '
}

# changes [JQ]: what changed in the last run, as CHANGE NAME of each.
changes() {
	local run
	run=$(jq -r .correlationid run.ndjson | head -1)
	jq -r --arg run "$run" "select(.type == \"ModelDefinitionChanged\" and .correlationid == \$run).data.changes[] |
		${1-\"\\(.change) \\(.name)\"}" run.ndjson
}

# becomes NAME WANTED SQL: the change that the statements make.
becomes() {
	sql "$3"
	run
	is "$1" "$(changes | tr '\n' ';')" "$2"
	cat run.ndjson >>all.ndjson
}

sql "create table users (id integer primary key, email text not null, score int not null default 1, plan text not null default 'free' check (plan in ('free', 'paid')));
	create table posts (id integer primary key, user_id integer references users, body text);
	create table notes (id integer primary key)"
run
is "at first all are created" "$(fate)" "Created Note Created Post Created User "
is "and stored, with nothing else" "$(emgen store export)" "$(grep '"ModelDefinition' run.ndjson)"
same "append passes on what it does not store" through.ndjson run.ndjson
cp run.ndjson first.ndjson
run
is "then they are as they were" "$(fate)" "Created Note Created Post Created User "
is "to the byte" "$(grep '"ModelDefinition' run.ndjson)" "$(grep '"ModelDefinition' first.ndjson)"
is "and nothing is stored again" "$(stored)" 3
cp run.ndjson all.ndjson

becomes "a column is added" "column-added age;" "alter table users add column age int"
is "the change of one model is the change of one" "$(fate)" "Created Note Created Post Changed User "
is "with what it is" "$(changes '.new.databaseType')" INT
becomes "it is renamed: gone, and another there" "column-removed age;column-added years;" "alter table users rename column age to years"
becomes "it is removed" "column-removed years;" "alter table users drop column years"
run
is "a changed model that stays is told as it was" "$(fate)" "Created Note Created Post Changed User "
is "nothing new" "$(stored)" 6

# SQLite changes tables by making them anew.
recreate() { # TABLE COLUMNS: the statements for that
	echo "drop table $1; create table $1 ($2)"
}
notes() { recreate notes "$1"; }
becomes "columns and a unique index" "column-added title;column-added size;column-added n;index-added title;" \
	"$(notes 'id integer primary key, title varchar(20) unique, size int not null default 1, n int')"
becomes "another type" "column-retyped title;" "$(notes 'id integer primary key, title varchar(40) unique, size int not null default 1, n int')"
is "what it was and is" "$(changes '"\(.old) \(.new)"')" "varchar(20) varchar(40)"
becomes "another default" "column-default size;" "$(notes 'id integer primary key, title varchar(40) unique, size int not null default 2, n int')"
is "what it was and is" "$(changes '"\(.old) \(.new)"')" "1 2"
becomes "no default" "column-default size;" "$(notes 'id integer primary key, title varchar(40) unique, size int not null, n int')"
becomes "the default of a column that can be null" "column-default n;" "$(notes 'id integer primary key, title varchar(40) unique, size int not null, n int default 7')"
is "what it was and is" "$(changes '"\(.old) \(.new)"')" "null 7"
becomes "another of them" "column-default n;" "$(notes 'id integer primary key, title varchar(40) unique, size int not null, n int default (abs(-1))')"
is "what it was and is" "$(changes '"\(.old) \(.new)"')" "7 abs(-1)"
becomes "DEFAULT NULL, which is none" "column-default n;" "$(notes 'id integer primary key, title varchar(40) unique, size int not null, n int default null')"
is "what it was and is" "$(changes '"\(.old) \(.new)"')" "abs(-1) null"
becomes "not nullable any more" "column-nullability n;" "$(notes 'id integer primary key, title varchar(40) unique, size int not null, n int not null')"
is "what it was and is" "$(changes '"\(.old) \(.new)"')" "true false"
becomes "the other way round" "columns-moved null;" "$(notes 'id integer primary key, title varchar(40) unique, n int not null, size int not null')"
becomes "an index that is gone" "index-removed title;" "$(notes 'id integer primary key, title varchar(40), n int not null, size int not null')"
becomes "another key" "key-changed key;" "$(notes 'id integer, title varchar(40), n int not null, size int not null, primary key (id, n)')"
is "what it was and is" "$(changes '"\(.old.columns) \(.new.columns)"')" '["id"] ["id","n"]'
becomes "a check" "check-added n > 0;" "$(notes 'id integer, title varchar(40), n int not null check (n > 0), size int not null, primary key (id, n)')"
becomes "another check" "check-removed n > 0;check-added n > 1;" "$(notes 'id integer, title varchar(40), n int not null check (n > 1), size int not null, primary key (id, n)')"
sql "create unique index twice on notes (n); create unique index again on notes (n)" && run
becomes "one of two indexes on the same column is gone" "index-changed n;index-removed n (2);" "drop index twice"
becomes "timestamps" "attribute-changed timestamps;column-added created_at;column-added updated_at;" \
	"alter table notes add column created_at datetime; alter table notes add column updated_at datetime"
becomes "soft deletes" "attribute-changed softDeletes;column-added deleted_at;" "alter table notes add column deleted_at datetime"
becomes "an enum with one more value" 'check-removed plan in ('"'free', 'paid'"');check-added plan in ('"'free', 'paid', 'gold'"');enum-changed App\Models\Enums\UserPlan;' \
	"$(recreate users "id integer primary key, email text not null, score int not null default 1, plan text not null default 'free' check (plan in ('free', 'paid', 'gold'))")"
sql "$(notes 'id integer primary key')" && run
becomes "a key to another table, from both sides" "relation-added posts;column-added note_id;relation-added note;foreign-key-added note_id;" \
	"$(recreate posts 'id integer primary key, user_id integer references users, body text, note_id integer references notes')"
sql "create unique index one on posts (user_id)" && run
is "a unique key makes hasMany hasOne" "$(changes | grep relation | sort | tr '\n' ' ')" "relation-added post relation-removed posts "

# The class, and settings.
run --class notes=Remark
is "another class is a change of its own" "$(changes '[.change, .name, .old, .new] | tojson' | grep renamed)" '["class-renamed",null,"Note","Remark"]'
is "and of the relations to it" "$(changes 'select(.change == "relation-changed") | [.change, .name, .new.class] | tojson')" '["relation-changed","note","App\\Models\\Remark"]'
cat run.ndjson >>all.ndjson
run --namespace 'Acme\Models' --class notes=Remark
is "so is another namespace" "$(changes | sort -u | head -1)" "attribute-changed namespace"
cat run.ndjson >>all.ndjson
run --namespace 'Acme\Models' --class notes=Remark
before=$(stored)

# Tables that are gone, and those that are only not read.
run --namespace 'Acme\Models' --class notes=Remark --tables 'p*'
is "a table that is not asked for is not gone" "$(fate | grep -o Removed)" ""
sql "drop table users"
run --namespace 'Acme\Models' --class notes=Remark --tables 'p*'
is "nor is it when it is gone" "$(fate | grep -o Removed)" ""
run --namespace 'Acme\Models' --class notes=Remark --exclude users
is "nor when it is left out" "$(fate | grep -o Removed)" ""
run --namespace 'Acme\Models' --class notes=Remark --prefix x_
is "nor when only others are read" "$(fate | grep -o Removed)" ""
run --namespace 'Acme\Models' --class notes=Remark --connection other
is "nor for another connection" "$(fate | grep -o Removed)" ""
emgen introspect sqlite:app.db --namespace 'Acme\Models' --class notes=Remark >analysis.ndjson
grep -v '"SchemaAnalyzed"' analysis.ndjson | emgen define --since-store >cut.ndjson 2>err
is "an analysis that does not end" "$? $(grep -c ModelDefinitionRemoved cut.ndjson)" "111 0"
jq -c 'if .type == "SchemaAnalyzed" then .type = "SchemaAnalysisFailed" | .data = {connection: null, error: "x", exception: "x"} else . end' analysis.ndjson |
	emgen define --since-store >cut.ndjson
is "and one that fails remove nothing" "$(grep -c ModelDefinitionRemoved cut.ndjson)" 0
jq -c 'del(.data.selection)' analysis.ndjson | emgen define --since-store >cut.ndjson
is "nor one that does not say what it covers" "$(grep -c ModelDefinitionRemoved cut.ndjson)" 0
grep -v '"name":"notes","kind":"table","comment"' analysis.ndjson | emgen define --since-store 2>/dev/null >cut.ndjson
is "nor is a table gone whose line is lost" "$(jq -r 'select(.type == "ModelDefinitionRemoved").data.name' cut.ndjson)" User
export EMGEN_CORRELATION_ID=0198c2f0-0000-7000-8000-000000000001
run --namespace 'Acme\Models' --class notes=Remark
is "a table that is gone takes its model with it" "$(fate | grep -o 'Removed .*')" "Removed User "
is "before the end of the analysis" "$(jq -r .type run.ndjson | tail -2 | tr '\n' ' ')" "ModelDefinitionRemoved SchemaAnalyzed "
cat run.ndjson >>all.ndjson
after=$(stored)
run --namespace 'Acme\Models' --class notes=Remark
is "a run that is repeated says so again" "$(fate | grep -o 'Removed .*')" "Removed User "
is "and stores nothing" "$(stored)" "$after"
export EMGEN_CORRELATION_ID=0198c2f0-0000-7000-8000-000000000002
run --namespace 'Acme\Models' --class notes=Remark
is "the next has forgotten it" "$(fate | grep -o Removed)" ""
sql "create table users (id integer primary key)"
run --namespace 'Acme\Models' --class notes=Remark
is "a table that is there again is new" "$(fate | grep -o 'Created User')" "Created User"
sql "drop table users"
run --namespace 'Acme\Models' --class notes=Remark
is "and can go again, in the same run even" "$(fate | grep -o 'Removed User')" "Removed User"
sql "create table users (id integer primary key)"
run --namespace 'Acme\Models' --class notes=Remark
is "and come again" "$(fate | grep -o 'Created User')" "Created User"
is "a life in the store" "$(emgen store events-for User --type "$types" | jq -r '.type[15:]' | uniq | tr '\n' ' ')" \
	"Created Changed Removed Created Removed Created "
unset EMGEN_CORRELATION_ID
sql "drop table notes; drop table posts; create table notes (note_id int not null references users, user_id int not null references users)"
run
is "a table that only joins others now has no model" "$(fate | grep -o 'Removed Remark')" "Removed Remark"
cat run.ndjson >>all.ndjson
events all.ndjson
exits "the store keeps its rules" 0 emgen store verify

# A run that is repeated from its source leaves what one run leaves.
once() { # HOME: a run, as often as it is called
	EMGEN_HOME=$1 EMGEN_CORRELATION_ID=0198c2f0-0000-7000-8000-000000000003 run
}
export_of() { EMGEN_HOME=$1 emgen store export | jq -c 'del(.time)'; }
seed() { EMGEN_HOME=$1 run; }
sql "create table extra (id integer primary key, user_id int references users); create table gone (id integer primary key)"
seed one && cp -r one two
sql "alter table extra add column n int; drop table gone; create table fresh (id integer primary key)"
once one
is "changed, removed and created at once" "$(fate)" "Changed Extra Created Fresh Created User Removed Gone "
is "one run" "$(export_of one | jq -r '"\(.type[15:]) \(.data.name)"' | tail -3 | tr '\n' ' ')" "Changed Extra Created Fresh Removed Gone "
lines=$(EMGEN_CORRELATION_ID=0198c2f0-0000-7000-8000-000000000003 emgen introspect sqlite:app.db | tee source.ndjson | emgen relations | tee whole.ndjson | wc -l)
for ((n = 1; n < lines; n++)); do
	rm -rf half && cp -r two half
	head -n "$n" whole.ndjson | EMGEN_HOME=half emgen define --since-store 2>/dev/null | EMGEN_HOME=half emgen store append --type "$types" >/dev/null 2>&1
	once half
	once half
	[ "$(export_of half)" = "$(export_of one)" ] || echo "cut behind line $n"
done >wrong
for ((n = 1; n < $(wc -l <source.ndjson); n++)); do
	head -n "$n" source.ndjson | emgen relations 2>/dev/null | EMGEN_HOME=two emgen define --since-store 2>/dev/null | grep '"ModelDefinition'
done >defined
is "a source that dies defines nothing: relations are not known" "$(cat defined)" ""
is "a run that died anywhere and was repeated leaves what one leaves" "$(cat wrong)" ""

# What does not change is not told to have changed.
for file in golden/schema.sqlite.sql corpora/*/sqlite.sql constructs.sqlite.sql strange.sqlite.sql factories.sqlite.sql; do
	for path in "$data"/$file; do
		rm -rf app.db again && sqlite3 app.db <"$path" >/dev/null 2>&1
		EMGEN_HOME=again run && cp run.ndjson before
		EMGEN_HOME=again run
		echo "${path#"$data"/} $(grep -c '"ModelDefinitionCreated"' before) $(EMGEN_HOME=again emgen store export | wc -l)"
		diff <(grep '"ModelDefinition' before) <(grep '"ModelDefinition' run.ndjson)
	done
done >kept
is "a second run finds nothing new in any schema" "$(awk 'NF != 3 || $2 != $3 || $2 == 0' kept)" ""
rm app.db

exits "the role of define" 0 emgen contract define -- emgen define --since-store=sqlite:role.db
exits "no such store" 100 emgen define --since-store=oracle:x </dev/null
exits "a store that is named" 0 emgen define --since-store=sqlite:named.db first.ndjson
like "is empty before it is there" out '"type":"ModelDefinitionCreated"'
ok "and is not made" [ ! -e named.db ]
emgen store append --database sqlite:named.db --type "$types" out >/dev/null
jq -c '.correlationid = "0194b7f0-1c5a-7d0e-9a51-6c3e2f1d8b47"' first.ndjson >again.ndjson
exits "then" 0 emgen define --since-store=sqlite:named.db again.ndjson
told_by() { jq -r 'select(.type == "ModelDefinitionCreated").correlationid' "$1" | sort -u; }
is "it is that one, which knows them" "$(told_by out)" "$(told_by first.ndjson)"
exits "the environment names one, too" 0 env EMGEN_DATABASE=sqlite:named.db emgen define --since-store again.ndjson
is "and it is that one" "$(told_by out)" "$(told_by first.ndjson)"
exits "where there is none" 0 emgen define --since-store=sqlite:nowhere.db again.ndjson
unlike "they are all new" <(told_by out) "$(told_by first.ndjson)"
mkdir -p bad && head -c 8192 /dev/urandom >bad/emgen.db
exits "what is no database" 100 env EMGEN_HOME=bad emgen define --since-store first.ndjson

# What is defined is what is written.
sql "create table things (id integer primary key); create table others (id integer primary key)"
EMGEN_HOME=render run && emgen render --out Models run.ndjson >/dev/null
sql "alter table things add column label text"
EMGEN_HOME=render run && emgen render --out Models run.ndjson >rendered.ndjson
like "a changed model is written anew" Models/Thing.php 'label'
is "and only that" "$(jq -r 'select(.type == "ModelGenerated").data.model' rendered.ndjson)" Thing
cp Models/Thing.php kept && sql "drop table things"
EMGEN_HOME=render run && emgen render --out Models run.ndjson 2>err >rendered.ndjson
same "the file of a removed model stays" Models/Thing.php kept
is "and that is said" "$(cat err)" 'emgen-render: Models/Thing.php: its table things is gone'
sql "drop table others"
EMGEN_HOME=render run && emgen render --out Models run.ndjson 2>err >/dev/null
is "it is said of the last model, too" "$(grep Other err)" "emgen-render: Other: its table others is gone; its files stay"
grep ModelDefinitionRemoved run.ndjson | emgen render --out Models 2>err >/dev/null
is "without an analysis it is said of a model" "$(cat err)" "emgen-render: Other: its table others is gone; its files stay"
is "the event passes" "$(jq -r 'select(.type == "ModelDefinitionRemoved").data.name' rendered.ndjson)" Thing
