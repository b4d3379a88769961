#!/bin/bash
# Schemas that nobody would write and somebody has: what emgen makes of them
# parses, is the same again, and finds the rows that SQL finds.
# PHP in single quotes is meant:
# shellcheck disable=SC2016 source=tests/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# settled NAME: generated once, again without a change, and PHP takes each file.
settled() {
	exits "$1: generate" 0 emgen generate "sqlite:$1.db" --out "$1/Models" --enums "$1/Enums" \
		--factories "$1/Factories" --requests "$1/Http/Requests" --laravel 12 --events "$1.ndjson"
	sort err >"$1.err"
	exits "$1: is fresh" 0 generate "$1" --check
	cp -r "$1" "$1.before"
	exits "$1: generate again" 0 generate "$1"
	ok "$1: nothing changes" diff -r "$1" "$1.before"
	ok "$1: events keep their schemas" emgen validate "$1.ndjson"
	ok "$1: PHP takes every file" bash -c 'find "$1" -name "*.php" -print0 | xargs -0 -n 1 php -l' - "$1"
}

# tell NAME PHP: what a script says that has the models and the database.
tell() {
	{
		echo '<?php'
		# shellcheck disable=SC2154
		printf "require '%s';\n" "$laravel/vendor/autoload.php"
		printf '%s\n' "spl_autoload_register(fn (\$c) => is_file(\$f = '$1/'.strtr(preg_replace('/^(App|Database)./', '', \$c), '\\\\', '/').'.php') && require \$f);"
		echo '$db = new Illuminate\Database\Capsule\Manager;'
		echo "\$db->addConnection(['driver' => 'sqlite', 'database' => '$1.db']);"
		echo '$db->bootEloquent(); $db->setAsGlobal();'
		echo "$2"
	} >tell.php
	php tell.php 2>&1
}

# Other letters than the declaration's, keys that are not primary, keys in keys.
sqlite3 keys.db <<'S'
create table Users (Id integer primary key, Email text not null unique);
create table posts (id integer primary key, USER_ID int not null references USERS(ID), author_email text references users(EMAIL));
create table comments (id integer primary key, post_id int references POSTS, UserId int references uSERs);
create table nodes (id integer primary key, parent_id int not null references nodes(id), Root_Id int references NODES);
create table a1 (id integer primary key, b1_id int references b1(id));
create table b1 (id integer primary key, a1_id int not null references a1(id));
create table twice (id integer primary key, owner_id int references Users, foreign key (owner_id) references posts(id));
create table profiles (user_id int not null primary key references Users(Id), bio text);
create table countries (code char(2) primary key not null, name text not null);
create table airports (iata text primary key, country references countries(code)) without rowid;
create table flights (id integer primary key, from_iata text not null references airports, "to" text not null references airports(iata));
create table lines (post_id int not null references posts(id), line int not null, code text references countries, primary key (post_id, line)) without rowid;
create table notes (id integer primary key, post_id int, line int, foreign key (post_id, line) references lines);
create table things (id uuid primary key not null, slug varchar(40) not null unique);
create table parts (uuid char(36) primary key not null, thing_id uuid not null references things, parent_uuid char(36) references parts);
create table friends (user_id int not null references Users, friend_id int not null references Users, primary key (user_id, friend_id));
create table thing_lang (slug varchar(40) not null references things(slug), lang char(2) not null references countries, pages int not null default 0, primary key (slug, lang)) without rowid;
S
settled keys
right keys

# Words of PHP, of Laravel and of SQL; names that are one name in StudlyCase.
sqlite3 names.db <<'S'
create table "class" (id integer primary key, "class" text, "function" text, list_id int references "list"(id));
create table "list" (id integer primary key, "array" text, match_id int references "match"("group"));
create table "match" ("group" int primary key not null, "fn" int references "fn");
create table "fn" (id integer primary key, v text);
create table "enum" (id integer primary key, "case" text not null default 'a\b' check ("case" in ('class', 'CLASS', 'self', 'from', 'cases', '', '1',
	'a''b', 'a\b', 'a"b', '$x', '{$x}', 'é', '*/', '?>', '<?php', 'name', '-', 'a-b', 'a_b')));
create table "order" (id integer primary key, "group" int references "select");
create table "select" (id integer primary key, "from" int references "order");
create table model (id integer primary key, v text);
create table collection (id integer primary key, model_id int references model);
create table carbon (id integer primary key, at datetime, collection_id int references collection);
create table builder (id int, k int, at datetime, primary key (id, k));
create table belongs_to (id integer primary key, has_many_id int references has_many);
create table has_many (id integer primary key, belongs_to_id int references belongs_to);
create table belongs_to_many (belongs_to_id int not null references belongs_to, has_many_id int not null references has_many, primary key (belongs_to_id, has_many_id));
create table factory (id integer primary key, x text not null, class_id int not null references class);
create table user (id integer primary key, password text, remember_token text);
create table users (id integer primary key, password text not null, remember_token text, user_id int references user);
create table notifications (id integer primary key, user_id int references users);
create table foo_bar (id integer primary key, v int);
create table FooBar (id integer primary key, foo_bar_id int references foo_bar);
create table "foo-bar" (id integer primary key, foo_bar_id int references FooBar);
create table "foo bar" (id integer primary key, v int);
create table "日本語" (id integer primary key, "名前" text not null, "親_id" int references "日本語");
create table "1table" (id integer primary key, "2table" int references "1table");
create table "self" (id integer primary key, self_id int references self, parent int references self, "static" int references self);
create table "null" (id integer primary key, "true" boolean not null default true, "int" int, "void" text);
S
settled names
right names

# Text that would end a comment, a literal, a line, a path or a template.
python3 - <<'P'
import sqlite3
names = ["it's", 'say "x"', 'back`tick', 'do$llar', '{$curly}', 'tail\\', 'new\nline', 'tab\there', '*/', '<?php', '?>',
         '../../etc/passwd', '..', '%s%n', '\x01', 'a*/ } function x() {', '@property int $x', '#[Attr]', '{{x}}', '{{{x}}}',
         '{{#x}}', '\u2028', '\u202e', "'", '\\', 'a.b', 'x as y', 'a->b', '*', '_', '007']
name = lambda s: '"' + s.replace('"', '""') + '"'
text = lambda s: "'" + s.replace("'", "''") + "'"
db = sqlite3.connect('evil.db')
db.execute('create table nameless (id integer primary key, "" int not null default 1 references nameless, v text)')
for s, t in zip(names, names[1:] + names[:1]):
    db.execute(f'create table {name(s)} (id integer primary key, {name(s)} text not null default {text(s)},'
               f' {name(s + "_id")} int references {name(t)}(id), c text not null default {text(s)} check (c in ({text(s)}, {text(s + "2")})))')
P
settled evil
is "evil: a model a table" "$(find evil/Models -name '*.php' | wc -l)" 32
is "evil: and nothing beside them" "$(ls evil)" "$(printf '%s\n' Enums Factories Http Models emgen.lock)"
like "evil: says which table Eloquent cannot name" evil.err 'warning: .*etc/passwd and 3 more: the name is none to Eloquent'
like "evil: says which column" evil.err 'warning: _: column _ is no name to Eloquent'
like "evil: and which has no name" evil.err 'warning: nameless: column  is no name to Eloquent'

# What Eloquent cannot ask for or write does not keep it from the rest.
sqlite3 odd.db 'create table "a.b" (id integer primary key, v text);
	create table t (id integer primary key, v text not null, "x.y" int not null default 5, "n->m" text not null default (1+1), "12" int not null default 3,
		"a.b_id" int references "a.b", b_id int references "a.b", "self.id" int references t, t_id int references t);
	create table p (t_id int not null references t, "o.id" int not null references o, primary key (t_id, "o.id"));
	create table o (id integer primary key)'
settled odd
is "odd: the relations that are left" "$(grep -ho 'function.*()' odd/Models/*.php | sort | tr '\n' ' ')" "function getKey() function ps() function t() function t() function ts() "
like "odd: a key that has none is said" odd.err 'warning: t \(a\.b_id\) to a\.b: a name of it means more'
is "odd: rows are made and changed" \
	"$(tell odd '$t = App\Models\T::factory()->create(); $t->v = "other"; $t->save(); $row = $t->fresh()->getAttributes();
		echo $row["v"], " ", $row["x.y"], " ", $row["n->m"], " ", $row["12"], " ", $t->delete();')" "other 5 2 3 1"

# A file has 255 bytes for its name, PHP's methods have no limit.
python3 - <<'P'
import sqlite3
db = sqlite3.connect('long.db')
for s in ('a' * 240 + 'x', 'a' * 240 + 'y', '\u65e5' * 90, 'word_' * 60):
    db.execute(f'create table {s} (id integer primary key, parent_{s} int references {s}, st_{s} text check (st_{s} in (\'{"v" * 300}\', \'{"v" * 301}\')))')
P
settled long
is "long: no class is lost" "$(find long/Models -name '*.php' | wc -l)" 4
is "long: relations" "$(cat long/Models/*.php | grep -c 'public function')" 8

# Keys that are dates are looked for as they are stored.
sqlite3 days.db "create table days (day date primary key not null);
	create table shifts (id integer primary key, day date not null references days, at datetime);
	insert into days values ('2024-02-29'); insert into shifts values (1, '2024-02-29', '2024-02-29 08:00:00')"
settled days
is "days: relations find rows, and another date is one" \
	"$(tell days 'use App\Models\{Day, Shift}; $s = Shift::with("dayRelation")->first();
		echo $s->dayRelation?->day, " ", Day::first()->shifts()->count(), " ", Day::with("shifts")->first()->shifts->count(), " ", $s->at->hour;')" \
	"2024-02-29 1 1 8"

# belongsToMany of a parent whose key is null would find what has a null.
sqlite3 nulls.db "create table staff (id integer primary key, badge text unique);
	create table skills (id integer primary key, code text);
	create table skill_staff (badge text references staff(badge), skill_id int references skills);
	insert into staff values (1, null); insert into skills values (1, 'x'); insert into skill_staff values (null, 1)"
settled nulls
ok "nulls: the table between is a model" test -e nulls/Models/SkillStaff.php
is "nulls: no relation finds a row that SQL does not join" \
	"$(tell nulls 'echo App\Models\Staff::first()->skillStaff()->count();')" 0

# A key that makes two of one would make a pivot of the table.
sqlite3 grown.db "create table users (id integer primary key);
	create table notes (id integer primary key, user_id int not null references users)"
settled grown
grep -h function grown/Models/*.php | sort >before
sqlite3 grown.db "alter table notes add author_id int references users"
exits "grown: generate with another key" 0 generate grown
is "grown: no relation is gone" "$(grep -h function grown/Models/*.php | sort | comm -23 before -)" ""
exits "grown: is fresh" 0 generate grown --check

# So would a further key, or a column, of a table that is one already.
sqlite3 pivot.db "create table posts (id integer primary key); create table tags (id integer primary key); create table users (id integer primary key);
	create table post_tag (post_id int not null references posts, tag_id int not null references tags, primary key (post_id, tag_id));
	create table tag_user (tag_id int not null references tags, user_id int not null references users)"
settled pivot
grep -h function pivot/Models/*.php | sort >before
sqlite3 pivot.db "alter table post_tag add user_id int references users; alter table tag_user add note text;
	insert into posts values (1); insert into tags values (2); insert into users values (3); insert into post_tag values (1, 2, 3); insert into tag_user values (2, 3, 'x')"
exits "pivot: generate with more" 0 generate pivot
is "pivot: no relation is gone" "$(grep -h function pivot/Models/*.php | sort | comm -23 before -)" ""
exits "pivot: is fresh" 0 generate pivot --check
is "pivot: rows, payload, and the relations of the new key" \
	"$(tell pivot 'use App\Models\{Post, Tag, User}; $pivot = Post::first()->tags->first()->pivot;
		echo $pivot::class, " ", $pivot->user_id, " ", $pivot->user->id, " ", User::first()->postTags->first()->post_id, " ", Tag::first()->users->first()->pivot->note, " ";
		Post::first()->tags()->sync([2 => ["user_id" => null]]); echo json_encode(App\Models\PostTag::all());')" \
	'App\Models\PostTag 3 3 1 x [{"post_id":1,"tag_id":2,"user_id":null}]'

# Keys of tables that were not read: who makes rows has to know some.
sqlite3 part.db "create table users (id integer primary key); create table rooms (a int not null, b int not null, primary key (a, b));
	create table posts (id integer primary key, user_id int not null references users, editor_id int references users, title text not null);
	create table notes (id integer primary key, post_id int not null references posts, a int not null, b int not null, foreign key (a, b) references rooms)"
exits "part: generate two of four tables" 0 generate part --tables posts,notes
is "part: factories name what they cannot make" "$(sed -n 's/^ *\* To be given .*has no model: //p' part/Factories/{Note,Post}Factory.php | paste -sd' ')" "a. b. user_id."
is "part: and give it no value" "$(grep -ho "^ *'.*' =>" part/Factories/*.php | tr -d ' =>' | paste -sd' ')" "'post_id' 'title'"
is "part: rows are made with it" \
	"$(tell part 'use App\Models\{Note, Post}; $post = Post::factory()->create(["user_id" => 1]);
		echo Note::factory()->for($post)->create(["a" => 1, "b" => 2])->post->title === $post->title ? "made" : "other";')" made
