#!/bin/bash
# Hand-written models are found, whatever their table is, and take their place
# in what is written for the others: the modes "new" and "split".
. "${0%/*}/lib.sh"

sqlite3 app.db <<'S'
create table users (id integer primary key, name text);
create table people (id integer primary key);
create table tags (id integer primary key, name text);
create table posts (id integer primary key, user_id int not null references users, editor_id int references users);
create table post_tag (post_id int references posts, tag_id int references tags, note text, primary key (post_id, tag_id));
create table roles (id integer primary key);
create table invoices (id integer primary key, role_id int references roles);
create table things (id integer primary key);
create table statuses (id integer primary key);
S

# model FILE NAMESPACE REST: a file that a person wrote.
model() {
	mkdir -p "${1%/*}"
	printf '<?php\n\nnamespace %s;\n\n%s\n' "$2" "$3" >"$1"
}

# project DIR: a Laravel project with models of all sorts.
project() {
	mkdir -p "$1" && cd "$1" || exit 1
	touch artisan
	printf '%s\n' '{"autoload":{"psr-4":{"App\\":"app/"}}}' >composer.json
	model app/Models/Person.php 'App\Models' 'use Illuminate\Foundation\Auth\User as Authenticatable;
// class Comment extends Model {}
class Person extends Authenticatable { protected $table = "users"; }'
	model app/Models/Blog/Label.php 'App\Models\Blog' "use Illuminate\\Database\\Eloquent\\Attributes\\Table;
use Illuminate\\Database\\Eloquent\\Model;
#[Table('tags')]
class Label extends Model {}"
	model app/Models/Role.php 'App\Models' 'class Role extends \Vendor\Permission\Models\Role {}'
	model app/Billing/Base.php 'App\Billing' 'abstract class Base extends \Illuminate\Database\Eloquent\Model { protected $table = "things"; }'
	model app/Billing/Invoice.php 'App\Billing' 'use Illuminate\Database\Eloquent\{Builder, Model};
class Invoice extends Model { public function getTable() { return "invoices"; } }'
	model app/Models/Old.php 'App\Models' 'class Old extends \Illuminate\Database\Eloquent\Model { protected $table = "gone"; }'
	model app/Models/Things.php 'App\Models' 'class Things extends \Illuminate\Support\Collection {}'
	model app/Models/broken.php 'App\Models' 'class extends { "'
	find app -type f -exec sha256sum {} + | sort >../before
	cd .. || exit 1
}
in_dir() {
	(cd "$1" && shift && "$@")
}
project shop

exits "in a Laravel project" 0 in_dir shop emgen introspect sqlite:../app.db
cp out stream
ok "the events are valid" emgen validate out
is "the mode is new" "$(jq -r 'select(.type == "GenerationConfigured").data.options.mode | "\(.value) \(.source)"' out)" "new composer.json"
is "models are found" "$(jq -r 'select(.type == "GenerationConfigured").data.models | to_entries[] |
	"\(.key) \(.value.class) \(.value.path) \(.value.pivot)"' out | sort)" \
	'gone App\Models\Old app/Models/Old.php false
invoices App\Billing\Invoice app/Billing/Invoice.php false
roles App\Models\Role app/Models/Role.php false
tags App\Models\Blog\Label app/Models/Blog/Label.php false
users App\Models\Person app/Models/Person.php false'

exits "generate" 0 in_dir shop emgen generate sqlite:../app.db --factories database/factories
is "leaves their tables alone, and says where the models are" "$(grep ^skipped out | LC_ALL=C sort)" \
	"skipped app/Billing/Invoice.php: the table has a model
skipped app/Models/Blog/Label.php: the table has a model
skipped app/Models/Person.php: the table has a model
skipped app/Models/Role.php: the table has a model"
is "and writes what is new" "$(grep ^wrote out | LC_ALL=C sort)" \
	"wrote app/Models/People.php
wrote app/Models/Post.php
wrote app/Models/PostTag.php
wrote app/Models/Status.php
wrote app/Models/Thing.php
wrote database/factories/PeopleFactory.php
wrote database/factories/PostFactory.php
wrote database/factories/StatusFactory.php
wrote database/factories/ThingFactory.php"
like "a class that is another table's is not taken" shop/app/Models/People.php "^class People extends Model$"
ok "no file of a person's has changed" bash -c 'cd shop && sha256sum -c --quiet ../before'
like "relations refer to a hand-written class" shop/app/Models/Post.php '@return BelongsTo<Person, \$this>'
like "of any namespace" shop/app/Models/Post.php '^use App.Models.Blog.Label;$'
like "which is imported" shop/app/Models/Post.php 'belongsToMany\(Label::class,'
is "emgen.lock has no names of theirs" "$(grep -cE '^..(class|file)","(users|tags|roles|invoices)"' shop/emgen.lock)" 0
exits "again" 0 in_dir shop emgen generate sqlite:../app.db --factories database/factories
unlike "nothing is written" out '^wrote'
is "our own models are none of theirs" "$(cd shop && emgen introspect sqlite:../app.db | jq -r 'select(.type == "GenerationConfigured").data.models | keys | join(" ")')" \
	"gone invoices roles tags users"
exits "--check" 0 in_dir shop emgen generate sqlite:../app.db --factories database/factories --check

mkdir bin shop/app/{Secret,Listed}
touch shop/app/Listed/Plan.php
cp "$build"/libexec/emgen-introspect{,-sqlite} bin
chmod -R a+rX . && chmod 0 shop/app/Secret && chmod 444 shop/app/Listed
exits "a folder that cannot be read" 0 in_dir shop nobody env EMGEN_EXEC_PATH=../bin ../bin/emgen-introspect sqlite:../app.db
is "is said" "$(cat err)" "emgen-introspect: warning: app/Listed/Plan.php: Permission denied
emgen-introspect: warning: app/Secret: Permission denied"
chmod 755 shop/app/{Secret,Listed} && rm -r shop/app/{Secret,Listed}

mkdir elsewhere
exits "a recorded stream" 0 bash -c 'emgen relations stream | emgen define | emgen render --out elsewhere/Models'
is "leaves the same tables alone where the files are not" "$(cd elsewhere/Models && echo *.php)" "People.php Post.php PostTag.php Status.php Thing.php"

# A model of the user's for a pivot.
model shop/app/Models/Tagging.php 'App\Models' 'class Tagging extends \Illuminate\Database\Eloquent\Model { protected $table = "post_tag"; }'
rm -r shop/app/Models/{Post,PostTag}.php shop/emgen.lock
exits "a pivot's table has a model that is no Pivot" 0 in_dir shop emgen generate sqlite:../app.db
unlike "a relation does not use it" shop/app/Models/Post.php 'using'
model shop/app/Models/Tagging.php 'App\Models' 'use Illuminate\Database\Eloquent\Relations\Pivot;
class Tagging extends Pivot { protected $table = "post_tag"; }'
exits "a Pivot" 0 in_dir shop emgen generate sqlite:../app.db
like "it does" shop/app/Models/Post.php '>using\(Tagging::class\)'

# A model that emgen wrote, and that somebody has edited.
echo '// mine' >>shop/app/Models/Status.php
exits "an edited model" 0 in_dir shop emgen generate sqlite:../app.db
like "is its table's model" out '^skipped app/Models/Status.php: the table has a model$'

# links DIR: the pages that those in DIR lead to, and that are not there.
links() {
	grep -oh '([A-Za-z]*\.md)' "$1"/*.md | tr -d '()' | sort -u | while read -r page; do
		test -e "$1/$page" || echo "$page"
	done
}
for mode in new split; do
	project "paged-$mode"
	exits "$mode: pages" 0 in_dir "paged-$mode" emgen generate sqlite:../app.db --mode $mode --docs docs
	like "$mode: tell of a model that has none" "paged-$mode/docs/Post.md" '^\| tags \| belongsToMany \| Label \|'
	is "$mode: none leads to one that is not there" "$(links "paged-$mode/docs")" ""
done
like "in the mode split a base has one" paged-split/docs/Post.md '^\| user \| belongsTo \| \[Person\]\(Person\.md\) \|'

# --- Outside of a project, and other modes ---

exits "outside of a project" 0 emgen introspect sqlite:app.db --out Models
is "the mode is all" "$(jq -c 'select(.type == "GenerationConfigured").data | [.options.mode, .models]' out)" '[{"value":"all","source":"default"},null]'
project other
exits "--mode all" 0 in_dir other emgen generate sqlite:../app.db --mode all
is "writes all but over what is there" "$(grep ^skipped out | sort)" "skipped app/Models/Person.php: written by hand
skipped app/Models/Role.php: written by hand"
ok "which has not changed" bash -c 'cd other && sha256sum -c --quiet ../before'
mkdir -p mine
model mine/Models/A.php 'Mine' 'class Anybody extends \Illuminate\Database\Eloquent\Model { var $table = "users"; }'
exits "--mode new outside of a project" 0 emgen generate sqlite:app.db --out mine/Models --mode new
like "finds them too" out '^skipped mine/Models/A.php: the table has a model$'
mkdir killed && cd killed || exit 1
mkfifo pipe
emgen introspect sqlite:../app.db --out Models --mode new | emgen relations | emgen define >stream
emgen render <pipe >/dev/null &
pid=$!
exec 7>pipe
grep -v '"SchemaAnalyzed"' stream >&7
ok "a run writes" until_ok test -e Models/User.php
kill -KILL $pid
exec 7>&-
wait $pid 2>/dev/null
exits "after one that was killed before it wrote emgen.lock" 0 emgen generate sqlite:../app.db --out Models --mode new
is "no model is taken for a person's" "$(grep -c 'has a model' out)" 0
exits "and the next run" 0 emgen generate sqlite:../app.db --out Models --mode new
is "finds none either" "$(tail -n 1 out | grep -o '9 unchanged, 0 skipped')" "9 unchanged, 0 skipped"
rm emgen.lock
echo '// mine' >>Models/User.php
exits "and without emgen.lock" 0 emgen generate sqlite:../app.db --out Models --mode new
is "models that are as we would write them are ours" "$(grep -v '^9 models' out; tail -n 1 out | grep -o '8 unchanged, 1 skipped')" \
	"skipped Models/User.php: the table has a model
8 unchanged, 1 skipped"
cd .. || exit 1
exits "a folder that is not there" 0 emgen generate sqlite:app.db --out none/Models --mode new
is "has none" "$(grep -c ^wrote out)" 9

# --- Split ---

project halves
exits "--mode split" 0 in_dir halves emgen generate sqlite:../app.db --mode split
ok "no file of a person's has changed" bash -c 'cd halves && sha256sum -c --quiet ../before'
is "models in the folder get a base, those elsewhere are left alone" "$(grep ^skipped out | LC_ALL=C sort)" \
	"skipped app/Billing/Invoice.php: the table has a model
skipped app/Models/Blog/Label.php: the table has a model
skipped app/Models/Person.php: written by hand; its class should extend Base\\Person
skipped app/Models/Role.php: written by hand; its class should extend Base\\Role"
is "of their own name" "$(cd halves/app/Models/Base && echo *.php)" "People.php Person.php Post.php PostTag.php Role.php Status.php Thing.php"
like "of their table" halves/app/Models/Base/Person.php "table = 'users';"
like "a base refers to the user's classes" halves/app/Models/Base/Post.php '@return BelongsTo<Person, \$this>'
sed -i 's/extends [^ ]*/extends Base\\Person/' halves/app/Models/Person.php
exits "and when one does" 0 in_dir halves emgen generate sqlite:../app.db --mode split
like "that is all that is said" out '^skipped app/Models/Person.php: written by hand$'
mv halves/app/Models/Person.php person && sed 's/Base.Person/\\App\\Models\\Base\\Personality/' person >halves/app/Models/Person.php
exits "not so a class whose name is longer" 0 in_dir halves emgen generate sqlite:../app.db --mode split
like "it is another" out '^skipped app/Models/Person.php: .*should extend Base.Person$'

mv person halves/app/Models/Person.php
mkdir halves/app/Models/People
sed -e 's/^namespace.*/namespace App\\Models\\People;/' -e 's/extends [^ ]*/extends \\App\\Models\\Base\\Person/' \
	halves/app/Models/Person.php >halves/app/Models/People/Person.php
rm halves/app/Models/Person.php
cp app.db moved.db
sqlite3 moved.db 'alter table users add column phone text'
exits "a class that was moved, when a column is new" 0 in_dir halves emgen generate sqlite:../moved.db --factories database/factories
is "stays" "$(grep '/Person.php' out | sort)" \
	"skipped app/Models/People/Person.php: written by hand
wrote app/Models/Base/Person.php"
ok "there is no other" test ! -e halves/app/Models/Person.php
like "its base is where it was, and has the column" halves/app/Models/Base/Person.php '@property string\|null \$phone$'
like "in its namespace" halves/app/Models/Base/Person.php '^namespace App\\Models\\Base;$'
like "others refer to the class" halves/database/factories/PersonFactory.php '^use App\\Models\\People\\Person;$'
exits "--check" 0 in_dir halves emgen generate sqlite:../moved.db --factories database/factories --check

sed 's/class Person/class Member/' halves/app/Models/People/Person.php >halves/app/Models/People/Member.php
rm halves/app/Models/People/Person.php
sed -i 's/^}/    protected $table = "users";\n}/' halves/app/Models/People/Member.php
for run in first second; do
	sqlite3 moved.db "alter table users add column $run text"
	exits "one that was renamed, too, the $run time" 0 in_dir halves emgen generate sqlite:../moved.db
	is "has a base that follows, and is asked to extend it" "$(grep 'Member.php' out | sort)" \
		'skipped app/Models/People/Member.php: written by hand; its class should extend Base\Member
wrote app/Models/Base/Member.php'
done
sed -i 's/Base.Person/Base\\Member/' halves/app/Models/People/Member.php
exits "as it does then" 0 in_dir halves emgen generate sqlite:../moved.db
like "which is all right" out '^skipped app/Models/People/Member.php: written by hand$'

# --- The mode that emgen.lock tells of ---

mkdir again
exits "split, once" 0 emgen generate sqlite:app.db --out again/Models --mode split
exits "without a word of it" 0 emgen generate sqlite:app.db --out again/Models
like "it stays so" out ' 0 files written, '
exits "and is said" 0 emgen introspect sqlite:app.db --out again/Models
is "to be the lock's" "$(jq -c 'select(.type == "GenerationConfigured").data.options.mode' out)" '{"value":"split","source":"emgen.lock"}'
ok "by a valid event" emgen validate out
exits "a new table" 1 emgen generate "sqlite:app.db" --out again/Models --check --class posts=Story
like "would be split, too" out 'again/Models/Base/Story\.php'
exits "another folder" 0 emgen introspect sqlite:app.db --out again/Others
is "is not" "$(jq -r 'select(.type == "GenerationConfigured").data.options.mode.value' out)" all
exits "whole models, if asked for" 0 emgen generate sqlite:app.db --out again/Models --mode all
exits "and after that" 0 emgen generate sqlite:app.db --out again/Models
like "they stay whole" out ' 0 files written, '
unlike "each of them" again/Models/Post.php 'Base'
exits "in a Laravel project" 0 in_dir halves emgen introspect sqlite:../app.db
is "it is kept, too" "$(jq -r 'select(.type == "GenerationConfigured").data.options.mode.value' out)" split
exits "unless told otherwise" 0 in_dir halves emgen introspect sqlite:../app.db --mode new
is "for once" "$(jq -r 'select(.type == "GenerationConfigured").data.options.mode.value' out)" new
rm -r halves/app/Models/Base
exits "and when the bases are removed" 0 in_dir halves emgen introspect sqlite:../app.db
is "so is the mode" "$(jq -r 'select(.type == "GenerationConfigured").data.options.mode.value' out)" new
