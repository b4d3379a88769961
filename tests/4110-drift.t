#!/bin/bash
# emgen generate --history and emgen drift: what has changed since the last run.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"

sql() { sqlite3 app.db "$1"; }
history() { emgen generate sqlite:app.db --out Models --history "$@"; }
stored() { emgen store export | wc -l; }

sql "create table users (id integer primary key, email text not null);
	create table posts (id integer primary key, user_id integer references users);
	create table tags (id integer primary key)"
exits "nothing is stored" 1 emgen drift sqlite:app.db
like "is said" err '^emgen: none of these models is stored'
is "all is new" "$(grep -c ' is new$' out)" 3
exits "generate --history" 0 history
like "does the main job" out '^3 models, 2 relations; 3 files written'
is "and stores definitions and files" "$(emgen store export | jq -r .type | sort | uniq -c | sed 's/^ *//')" "3 ModelDefinitionCreated
3 ModelGenerated"
emgen store export >before
exits "again" 0 history
like "writes nothing" out '^3 models, 2 relations; 0 files written, 3 unchanged'
emgen store export >after
same "stores nothing" after before
exits "no drift" 0 emgen drift sqlite:app.db
is "is said" "$(cat out)" "3 models as stored, 0 changed, 0 new, 0 gone"
exits "--quiet" 0 emgen drift --quiet sqlite:app.db
is "says nothing" "$(cat out err)" ""

sql "alter table users add column age int; drop table tags; create table notes (id integer primary key)"
exits "drift" 1 emgen drift sqlite:app.db
is "says how" "$(cat out)" "Note (notes) is new
User (users) has changed:
    column age (INT, nullable) is new
Tag (tags) is gone
1 model as stored, 1 changed, 1 new, 1 gone"
exits "--quiet" 1 emgen drift --quiet sqlite:app.db
is "says nothing" "$(cat out err)" ""
exits "--json" 1 emgen drift --json sqlite:app.db
is "has the events" "$(jq -r '"\(.type) \(.data.name)"' out)" "ModelDefinitionCreated Note
ModelDefinitionChanged User
ModelDefinitionRemoved Tag"
cp out json && events json
exits "of some tables" 1 emgen drift --tables 'n*' sqlite:app.db
is "is theirs only" "$(cat out)" "Note (notes) is new
0 models as stored, 0 changed, 1 new, 0 gone"
exits "of others" 0 emgen drift --exclude 'n*,users,posts,tags' sqlite:app.db
emgen store export >after
same "it stores nothing" after before
exits "a pinned run" 1 env EMGEN_CORRELATION_ID="$(jq -r .correlationid before | head -1)" emgen drift --quiet sqlite:app.db
exits "a DSN in the environment" 1 env EMGEN_DSN=sqlite:app.db emgen drift
exits "a store that is named" 1 emgen drift --database sqlite:.emgen/emgen.db sqlite:app.db
exits "one that is empty" 1 emgen drift --database sqlite:empty.db sqlite:app.db

exits "the next run" 0 history
like "writes what is new or changed" out '^3 models, 2 relations; 2 files written, 1 unchanged'
like "says what stays" err 'Models/Tag.php: its table tags is gone$'
exits "then all is as stored" 0 emgen drift sqlite:app.db
is "a life" "$(emgen history Tag --json | jq -r .type | paste -sd' ')" "ModelDefinitionCreated ModelGenerated ModelDefinitionRemoved"

# A run that dies behind define has stored nothing of what it did not write.
sql "alter table posts add column title text"
emgen store export >before
exits "a stage that dies" 111 history --stage 'render=head -n 3 >/dev/null; exit 111'
emgen store export >after
same "leaves the store as it was" after before
exits "so that the next run" 0 history
like "does it" out '^3 models, 2 relations; 1 file written|^3 models, 2 relations; 1 files written'

# What no model shows, a database has all the same.
sql "alter table posts add column rank int default 1"
exits "a column with a default" 0 history
sql "pragma writable_schema = on; update sqlite_schema set sql = replace(sql, 'default 1', 'default 2') where name = 'posts'"
exits "that becomes another" 1 emgen drift sqlite:app.db
like "is seen" out '^    the default of column rank is 2 now, it was 1$'
exits "and written down" 0 history
exits "once" 0 emgen drift sqlite:app.db

for option in --check --diff --dry-run '--out=-' '--stage=define=cat'; do
	exits "--history and $option" 100 history "$option"
done
exits "no database" 100 emgen drift sqlite:none/none.db
exits "two DSNs" 100 emgen drift sqlite:app.db sqlite:b.db
exits "--help" 0 emgen drift --help
exits "a wrong option" 100 emgen drift --colour sqlite:app.db
exits "no such store" 100 emgen drift --database oracle:x sqlite:app.db
exits "a full disk below" 111 bash -c 'emgen drift sqlite:app.db >/dev/full'
