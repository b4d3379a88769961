#!/bin/bash
# emgen-analyze: each rule finds what it is for and spares what looks like it;
# severities, jobs, exit codes.
. "${0%/*}/lib.sh"

# definitions SQL [DRIVER]: those of a schema, as if they were of that database,
# and its indexes of the kinds that $methods gives to their names.
methods='{}'
definitions() {
	rm -f t.db
	sqlite3 t.db "$1" || return 1
	emgen introspect sqlite:t.db 2>/dev/null | emgen relations 2>/dev/null | emgen define 2>/dev/null |
		sed "s/\"driver\":\"sqlite\"/\"driver\":\"${2:-sqlite}\"/" |
		jq -c --argjson of "$methods" 'if .data.attributes.indexes then
			.data.attributes.indexes |= map(if $of[.name] then .method = $of[.name] else . end) else . end'
}

# found RULE SQL [DRIVER]: "table: columns" of what the rule finds.
found() {
	definitions "$2" "${3:-}" | emgen analyze | jq -r --arg rule "$1" 'select(.type == "ModelAnalyzed")
		| .subject as $table | .data.results[] | select(.rule == $rule)
		| "\($table): \(.columns | join(" "))\(if .relation then " (" + .relation + ")" else "" end)"'
}

# finds RULE FOUND SQL [DRIVER], spares RULE WHAT SQL [DRIVER]
finds() {
	echo "$1" >>tried.finds
	is "$1: found" "$(found "$1" "$3" "${4:-}")" "$2"
}
spares() {
	echo "$1" >>tried.spares
	is "$1: not $2" "$(found "$1" "$3" "${4:-}")" ""
}

users='create table users (id integer primary key);'
posts='create table posts (id integer primary key, user_id integer references users'

# --- Keys ---

finds no-primary-key "logs: " 'create table logs (line text)'
spares no-primary-key "a key of two columns" 'create table logs (a int, b int, primary key (a, b))'

finds composite-key "lines: a b" 'create table lines (a int, b int, note text, primary key (a, b))'
spares composite-key "a pivot's" "$users create table tags (id integer primary key); create table tag_user (
	tag_id int not null references tags, user_id int not null references users, note text, primary key (tag_id, user_id))"

# SQLite numbers INTEGER only; other databases say other types.
numbered() {
	definitions 'create table logs (id integer primary key)' "$1" | sed "s/\"databaseType\":\"INTEGER\"/\"databaseType\":\"$2\"/i" |
		emgen analyze | jq -r --arg rule "$3" '.data.results[]? | select(.rule == $rule) | .message'
}
echo 'narrow-key integer-key' | tr ' ' '\n' | tee -a tried.finds >>tried.spares
is "narrow-key: found" "$(numbered pgsql smallint narrow-key)" "id ends at 32767: it is smallint"
is "narrow-key: found in mysql" "$(numbered mysql 'mediumint(9)' narrow-key)" "id ends at 8388607: it is mediumint(9)"
is "narrow-key: not an integer" "$(numbered pgsql integer narrow-key)" ""
is "integer-key: found" "$(numbered pgsql integer integer-key)" "id ends at 2147483647: it is integer"
is "integer-key: not a bigint" "$(numbered mysql 'bigint(20)' integer-key)" ""
is "integer-key: not SQLite's" "$(numbered sqlite integer integer-key)" ""

finds foreign-key-type "posts: user_id" "create table users (id uuid primary key);
	create table posts (id integer primary key, user_id char(36) references users)"
spares foreign-key-type "integers of SQLite" "create table users (id bigint primary key); $posts)"
finds foreign-key-type "posts: user_id" "create table users (id bigint primary key); $posts)" pgsql
finds foreign-key-type "posts: user_id" "create table users (id int unsigned primary key);
	create table posts (id integer primary key, user_id int references users)" mysql
spares foreign-key-type "texts of two lengths" "create table users (id varchar(20) primary key);
	create table posts (id integer primary key, user_id varchar(30) references users)"
spares foreign-key-type "a width of an int" "create table users (id int(11) primary key); $posts)" mysql

finds set-null-not-null "posts: user_id" "$users create table posts (id integer primary key,
	user_id integer not null references users on delete set null)"
finds set-null-not-null "posts: user_id" "$users create table posts (id integer primary key,
	user_id integer not null references users on update set null)"
spares set-null-not-null "a nullable column" "$users $posts on delete set null)"
finds nullable-cascade "posts: user_id" "$users $posts on delete cascade)"
spares nullable-cascade "a required one" "$users create table posts (id integer primary key,
	user_id integer not null references users on delete cascade)"
spares nullable-cascade "no cascade" "$users $posts)"

finds composite-foreign-key "parts: a b" "create table lines (a int, b int, primary key (a, b));
	create table parts (id integer primary key, a int, b int, foreign key (a, b) references lines)"
spares composite-foreign-key "one of one column" "$users $posts)"
finds missing-foreign-key "posts: authorId" "create table posts (id integer primary key, authorId int)"
spares missing-foreign-key "a foreign key" "$users $posts)"
spares missing-foreign-key "a morph, a text, the key, one word" "create table posts (post_id integer primary key,
	owner_id int, owner_type text, stripe_id text, grid int)"
finds required-cycle "nodes: root_id (root)" "create table nodes (id integer primary key, root_id int not null references nodes)"
spares required-cycle "a nullable one" "create table nodes (id integer primary key, root_id int references nodes)"

# --- Indexes ---

finds foreign-key-index "posts: user_id" "$users $posts)"
spares foreign-key-index "one that begins an index" "$users $posts, at int); create index i on posts (user_id, at)"
spares foreign-key-index "a unique one" "$users $posts unique)"
finds foreign-key-index "posts: user_id" "$users $posts, at int); create index i on posts (at, user_id)"
spares foreign-key-index "two columns in another order" "create table lines (a int, b int, primary key (a, b));
	create table parts (id integer primary key, a int, b int, foreign key (a, b) references lines); create index i on parts (b, a)"

morph='create table notes (id integer primary key, owner_type text, owner_id int);'
finds morph-index "notes: owner_type owner_id" "$morph"
spares morph-index "an index on both" "$morph create index i on notes (owner_type, owner_id)"
spares morph-index "one on the id" "$morph create index i on notes (owner_id)"
spares morph-index "a type that is a number" "create table notes (id integer primary key, owner_type int, owner_id int)"

two='create table t (id integer primary key, a int, b int);'
finds duplicate-index "t: a b" "$two create index i on t (a, b); create index j on t (a, b)"
is "duplicate-index: the one that is not unique" "$(definitions "$two create unique index i on t (a); create index j on t (a)" |
	emgen analyze | jq -r '.data.results[]? | select(.rule == "duplicate-index") | .key')" j
finds duplicate-index "t: id" "$two create index i on t (id)"
spares duplicate-index "another order, part of the rows" "$two create index i on t (a, b); create index j on t (b, a);
	create index k on t (a, b) where a > 0"
finds redundant-index "t: a" "$two create index i on t (a); create index j on t (a, b)"
finds redundant-index "t: a" "create table t (a int, b int, c int, primary key (a, b)); create index i on t (a)"
spares redundant-index "the second column, a unique one, part of the rows" "$two create index i on t (b);
	create unique index j on t (a); create index k on t (a) where a > 0; create index l on t (a, b)"

methods='{"i": "fulltext", "k": "fulltext", "h": "hash"}'
spares duplicate-index "one of another kind on the same columns" "$two create index i on t (a); create index j on t (a)"
spares duplicate-index "one of another kind on the key" "$two create index i on t (id)"
finds duplicate-index "t: a" "$two create index i on t (a); create index k on t (a)"
spares redundant-index "one that finds in another way" "$two create index i on t (a); create index h on t (b);
	create index j on t (a, b); create index l on t (b, a)"
spares redundant-index "the beginning of one that finds in another way" "$two create index j on t (a); create index i on t (a, b)"
finds foreign-key-index "posts: user_id" "$users $posts, at int); create index i on posts (user_id)"
finds foreign-key-index "posts: user_id" "$users $posts, at int); create index h on posts (user_id, at)"
spares foreign-key-index "a hash" "$users $posts); create index h on posts (user_id)"
methods='{}'

finds nullable-unique "t: a b" "create table t (id integer primary key, a int not null, b int, unique (a, b))"
spares nullable-unique "one column, NOT NULL ones, part of the rows" "create table t (id integer primary key, a int unique,
	b int not null, c int not null, unique (b, c)); create unique index i on t (a, b) where a is not null"
is "nullable-unique: spares nulls that are alike" "$(definitions "create table t (id integer primary key, a int, b int, c int, unique (a, b));
	create unique index i on t (b, c)" | jq -c '(.data.attributes.indexes[]? | select(.name != "i")) += {nullsNotDistinct: true}' |
	emgen analyze | jq -r '.data.results[]? | select(.rule == "nullable-unique") | .key')" i
finds soft-delete-unique "t: email" "create table t (id integer primary key, email text unique, deleted_at datetime)"
spares soft-delete-unique "a partial one, one with deleted_at, random ids" "create table t (id integer primary key, email text,
	slug text, token uuid unique, deleted_at datetime, unique (slug, deleted_at));
	create unique index i on t (email) where deleted_at is null"
spares soft-delete-unique "without soft deletes" "create table t (id integer primary key, email text unique)"

tags="$users create table tags (id integer primary key); create table tag_user (tag_id int not null references tags,
	user_id int not null references users"
finds pivot-unique "tags:  (users)" "$tags)"
is "pivot-unique: found in a pivot of somebody's" "$(definitions "$tags, note text not null, primary key (user_id, tag_id))" |
	jq -c '.data.attributes.key?.columns = []' | emgen analyze |
	jq -r '.data.results[]? | select(.rule == "pivot-unique") | .columns | join(" ")')" "tag_id user_id"
spares pivot-unique "a primary key" "$tags, primary key (user_id, tag_id))"
spares pivot-unique "a unique pair of a model" "$tags, note text not null, unique (user_id, tag_id))"
spares pivot-unique "what has an id and a life of its own" "$tags, id integer primary key, at text not null)"

wide='create table t (id integer primary key, a varchar(700), b varchar(100)); create index i on t (a, b)'
finds wide-index "t: a b" "$wide" mysql
finds wide-index "t: a b" "$wide" pgsql
spares wide-index "SQLite's" "$wide"
spares wide-index "a short one" 'create table t (id integer primary key, a varchar(255)); create index i on t (a)' mysql

# --- Types ---

finds float-money "t: price
t: UnitCost" 'create table t (id integer primary key, price real, UnitCost double, weight real)'
spares float-money "a decimal, a ratio" 'create table t (id integer primary key, price decimal(8, 2), price_id int, ratio real)'
finds text-enum "t: status
t: paymentType" 'create table t (id integer primary key, status text, paymentType varchar(20))'
spares text-enum "a CHECK, a foreign key, a morph, a MIME type" "create table kinds (id text primary key);
	create table t (id integer primary key, status text check (status in ('a', 'b')), kind text references kinds,
	owner_type text, owner_id int, mime_type text, status_note text)"
finds text-boolean "t: is_admin
t: done
t: active" "create table t (id integer primary key, is_admin char(1), done text check (done in ('Y', 'N')), active varchar(3))"
spares text-boolean "a boolean, long texts, other values" "create table t (id integer primary key, is_admin boolean,
	is_for text, island char(2), size text check (size in ('S', 'L')))"
finds text-date "t: sent_at
t: birthDate" 'create table t (id integer primary key, sent_at text, birthDate varchar(10))'
spares text-date "dates, and words that end alike" 'create table t (id integer primary key, sent_at datetime, format text, "update" text, candidate text)'
finds text-json "t: settings" 'create table t (id integer primary key, settings text)'
spares text-json "json, a short text" 'create table t (id integer primary key, settings json, options varchar(20), settings_page text)'
finds nullable-boolean "t: a" 'create table t (id integer primary key, a boolean, b boolean not null)'
spares nullable-boolean "a NOT NULL one" 'create table t (id integer primary key, b boolean not null)'
finds uuid-mix "t: user_uuid" 'create table t (id uuid primary key, user_uuid char(36))'
spares uuid-mix "all alike" 'create table t (id char(36) primary key, user_uuid char(36)); create table u (id uuid primary key, note char(36))'
finds timezone-mix "t: b" 'create table t (id integer primary key, a timestamptz, b datetime)'
spares timezone-mix "all alike" 'create table t (id integer primary key, a timestamptz, b timestamptz, c date)'

# --- Eloquent ---

finds password-hidden "t: passwd
t: apiKey" 'create table t (id integer primary key, passwd text, apiKey text, password text)'
spares password-hidden "what is hidden, or is no secret" 'create table t (id integer primary key, password text, api_token text,
	password_changed boolean, password_hint text)'
finds password-length "t: password" 'create table t (id integer primary key, password varchar(40))'
spares password-length "a long one" 'create table t (id integer primary key, password varchar(60), hash char(8)); create table u (id integer primary key, password text)'
finds soft-delete-column "t: deleted_at" 'create table t (id integer primary key, deleted_at datetime not null)'
finds soft-delete-column "t: deleted_at" 'create table t (id integer primary key, deleted_at int)'
spares soft-delete-column "a nullable time" 'create table t (id integer primary key, deleted_at datetime)'
finds timestamp-type "t: created_at
t: updated_at" 'create table t (id integer primary key, created_at text, updated_at text)'
spares timestamp-type "times, a pair of seconds" 'create table t (id integer primary key, created_at datetime, updated_at datetime);
	create table u (id integer primary key, created_at int, updated_at int)'
finds timestamp-pair "t: created_at" 'create table t (id integer primary key, created_at datetime)'
spares timestamp-pair "both, none" 'create table t (id integer primary key, created_at datetime, updated_at datetime); create table u (id integer primary key)'
finds eloquent-name "t: exists
t: table" 'create table t (id integer primary key, "exists" int, "table" int)'
spares eloquent-name "what begins alike" 'create table t (id integer primary key, exists_at int, tables int)'
finds unusable-name "t.u: 
t.u: a->b" 'create table "t.u" (id integer primary key, "a->b" int)'
spares unusable-name "blanks, signs" 'create table "t u" (id integer primary key, "a-b" int, "basic" int)'

# --- Names ---

finds reserved-word "order: 
order: group" 'create table "order" (id integer primary key, "group" int)'
spares reserved-word "plurals" 'create table orders (id integer primary key, groups int)'
finds mixed-case "t: lastName" 'create table t (id integer primary key, first_name text, lastName text, zip_code text)'
spares mixed-case "one case" 'create table t (id integer primary key, first_name text, name text, HTML text); create table u (Id integer primary key, FirstName text)'
finds table-number "post: " "$users create table post (id integer primary key, user_id int references users)"
spares table-number "all plural, all singular, what is both" "$users $posts); create table artist (id integer primary key);
	create table album (id integer primary key, artist_id int references artist);
	create table equipment (id integer primary key, user_id int references users)"
finds foreign-key-name "posts: author" "$users create table posts (id integer primary key, author int references users)"
spares foreign-key-name "an id, the name of the key, an audit column" "$users create table countries (code text primary key);
	create table posts (id integer primary key, userId int references users, country_code text references countries, created_by int references users)"

emgen analyze --list >list
is "every rule has found something" "$(sort -u tried.finds)" "$(cut -d ' ' -f 1 list | sort)"
is "and spared something" "$(sort -u tried.spares)" "$(cut -d ' ' -f 1 list | sort)"
is "the page has the rules, with their severities" \
	"$(sed -n '/^\.Ss Rules/,/^\.Sh/s/^\.It Sy \([^ ]*\) Pq \(.*\)/\1 \2/p' "$top/doc/emgen-analyze.1")" "$(awk '{ print $1, $2 }' list)"

# --- The stream ---

definitions "$users $posts on delete set null, price real, deleted_at datetime not null)" >defs
exits "a stream" 0 emgen analyze defs
ok "of valid events" emgen validate out
is "all else passes, to the byte" "$(grep -v '"source":"emgen-analyze"' out)" "$(cat defs)"
is "each behind its definition" "$(jq -r .type out | grep Model | tr '\n' ' ')" "ModelDefinitionCreated ModelAnalyzed ModelDefinitionCreated ModelAnalyzed "
is "nothing wrong is a result, too" "$(jq -c 'select(.data.model == "User") | .data.results' out)" "[]"
is "the worst first" "$(jq -r '.data.results[]?.severity' out | uniq | tr '\n' ' ')" "error warning "
cp out first
emgen analyze first >again
is "a stage replaces its own output" "$(jq -c 'del(.time)' again)" "$(jq -c 'del(.time)' first)"
jq -c 'if .type == "ModelDefinitionCreated" then .type = "ModelDefinitionChanged" else . end' defs | emgen analyze | grep '"type":"ModelAnalyzed"' >changed
is "a changed definition is judged alike" "$(jq -c .data.results changed)" "$(grep ModelAnalyzed first | jq -c .data.results)"
jq -c 'if .type == "ModelDefinitionCreated" then .data.attributes |= del(.driver, .indexes, .foreignKeys) else . end' defs |
	emgen analyze | jq -r '.data.results[]?.rule' >without
is "without keys what is said of columns" "$(sort without | tr '\n' ' ')" "float-money soft-delete-column "

rules() { # command...: the rules that find something
	"$@" 2>err | jq -r '.data.results[]? | "\(.severity) \(.rule)"' | sort | tr '\n' ' '
}
is "a rule can be off, or another" "$(rules emgen analyze --rule float-money=error --rule foreign-key-index=off defs)" "error float-money error soft-delete-column "
is "all can be off but one" "$(rules emgen analyze --rule '*=off' --rule float-money=info defs)" "info float-money "
rm -f t.db && sqlite3 t.db "create table t (id integer primary key, price real, cost real)"
printf '[analyze]\nfloat-money = info\nno-such = off\n' >emgen.ini
emgen introspect sqlite:t.db | emgen define >configured
rm emgen.ini
is "emgen.ini says it, through the stream" "$(rules emgen analyze configured)" "info float-money info float-money "
like "an unknown rule is said" err '^emgen-analyze: warning: there is no rule "no-such"$'
is "one of a flag is said once" "$(rules emgen analyze --rule float-mony=off configured >/dev/null; cat err)" \
	'emgen-analyze: warning: there is no rule "float-mony"; did you mean float-money?
emgen-analyze: warning: there is no rule "no-such"'
is "a flag beats it" "$(rules emgen analyze --rule float-money=error configured)" "error float-money error float-money "
printf '[analyze]\nfloat-money = fatal\n' >emgen.ini
exits "a severity that is none" 100 emgen introspect sqlite:t.db
rm emgen.ini
like "is said" err 'rule: "float-money=fatal" is not off\|info\|warning\|error'
exits "nor as a flag" 100 emgen analyze --rule float-money=fatal defs
exits "nor a rule without one" 100 emgen analyze --rule float-money defs

exits "errors, and --fail-on error" 1 emgen analyze --fail-on error defs
exits "and --fail-on warning" 1 emgen analyze --fail-on warning defs
exits "no error any more" 0 emgen analyze --rule soft-delete-column=warning --fail-on error defs
exits "--fail-on what is none" 100 emgen analyze --fail-on bad defs
exits "a source that died" 111 emgen analyze --fail-on error <(head -n -1 defs)

# --- Jobs ---

job='select(.type == "ModelDefinitionCreated" and .data.name == "Post") | .type = "AnalyzeModel"'
jq -c "$job" defs >job
exits "a job" 0 emgen analyze job
ok "by a valid event" emgen validate job
is "is whole by itself, and becomes its result" "$(jq -c '[.type, .data.results]' out)" "$(jq -c 'select(.data.model == "Post") | ["ModelAnalyzed", .data.results]' first)"
is "which follows from it" "$(jq -r '.causationid' out)" "$(jq -r .id job)"
is "with its own options" "$(jq -c '.data.options = {rules: {"*": "off", "float-money": "info"}}' job | rules emgen analyze)" "info float-money "
is "a flag beats those" "$(jq -c '.data.options = {rules: {"*": "off"}}' job | rules emgen analyze --rule float-money=error)" "error float-money "
exits "options that are none" 100 emgen analyze <(jq -c '.data.options = {rules: {"float-money": 3}}' job)
is "make it fail" "$(jq -r '[.type, .data.model, .data.exception] | join(" ")' out)" "ModelAnalysisFailed Post bad-definition"
ok "by a valid event" emgen validate out
printf '{"type":"Barrier","id":"00000000-0000-4000-9000-000000000000"}\n' >barrier
exits "attributes that are none" 100 emgen analyze <(jq -c '.data.attributes.columns = 3' job) barrier
is "make it fail before the Barrier" "$(jq -r .type out | tr '\n' ' ')" "ModelAnalysisFailed Barrier "
exits "a job for nobody" 100 emgen analyze <(jq -c 'del(.data.name)' job) barrier
exits "put aside" 0 emgen analyze --rejects rejected <(jq -c 'del(.data.name)' job) barrier
is "the Barrier comes back" "$(cat out)" "$(cat barrier)"
is "what a person reads" "$(emgen log --type ModelAnalyzed first | sed -E 's/^[0-9:.]{12} //' | head -7)" \
'ModelAnalyzed posts: 1 error, 2 warnings
    error   deleted_at is NOT NULL: every row counts as deleted [soft-delete-column]
            make it $table->softDeletes(): a nullable timestamp, null for rows that are there
    warning no index begins with user_id, which refers to users [foreign-key-index]
            add an index that begins with its columns: relations, joins and deleting a parent read the whole table
    warning price is REAL: the name says money [float-money]
            make it a decimal, or an integer of cents: floats cannot hold 0.10'
