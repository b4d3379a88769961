#!/bin/bash
# emgen history: the life of a model, in words, as JSON, and as a difference.
. "${0%/*}/lib.sh"

sql() { sqlite3 app.db "$1"; }
run() { emgen generate sqlite:app.db --out Models --history --quiet 2>err; }
# life MODEL [OPTION...]: without positions and times.
life() { emgen history "$@" | sed -E 's/^ *[0-9]+  [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}  //; s/^ {10}/- /'; }
words() { # JQ-OF-CHANGE: what change_text makes of it, through the store
	rm -rf words && jq -nc "$1"' | {type: "ModelDefinitionChanged", specversion: "1.0", id: "00000000-0000-7000-8000-000000000001",
		source: "t", subject: "ts", time: "2030-01-01T00:00:00Z", data: {modelId: "3f0b5c52-8d0e-5b7a-9d6f-5f3f0e0b7a11", name: "T", attributes: {}, changes: [.]}}' |
		EMGEN_HOME=words emgen store import && EMGEN_HOME=words emgen history T | sed -n '2s/^ *//p'
}

sql "create table users (id integer primary key, email text not null, score int not null default 1);
	create table posts (id integer primary key, user_id integer references users)"
run
sql "alter table users add column age int; create index by_email on users (email)"
run
run
sql "drop table users; create table users (id integer primary key, email varchar(20), score int not null default 2, age int)"
run
sql "drop table posts"
run
is "a life" "$(life User)" "created as User, with 3 columns and 1 relation
wrote Models/User.php
changed
- column age (INT, nullable) is new
- the index on email is new
wrote Models/User.php
changed
- column email is varchar(20) now, it was TEXT
- column email can be null now
- the default of column score is 2 now, it was 1
- the index on email is gone
wrote Models/User.php
changed
- relation posts is gone
wrote Models/User.php"
is "an end" "$(life posts | tail -1)" "removed: its table is gone, or only joins others"
is "positions and times are those of the store" "$(emgen history User | grep -oE '^ *[0-9]+  [0-9]{4}-[0-9-]+ [0-9:]{8}' | sed 's/^ *//')" \
	"$(sqlite3 .emgen/emgen.db "SELECT position || '  ' || replace(substr(occurred_on, 1, 19), 'T', ' ') FROM domain_events
		WHERE stream_id = (SELECT stream_id FROM domain_events WHERE subject = 'users' LIMIT 1) ORDER BY position")"
exits "--json" 0 emgen history --json User
is "has an object for each event" "$(jq -r .type out)" "$(emgen store events-for User | jq -r .type)"
is "with its changes, and these in words" "$(jq -c 'select(.changes != []) | [[.changes[].change], .text]' out | head -1)" \
	'[["column-added","index-added"],["column age (INT, nullable) is new","the index on email is new"]]'

# Differences.
at() { emgen history --json User | jq -r "select(.type | startswith(\"ModelDefinition\")).position" | sed -n "$1p"; }
exits "--diff of two positions" 0 emgen history --diff "$(at 1)..$(at 2)" User
is "shows what became of each line" "$(grep '^[-+]' out)" "--- User at $(at 1)
+++ User at $(at 2)
-fillable email, score
+fillable email, score, age
+column age: type int, kind integer, databaseType INT, nullable
+index by_email: columns email"
exits "of a position in between" 0 emgen history --diff "$(at 1)..$(($(at 2) - 1))" User
is "the definition is the last before it" "$(cat out)" ""
exits "up to now" 0 emgen history --diff "$(at 4).." User
is "is nothing from the last" "$(cat out)" ""
exits "days" 0 emgen history --diff 2000-01-01..2100-01-01 User
is "from nothing to all" "$(grep -c '^-[^-]' out) $(grep -c '^+[^+]' out)" \
	"0 $(emgen history --diff "1..$(at 4)" User | grep -c '^+[^+]')"
exits "times" 0 emgen history --diff "2000-01-01T00:00:00Z..2000-01-01T00:00:01Z" User
is "before the first" "$(cat out)" ""
exits "the end" 0 emgen history --diff 1.. Post
is "is no definition" "$(grep -c '^+[^+]' out)" 0

# Each change has its words.
while IFS='|' read -r change wanted; do
	is "$wanted" "$(words "$change")" "$wanted"
done <<'E2'
{change: "class-renamed", name: null, old: "A", new: "B"}|the class is B now, it was A
{change: "key-changed", name: "key", old: {columns: ["id"]}, new: {columns: ["a", "b"]}}|the primary key is a, b now, it was id
{change: "attribute-changed", name: "comment", old: null, new: "people"}|comment is people now, there was none
{change: "attribute-changed", name: "softDeletes", old: false, new: true}|softDeletes is true now, it was false
{change: "column-removed", name: "a", old: {}, new: null}|column a is gone
{change: "column-nullability", name: "a", old: true, new: false}|column a cannot be null any more
{change: "column-default", name: "a", old: 1, new: null}|the default of column a is gone, it was 1
{change: "column-comment", name: "a", old: null, new: "x"}|the comment of column a is x now, there was none
{change: "column-changed", name: "a", old: {cast: null}, new: {cast: "date"}}|column a: cast is date now, there was none
{change: "columns-moved", name: null, old: ["a", "b"], new: ["b", "a"]}|columns are in another order: b, a
{change: "relation-added", name: "posts", old: null, new: {kind: "hasMany", class: "App\\Models\\Post"}}|relation posts (hasMany App\Models\Post) is new
{change: "relation-changed", name: "post", old: {nullable: true}, new: {nullable: false}}|relation post: nullable is false now, it was true
{change: "index-added", name: "a, b", old: null, new: {columns: ["a", "b"], unique: true}}|the index on a, b (unique) is new
{change: "foreign-key-added", name: "a_id", old: null, new: {columns: ["a_id"], references: {table: "as"}}}|foreign key a_id to as is new
{change: "check-removed", name: "n > 0", old: "n > 0", new: null}|check n > 0 is gone
{change: "enum-changed", name: "E", old: {cases: [{name: "A", value: "a"}]}, new: {cases: []}}|enum E: cases is  now, it was name A, value a
{change: "column-removed", name: "\u001b[31mx\u202e", old: {}, new: null}|column \x1b[31mx\xe2\x80\xae is gone
E2

exits "no such model" 100 emgen history Nobody
exits "no such id" 100 emgen history 3f0b5c52-8d0e-5b7a-9d6f-5f3f0e0b7a12
exits "no model" 100 emgen history
exits "two" 100 emgen history User Post
exits "--diff and --json" 100 emgen history --json --diff 1..2 User
for points in 1 .. ..2 a..b 0..1 1..x 2026-01-01..2026-13-01; do
	exits "--diff $points" 100 emgen history --diff "$points" User
done
exits "no database" 100 emgen history --database oracle:x User
exits "--help" 0 emgen history --help
exits "a full disk below" 111 bash -c 'emgen history User >/dev/full'
