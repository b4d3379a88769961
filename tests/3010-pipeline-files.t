#!/bin/bash
# Each pipelines/*.pipeline does what the same does that is typed in shell
# (doc/SUPERVISE.md shows them side by side).
. "${0%/*}/lib.sh"
pipelines=$top/pipelines

for file in "$pipelines"/*.pipeline; do
	exits "${file##*/} has no mistake" 0 emgen supervise --check "$file"
	ok "it is in doc/SUPERVISE.md, beside the same in shell" \
		grep -q "^### ${file##*/}" "$top/doc/SUPERVISE.md"
done
# by_hand NAME: the block in shell from the document
by_hand() {
	awk -v name="### $1.pipeline" '/^### / { on = $0 == name } on && /^```$/ { exit }
		on && code { print } on && /^```sh$/ { code = 1 }' "$top/doc/SUPERVISE.md" >"$1.sh"
	bash -euo pipefail "$1.sh"
}
database() {
	sqlite3 "$1" "
		create table users (id integer primary key, name text not null, state text check (state in ('on', 'off')));
		create table posts (id integer primary key, user_id int not null references users, title text);
		create index posts_user on posts (user_id)"
}
database app.db
export BACKOFF=0

exits "generate" 0 emgen supervise "$pipelines/generate.pipeline"
mv app sup
exits "by hand" 0 by_hand generate
ok "gives the same models" diff -r sup app

rm -rf app sup .emgen
exits "listeners" 0 emgen supervise "$pipelines/listeners.pipeline"
is "the jobs are done" "$(emgen queue list --json analysis)" "$(emgen queue list --json nothing)"
stored() { emgen store read | jq -r 'if .type == "JobProcessed" then .type else .type + " " + .subject end' | sort; }
stored >stored
is "each model was analyzed" "$(grep -c '^ModelAnalyzed' stored)" 2
emgen cache get schema | jq -r .type | sort >cached
mkdir sup && mv app build .emgen sup
exits "by hand" 0 by_hand listeners
ok "gives the same models" diff -r sup/app app
ok "factories and pages" diff -r sup/build build
is "the same in the store" "$(stored)" "$(cat stored)"
is "and in the cache" "$(emgen cache get schema | jq -r .type | sort)" "$(cat cached)"

rm -rf app sup build .emgen
exits "ci, without models" 1 emgen supervise "$pipelines/ci.pipeline"
exits "by hand" 1 by_hand ci
emgen generate sqlite:app.db --out app/Models >/dev/null
exits "ci, with models" 0 emgen supervise "$pipelines/ci.pipeline"
cp out ci.out
exits "by hand" 0 by_hand ci
is "says the same" "$(sed 's/^[0-9:.]* //' ci.out)" "$(sed 's/^[0-9:.]* //' out)"
FAIL_ON=info exits "ci, when the schema is not well made" 1 emgen supervise "$pipelines/ci.pipeline"
FAIL_ON=info exits "by hand" 1 by_hand ci

for db in shop blog stock; do database $db.db; done
exits "fan-out" 0 emgen supervise "$pipelines/fan-out.pipeline"
mv models sup
exits "by hand" 0 by_hand fan-out
ok "gives the same models" diff -r sup models
rm -rf models
BLOG=sqlite:none.db exits "fan-out, one database is not there" 100 emgen supervise "$pipelines/fan-out.pipeline"
like "that line is parked" err 'blog: parked: blog ended with 100'
ok "and the others are done" diff -r sup/shop models/shop

rm -rf app .emgen sup && mkdir .emgen
EVERY=0.1 emgen supervise "$pipelines/watch.pipeline" >watched 2>err &
pid=$!
ok "watch: renders at the start" until_ok test -s .emgen/fingerprint
ok "a file for each table" test -e app/Models/Post.php
first=$(stat -c %Y.%i app/Models/User.php)
sqlite3 -cmd '.timeout 60000' app.db 'alter table posts add column slug text' # it is read all the time
ok "and when the schema has changed" until_ok grep -q slug app/Models/Post.php
analysed() { [ "$(grep -c SchemaAnalyzed watched)" = "$1" ]; }
ok "which it says" until_ok analysed 2
is "what did not change is not touched" "$(stat -c %Y.%i app/Models/User.php)" "$first"
starts() { [ "$(emgen status --json watch | jq '.stages[0].starts')" -ge $(($1 + 3)) ]; }
until_ok starts "$(emgen status --json watch | jq '.stages[0].starts')"
ok "it looks again, and says nothing when nothing has" analysed 2
kill -TERM $pid
wait $pid
is "TERM ends it" "$?" 0
