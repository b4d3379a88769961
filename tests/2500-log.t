#!/bin/bash
# emgen-log: the stream as a person reads it.
. "${0%/*}/lib.sh"

sqlite3 t.db "create table users (id integer primary key, name text);
	create table posts (id integer primary key, user_id int references users)"
emgen generate sqlite:t.db --out Models --quiet --events all.ndjson
emgen log all.ndjson >shown
is "a line an event" "$(wc -l <shown)" "$(wc -l <all.ndjson)"
like "settings that somebody made" shown '^[0-9:.]{12} GenerationConfigured emgen-introspect: out="Models" \(flag\)'
emgen introspect sqlite:t.db | emgen log >plain
like "settings that nobody made" plain 'GenerationConfigured emgen-introspect: nothing but defaults$'
like "a table" shown 'TableAnalyzed posts: 2 columns, key id, 1 foreign key$'
like "what was read" shown 'SchemaAnalyzed emgen-introspect-sqlite: 2 tables in [0-9]+ ms, fingerprint [0-9a-f]{16}$'
emgen introspect sqlite:t.db --tables users | emgen log >one
like "of one table" one 'SchemaAnalyzed emgen-introspect-sqlite: 1 table in '
like "relations" shown 'RelationshipsDetected posts: user -> users$'
like "a definition" shown 'ModelDefinitionCreated users: App\\Models\\User: 2 columns, 1 relation, 0 enums$'
like "a file" shown 'ModelGenerated users: Models/User\.php$'

emgen log "$top"/schemas/events/{Job,Stage}*.good.ndjson >work
like "a job" work 'JobReleased emgen-queue: [A-Za-z]* on [a-z]*, attempt [0-9]*, [0-9]* ms, again in [0-9]* s: .'
like "a job that is done" work 'JobProcessed emgen-queue: [A-Za-z]* on [a-z]*, attempt [0-9]*, [0-9]* ms$'
like "a stage" work 'StageExited relations: start 1, process 4711, code 0$'
like "and what killed another" work 'StageExited render: start 2, process 4712, killed by signal 9$'
is "all in words" "$(grep -c '{' work)" 0

emgen log --type 'Model*' all.ndjson >some
is "one type" "$(cut -d ' ' -f 2 some | sort -u | grep -vc ^Model)" 0
ok "and all of it" test "$(wc -l <some)" = "$(grep -c '"type":"Model' all.ndjson)"

printf '%s\n' 'no json' '{"type":"Odd","data":{"x":"\u001b[31m"}}' '{"a":1}' >odd
exits "odd lines" 0 emgen log odd
like "a bad line is said, and it goes on" err '^emgen-log: warning: odd: line 1: not a JSON object$'
like "an unknown type shows its data" out '^- Odd : \{"x":'
like "an object without data is no event" out '^line 3: no event$'
printf '{"type":"ModelGenerated","subject":"a\\u001b]0;x\\u0007","data":{"path":"\\u009b31mx"}}\n' >evil
emgen log evil >out
ok "nothing of a name acts on a terminal" bash -c '! LC_ALL=C grep -q "[^ -~]" out'
