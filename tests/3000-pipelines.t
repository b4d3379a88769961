#!/bin/bash
# Every file of pipelines/ runs and does what it says.
. "${0%/*}/lib.sh"
pipelines=$top/pipelines

sqlite3 app.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users, title text)"

exits "generate.sh" 0 "$pipelines/generate.sh" sqlite:app.db a/Models
ok "it writes events" emgen validate out
exits "the main job" 0 emgen generate sqlite:app.db --out b/Models
ok "and the files of the main job" diff -r a b
exits "generate.sh hands options on" 0 "$pipelines/generate.sh" sqlite:app.db c/Models --namespace 'Shop\Models'
like "to the source" c/Models/Post.php '^namespace Shop\\Models;$'
exits "generate.sh without a database" 100 "$pipelines/generate.sh" sqlite:missing.db d/Models
ok "writes nothing" test ! -e d
exits "generate.sh, wrong use" 100 "$pipelines/generate.sh"

exits "record-replay.sh" 0 "$pipelines/record-replay.sh" sqlite:app.db run.ndjson e/Models
is "records the source" "$(jq -r .type run.ndjson | uniq -c | awk '{ print $1, $2 }')" \
"1 GenerationConfigured
1 SchemaAnalysisStarted
2 TableAnalyzed
1 SchemaAnalyzed"
ok "and gives the same files" diff -r e b
exits "record-replay.sh without a database" 100 "$pipelines/record-replay.sh" sqlite:missing.db none.ndjson f/Models
ok "leaves no recording" test ! -e none.ndjson

printf '# comment\nposts.user_id\tauthor\nusers<posts.user_id articles\n' >rules
exits "naming-rules.sh" 0 "$pipelines/naming-rules.sh" sqlite:app.db g/Models rules
like "names a belongsTo" g/Models/Post.php 'function author\(\): BelongsTo$'
like "and its inverse" g/Models/User.php 'function articles\(\): HasMany$'
exits "and the lock keeps the names" 0 emgen generate sqlite:app.db --out g/Models --check

exits "check.sh when models are right" 0 "$pipelines/check.sh" sqlite:app.db b/Models
is "says nothing" "$(cat out)" ""
sqlite3 app.db 'alter table posts add column slug text'
exits "check.sh when they are not" 1 "$pipelines/check.sh" sqlite:app.db b/Models
like "shows the difference" out "^\+.*'slug'"
exits "check.sh without a database" 100 "$pipelines/check.sh" sqlite:missing.db b/Models

exits "demo.sh" 0 "$pipelines/demo.sh" "$data/corpora/chinook/sqlite.sql" demo Track
like "writes the models" out '^wrote demo/Models/PlaylistTrack\.php$|^wrote demo/Models/Track\.php$'
like "lists them" out '^Album\.php$'
like "and shows one" out '^class Track extends Model$'
