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
is "once" "$(grep -c '^+++ ' out)" 1
exits "check.sh without a database" 100 "$pipelines/check.sh" sqlite:missing.db b/Models

exits "analyze.sh when there is something" 1 "$pipelines/analyze.sh" sqlite:app.db
is "says what" "$(sed -E 's/^[0-9:.]{12} //; s/: reads.*//' out | head -2)" 'ModelAnalyzed posts: 1 warning
    warning no index begins with user_id, which refers to users [foreign-key-index]'
unlike "and nothing of what is well" out 'ModelAnalyzed users'
exits "analyze.sh for errors only" 0 "$pipelines/analyze.sh" sqlite:app.db error
exits "analyze.sh hands options on" 0 "$pipelines/analyze.sh" sqlite:app.db info --rule foreign-key-index=off
exits "analyze.sh without a database" 100 "$pipelines/analyze.sh" sqlite:missing.db
exits "analyze.sh, wrong use" 100 "$pipelines/analyze.sh"

exits "demo.sh" 0 "$pipelines/demo.sh" "$data/corpora/chinook/sqlite.sql" demo Track 'ALTER TABLE Track ADD COLUMN Lyrics TEXT'
like "writes the models" out '^wrote Models/Track\.php$'
like "lists them" out '^Album\.php$'
like "shows one" out '^class Track extends Model$'
like "finds what has changed" out '^9 models as stored, 1 changed, 0 new, 0 gone$'
like "writes it anew" out '; 1 file written, 9 unchanged'
is "and tells the model's life" "$(sed -n '/^\$ emgen history/,$p' out | sed -E '1d; /^$/d; s/^ *[0-9]+  [0-9-]+ [0-9:]+  //')" "created as Track, with 9 columns and 5 relations
wrote Models/Track.php
changed
          column Lyrics (TEXT, nullable) is new
wrote Models/Track.php"
exits "demo.sh, wrong use" 100 "$pipelines/demo.sh"

# --- Listeners and handlers ---

sqlite3 shop.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users, title text)"
"$pipelines/generate.sh" sqlite:shop.db h/Models >events

# found FILE TYPE FIELD: that of each event of the type, in order.
found() {
	jq -r --arg type "$2" "select(.type == \$type).$3" "$1" | sort | paste -sd' '
}

exits "generate-model-factory.sh" 0 "$pipelines/generate-model-factory.sh" h/factories events
is "writes the factory of each model" "$(cd h/factories && echo *.php)" "PostFactory.php UserFactory.php"
is "and says so" "$(found out ModelFactoryGenerated data.path)" "h/factories/PostFactory.php h/factories/UserFactory.php"
ok "in events" emgen validate out
is "all else passes, once" "$(grep -v ModelFactoryGenerated out | md5sum)" "$(md5sum <events)"
exits "the main job, with factories" 0 emgen generate sqlite:shop.db --out i/Models --factories i/factories
ok "makes the same" diff -x emgen.lock -r h/factories i/factories
"$pipelines/generate.sh" sqlite:shop.db h/Models >unchanged
exits "models that did not change" 0 "$pipelines/generate-model-factory.sh" j/factories unchanged
ok "ask for no factory" test ! -e j/factories/UserFactory.php
is "when-generated.jq drops a definition without its model" \
	"$(grep -v '^{"type":"ModelGenerated"' events | jq -cn --arg types ModelGenerated -f "$pipelines/when-generated.jq" | grep -c ModelDefinition)" 0
exits "a source that died" 111 "$pipelines/generate-model-factory.sh" k/factories <(head -n -1 events)
exits "generate-model-factory.sh, wrong use" 100 "$pipelines/generate-model-factory.sh"

exits "update-model-documentation.sh" 0 "$pipelines/update-model-documentation.sh" h/docs events
is "writes the page of each model, and the index" "$(cd h/docs && echo *.md)" "Post.md README.md User.md"
is "and says so" "$(found out DocumentationUpdated data.path)" "h/docs/Post.md h/docs/README.md h/docs/User.md"
ok "in events" emgen validate out
exits "though models did not change" 0 "$pipelines/update-model-documentation.sh" j/docs unchanged
ok "there is the same" diff -x emgen.lock -r h/docs j/docs
exits "update-model-documentation.sh, wrong use" 100 "$pipelines/update-model-documentation.sh"

exits "trigger-model-analysis.sh" 0 "$pipelines/trigger-model-analysis.sh" jobs events
is "makes a job for each model" "$(found jobs AnalyzeModel data.name)" "Post User"
ok "that keeps its schema" emgen validate jobs
is "caused by the definition" "$(found jobs AnalyzeModel causationid)" "$(found events ModelDefinitionCreated id)"
is "with all that it says" "$(found jobs AnalyzeModel 'data.attributes | tojson')" \
	"$(found events ModelDefinitionCreated 'data.attributes | tojson')"
same "all passes" out events
mkfifo queue
cat queue >again &
exits "into a FIFO" 0 "$pipelines/trigger-model-analysis.sh" queue events
wait
same "the same jobs have the same ids" again jobs
exits "trigger-model-analysis.sh, wrong use" 100 "$pipelines/trigger-model-analysis.sh"

export EMGEN_HOME=$scratch/home
exits "cache-schema-definition.sh" 0 "$pipelines/cache-schema-definition.sh" app events
same "all passes" out events
emgen cache get app >cached
is "keeps the analysis, in order" "$(cat cached)" \
	"$(grep -E '^\{"type":"(SchemaAnalysisStarted|TableAnalyzed|RelationshipsDetected|SchemaAnalyzed)"' events)"
is "for a day, under its tag" "$(emgen cache list --json | jq -c '[.key, .tags, (.expiresOn[:19] + "Z" | fromdate) - (.storedOn[:19] + "Z" | fromdate)]')" '["app",["schema"],86400]'
exits "models from it" 0 emgen render --out q/Models <(emgen define cached)
ok "are those of the database" diff -r -x emgen.lock q/Models h/Models
head -n -1 events | grep -v '"type":"SchemaAnalyzed"' >torn
exits "a source that died" 111 "$pipelines/cache-schema-definition.sh" app torn
same "replaces nothing" <(emgen cache get app) cached
exits "events without an analysis" 0 "$pipelines/cache-schema-definition.sh" app <(grep '"type":"ModelGenerated"' events)
same "neither do" <(emgen cache get app) cached
emgen cache flush --tag schema
exits "a flush of the tag" 1 emgen cache get app
exits "cache-schema-definition.sh, wrong use" 100 "$pipelines/cache-schema-definition.sh"

exits "one behind the other" 0 bash -o pipefail -c '"$0/generate.sh" sqlite:shop.db l/Models |
	"$0/generate-model-factory.sh" l/factories | "$0/update-model-documentation.sh" l/docs |
	"$0/trigger-model-analysis.sh" jobs.two' "$pipelines"
is "all listen" "$(cd l && echo factories/*.php docs/*.md) $(wc -l <jobs.two)" \
	"factories/PostFactory.php factories/UserFactory.php docs/Post.md docs/README.md docs/User.md 2"

export EMGEN_DSN=sqlite:shop.db
emgen dispatch GenerateModel table=posts option.laravel=10 >commands
emgen dispatch AnalyzeSchema connection:=null tables=users >>commands
exits "command-bus.sh" 0 "$pipelines/command-bus.sh" m/Models commands
is "writes the model of a table" "$(ls m/Models)" Post.php
emgen generate --laravel 10 --out n/Models >/dev/null
same "as the main job does, with its relations" m/Models/Post.php n/Models/Post.php
ok "and says what it did" emgen validate out
is "each run is its command's" "$(found out SchemaAnalyzed causationid)" "$(jq -r .id commands | sort | paste -sd' ')"
exits "generate-model.sh" 0 "$pipelines/generate-model.sh" o/Models <<<"$(head -n 1 commands)"
same "is the handler of it" o/Models/Post.php n/Models/Post.php
exits "generate-model.sh --cached" 0 "$pipelines/generate-model.sh" --cached r/Models <<<"$(head -n 1 commands)"
same "is the same" r/Models/Post.php n/Models/Post.php
sqlite3 shop.db 'ALTER TABLE posts RENAME TO gone'
exits "and again" 0 "$pipelines/generate-model.sh" --cached s/Models <<<"$(head -n 1 commands)"
same "without another look at the database" s/Models/Post.php n/Models/Post.php
is "for its command" "$(found out SchemaAnalyzed causationid)" "$(jq -r .id commands | head -n 1)"
EMGEN_DSN=sqlite:missing.db exits "without a database" 100 "$pipelines/command-bus.sh" p/Models commands
like "is said" out SchemaAnalysisFailed
exits "command-bus.sh, wrong use" 100 "$pipelines/command-bus.sh"
exits "generate-model.sh, wrong use" 100 "$pipelines/generate-model.sh"

# --- Queues ---

export EMGEN_HOME=$scratch/queues
sqlite3 queued.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users, title text)"
waiting() { emgen queue list --json | jq -r '.[] | .queue + " " + .type' | sort | uniq -c | awk '{ print $1, $2, $3 }' | paste -sd,; }
EMGEN_CORRELATION_ID=$(uuidgen)
export EMGEN_CORRELATION_ID
exits "generate-queued.sh" 0 "$pipelines/generate-queued.sh" sqlite:queued.db queued/Models
ok "writes events" emgen validate out
ok "and the files of the main job" test -e queued/Models/Post.php
is "and leaves jobs" "$(waiting)" "2 analysis AnalyzeModel,1 documentation UpdateDocumentation"
exits "the same run once more" 0 "$pipelines/generate-queued.sh" sqlite:queued.db queued/Models
is "has nothing new to do" "$(waiting)" "2 analysis AnalyzeModel,1 documentation UpdateDocumentation"
unset EMGEN_CORRELATION_ID
"$pipelines/work-jobs.sh" sqlite:queued.db queued/docs --stop-when-empty --name other >other 2>&1 &
other=$!
exits "work-jobs.sh, two at the same time" 0 "$pipelines/work-jobs.sh" sqlite:queued.db queued/docs --stop-when-empty
ok "both end well" wait "$other"
cat other >>out
is "do each job once" "$(jq -r .type out | sort | uniq -c | awk '{ print $1, $2 }' | paste -sd,)" \
	"3 DocumentationUpdated,3 JobProcessed,2 ModelAnalyzed"
ok "which is said in events" emgen validate out
ok "and the pages are written" test -e queued/docs/Post.md
exits "generate-queued.sh without a database" 100 "$pipelines/generate-queued.sh" sqlite:missing.db d/Models
exits "generate-queued.sh, wrong use" 100 "$pipelines/generate-queued.sh"
exits "work-jobs.sh, wrong use" 100 "$pipelines/work-jobs.sh"

mkdir many
for name in one two three; do sqlite3 "many/$name.db" "create table ${name}_things (id integer primary key)"; done
(
	cd many || exit
	printf '[connections]\none = sqlite:one.db\ntwo = sqlite:two.db\nthree = sqlite:three.db\nlost = sqlite:missing.db\n' >emgen.ini
	printf '%s\n' one two ../evil three lost | "$pipelines/many-databases.sh" models >out 2>err
	echo $? >code
)
is "many-databases.sh: exit code" "$(cat many/code)" 0
is "makes the models of each" "$(cd many/models && echo */*Thing.php)" "one/OneThing.php three/ThreeThing.php two/TwoThing.php"
is "and the one that is not there has failed" "$(cd many && emgen queue failed --json | jq -r '.[].type')" AnalyzeSchema
is "of which its events say" "$(jq -r 'select(.type == "SchemaAnalysisFailed").data.connection' many/out)" lost
exits "many-databases.sh, wrong use" 100 "$pipelines/many-databases.sh"
