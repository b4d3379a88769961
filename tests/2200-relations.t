#!/bin/bash
# emgen-relations: which relations the keys of a schema stand for, and names.
. "${0%/*}/lib.sh"

# relations SQL [OPTION...]: what the schema gives, a line a relation.
relations() {
	local sql=$1
	shift
	rm -f t.db
	sqlite3 t.db "$sql"
	emgen introspect sqlite:t.db "$@" 2>introspect.err | emgen relations 2>err | tee out.ndjson | show
}

show() {
	jq -r 'select(.type == "RelationshipsDetected") | .data as $d |
		($d.role | if . == "model" then empty else "\($d.table.name) is a \(.)" end),
		($d.relationships[] | [$d.table.name, .kind, .name, (.related.name // ""),
		(.foreignKey | join(",")), ((.ownerKey // .localKey // []) | join(",")),
		(if .primary == false then "not primary" else "" end),
		(if .nullable then "nullable" else "" end),
		(if .pivot then "\(.pivot.name):\(.pivot.foreignPivotKey[0]),\(.pivot.relatedPivotKey[0])" + (.pivot.columns | map(" " + .) | join("")) + (if .pivot.timestamps then " timestamps" else "" end) + (if .pivot.model then " model" else "" end) else "" end)]
		| map(select(. != "")) | join(" "))'
}

users='create table users (id integer primary key, code text not null unique, name text);'

is "a key gives belongsTo and hasMany" "$(relations "$users
	create table posts (id integer primary key, user_id int not null references users);")" \
"posts belongsTo user users user_id id
users hasMany posts posts user_id id"

is "a unique key gives hasOne, a nullable column a nullable belongsTo" "$(relations "$users
	create table profiles (id integer primary key, user_id int unique references users);")" \
"profiles belongsTo user users user_id id nullable
users hasOne profile profiles user_id id nullable"

is "a shared primary key gives hasOne" "$(relations "$users
	create table accounts (user_id integer primary key references users (id));")" \
"accounts belongsTo user users user_id id
users hasOne account accounts user_id id nullable"

is "a key to a unique key that is not the primary key" "$(relations "$users
	create table notes (id integer primary key, user_code text references users (code));")" \
"notes belongsTo user users user_code code not primary nullable
users hasMany notes notes user_code code not primary"

is "several keys to one table: the conventional one keeps the plain name" "$(relations "$users
	create table requests (id integer primary key, approver_id int references users,
		user_id int references users, created_by int references users);")" \
"requests belongsTo approver users approver_id id nullable
requests belongsTo user users user_id id nullable
requests belongsTo createdBy users created_by id nullable
users hasMany approverRequests requests approver_id id
users hasMany requests requests user_id id"

is "what joins two tables is not called as one of them, although it begins with the other" "$(relations "
	create table kits (id integer primary key);
	create table accessories (id integer primary key);
	create table kits_accessories (id integer primary key, kit_id int not null references kits, accessory_id int not null references accessories, pieces int not null);
	create table kit_parts (id integer primary key, kit_id int not null references kits, accessory_id int references accessories, spare_kit_id int references kits);
	create table accessory_kit (id integer primary key, accessory_id int not null unique references accessories, kit_id int references kits, spare_kit_id int references kits);
" | grep has)" \
"accessories hasOne accessoryKit accessory_kit accessory_id id nullable
accessories hasMany kitParts kit_parts accessory_id id
accessories hasMany kitsAccessories kits_accessories accessory_id id
kits hasMany accessoryKits accessory_kit kit_id id
kits hasMany spareKitAccessoryKits accessory_kit spare_kit_id id
kits hasMany parts kit_parts kit_id id
kits hasMany spareKitParts kit_parts spare_kit_id id
kits hasMany kitsAccessories kits_accessories kit_id id"

is "audit columns have an inverse when asked for" "$(relations "$users
	create table requests (id integer primary key, created_by int references users);" --audit-inverses | grep hasMany)" \
"users hasMany requests requests created_by id"

# The prefix is that of the configuration read last, also when tables have come before it.
rm -f t.db; sqlite3 t.db "create table wp_users (id integer primary key);
	create table wp_posts (id integer primary key, user_id int not null references wp_users)"
emgen introspect sqlite:t.db --prefix wp_ >prefix.ndjson
is "a prefix told behind the tables" \
	"$(jq -cs '.[1:-1] + [.[0], .[-1]] | .[]' prefix.ndjson | emgen relations | show)" \
"wp_posts belongsTo user wp_users user_id id
wp_users hasMany posts wp_posts user_id id"

# --- keys that only names tell ---

infer() { relations "$1" --infer-relations; }

is "without foreign keys there are no relations" "$(relations "$users
	create table posts (id integer primary key, user_id int);")" ""

is "unless they are asked for" "$(infer "$users
	create table posts (id integer primary key, user_id int not null, authorUserId int, title text);
	create table profiles (id integer primary key, USER_ID int unique);")" \
"posts belongsTo user users user_id id nullable
posts belongsTo authorUser users authorUserId id nullable
profiles belongsTo user users USER_ID id nullable
users hasMany posts posts user_id id
users hasMany authorUserPosts posts authorUserId id
users hasOne profile profiles USER_ID id nullable"

is "evidence and confidence say so" "$(jq -r 'select(.type == "RelationshipsDetected").data.relationships[] |
	select(.kind == "belongsTo") | [.foreignKey[0], .evidence, .confidence] | join(" ")' out.ndjson)" \
"user_id naming 0.9
authorUserId naming 0.7
USER_ID naming 0.9"

is "who did something is a user, and needs no inverse" "$(infer "$users
	create table posts (id integer primary key, created_by int, APPROVED_BY int, writtenBy int, edited_by int references posts, deleted_by text, group_by int, by int, divided int);")" \
"posts belongsTo createdBy users created_by id nullable
posts belongsTo approvedBy users APPROVED_BY id nullable
posts belongsTo writtenByRelation users writtenBy id nullable
posts belongsTo editedBy posts edited_by id nullable"
is "but not where there are none" "$(infer "create table people (id integer primary key); create table posts (id integer primary key, created_by int);")" ""

is "foreign keys are believed first" "$(infer "$users
	create table people (id integer primary key);
	create table posts (id integer primary key, user_id int references people);")" \
"people hasMany posts posts user_id id
posts belongsTo user people user_id id nullable"

is "a pivot is one" "$(infer "$users
	create table roles (id integer primary key);
	create table role_user (role_id int, user_id int, primary key (role_id, user_id));")" \
"role_user is a pivot
roles belongsToMany users users role_id id role_user:role_id,user_id
users belongsToMany roles roles user_id id role_user:user_id,role_id"

is "parents, a shared key, a key that is not called id" "$(infer "
	create table category (category_id integer primary key, parent_id int);
	create table category_texts (category_id integer primary key, body text);")" \
"category belongsTo parent category parent_id category_id nullable
category hasMany children category parent_id category_id
category hasOne text category_texts category_id category_id nullable
category_texts belongsTo category category category_id category_id nullable"

is "with a prefix" "$(rm -f t.db; sqlite3 t.db "create table wp_users (id integer primary key);
	create table wp_posts (id integer primary key, user_id int);"
	emgen introspect sqlite:t.db --prefix wp_ --infer-relations | emgen relations | show)" \
"wp_posts belongsTo user wp_users user_id id nullable
wp_users hasMany posts wp_posts user_id id"

is "morphs, other kinds, views, composite and shared names are none" "$(infer "$users
	create table tags (id integer primary key, user_type text, user_id int);
	create table logs (id integer primary key, user_id text, tag_uuid text, void int, id_user int);
	create table pairs (a int, b int, primary key (a, b));
	create table notes (id integer primary key, pair_id int, thing_id int, word_id int);
	create table thing (id integer primary key);
	create table things (id integer primary key);
	create view words as select 1 as id, 1 as user_id;")" ""

# --- morphs ---

morphs="create table posts (id integer primary key);
	create table videos (id integer primary key);
	create table comments (id integer primary key, commentable_type text not null, commentable_id int not null);
	create index c on comments (commentable_type, commentable_id);"

is "an index over a type and an id is a morph" "$(relations "$morphs")" \
"comments morphTo commentable commentable_id nullable"
is "with its evidence" "$(jq -c 'select(.type == "RelationshipsDetected").data.relationships[] | [.morph, .evidence, .confidence]' out.ndjson)" \
'[{"name":"commentable","type":"commentable_type"},"morph",0.9]'
ok "the event keeps its schema" emgen validate out.ndjson

is "the user says where it leads to" "$(relations "$morphs" --morph 'comments.commentable=posts, videos')" \
"comments morphTo commentable commentable_id nullable
posts morphMany comments comments commentable_id id
videos morphMany comments comments commentable_id id"
ok "and its inverse" emgen validate out.ndjson

is "a key over both gives morphOne, however they are written" "$(relations "
	create table \"Posts\" (id integer primary key);
	create table \"Images\" (id integer primary key, \"OwnerType\" text, \"OwnerId\" int, unique (\"OwnerId\", \"OwnerType\"));" \
	--morph Images.Owner=Posts)" \
"Images morphTo owner OwnerId nullable
Posts morphOne image Images OwnerId id nullable"

is "beside a key to the same table" "$(relations "$users
	create table comments (id integer primary key, user_id int references users,
		commentable_type text, commentable_id int, unique (user_id, commentable_type, commentable_id));" \
	--morph comments.commentable=users)" \
"comments belongsTo user users user_id id nullable
comments morphTo commentable commentable_id nullable
users hasMany comments comments user_id id
users morphMany commentableComments comments commentable_id id"

unsure="create table posts (id integer primary key);
	create table comments (id integer primary key, commentable_type text, commentable_id int);
	create table accounts (id integer primary key, user_type text, user_id int);
	create table files (id integer primary key, post_type text, post_id int references posts, unique (post_type, post_id));
	create table days (id integer primary key, day_type date, day_id int, unique (day_type, day_id));
	create table states (id integer primary key, item_type text check (item_type in ('a', 'b')), item_id int, unique (item_type, item_id));
	create view pairs as select commentable_type, commentable_id from comments;"
is "names alone are none" "$(relations "$unsure")" \
"files belongsTo post posts post_id id nullable
posts hasMany files files post_id id"
is "unless asked for, and then of what can be done to something" "$(infer "$unsure" | grep morph)" \
"comments morphTo commentable commentable_id nullable"
is "or named" "$(relations "$unsure" --morph states.item=posts --morph accounts.user=posts | grep morph)" \
"accounts morphTo user user_id nullable
posts morphMany accounts accounts user_id id
posts morphOne state states item_id id nullable
states morphTo item item_id nullable"

is "a type and a text among other columns of an index are some code" "$(relations "
	create table repos (id integer primary key, external_service_type text, external_service_id text, external_id text,
		unique (external_service_type, external_service_id, external_id));
	create table accounts (service_type text, service_id text, client_id text, primary key (service_type, service_id, client_id));
	create table notes (id integer primary key, subject_type text, subject_id text);
	create index n on notes (subject_id, subject_type);
	create table likes (user_id int, likeable_type text, likeable_id text, unique (user_id, likeable_type, likeable_id));
	create table roles (role_id int, model_type text, model_id uuid, primary key (role_id, model_id, model_type));")" \
"likes morphTo likeable likeable_id nullable
notes morphTo subject subject_id nullable
roles morphTo model model_id nullable"

is "a name that is taken, and one from emgen.lock" "$(cat >emgen.lock <<'L'
["relation","notes.subject_id","about"]
L
	relations "create table notes (id integer primary key, subject_type text, subject_id int, unique (subject_type, subject_id));
	create table likes (id integer primary key, thing text, thing_type text, thing_id int, unique (thing_type, thing_id));")" \
"likes morphTo thingRelation thing_id nullable
notes morphTo about subject_id nullable"
rm emgen.lock

is "what is named and cannot be is said" "$(relations "$morphs
	create table words (word text primary key);
	create table pairs (a int, b int, primary key (a, b));" --morph comments.commentable=nothing,words,pairs,posts --morph comments.x=posts --morph elsewhere.x=posts --morph nowhere=posts
	cat err)" \
"comments morphTo commentable commentable_id nullable
posts morphMany comments comments commentable_id id
emgen-relations: warning: comments.x: no columns x_type and x_id that can be a morph
emgen-relations: warning: elsewhere.x: there is no table elsewhere
emgen-relations: warning: nowhere: not TABLE.NAME, as that of a morph is
emgen-relations: warning: comments (commentable_id) to nothing: the table was not read: no relation
emgen-relations: warning: comments (commentable_id) to words: its key is of another kind: no relation
emgen-relations: warning: comments (commentable_id) to pairs: the table has no such key: no relation"

is "why a key that names no column of its parent's is none" "$(relations "create table parents (a int, b int, primary key (a, b));
	create table children (id integer primary key, x int references parents, y int references parents (c), z int references strangers);"
	cat err)" \
"emgen-relations: warning: children (x) to parents: the table has no such key: no relation
emgen-relations: warning: children (y) to parents: the table has no such key: no relation
emgen-relations: warning: children (z) to strangers: the table was not read: no relation"

is "a table that is not there may be one that is" "$(relations "$morphs" --morph coments.commentable=posts >/dev/null; cat err)" \
	"emgen-relations: warning: coments.commentable: there is no table coments; did you mean comments?"
is "unless it was not asked for" "$(relations "$morphs" --morph posts.commentable=users --tables comments >/dev/null; cat err)" ""

# --- names of relations that are not there ---

chosen() { relations "$users
	create table tags (id integer primary key);
	create table posts (id integer primary key, user_id int references users);
	create table post_tag (post_id int references posts, tag_id int references tags)" "$@" >/dev/null; cat err; }
is "names of relations that are there" "$(chosen --relation posts.user_id=author --relation 'users<posts.user_id=articles' \
	--relation 'posts<>post_tag.post_id.tag_id=labels')" ""
is "of those that are not there it is said" "$(chosen --relation posts.usr_id=author --relation 'users<psots.user_id=articles' \
	--relation 'posts<>post_tag.post_id.tags_id=labels' --relation x=y)" \
"emgen-relations: warning: posts.usr_id=author: there is no such relation; did you mean posts.user_id?
emgen-relations: warning: users<psots.user_id=articles: there is no such relation; did you mean users<posts.user_id?
emgen-relations: warning: posts<>post_tag.post_id.tags_id=labels: there is no such relation; did you mean posts<>post_tag.post_id.tag_id?
emgen-relations: warning: x=y: there is no such relation"
is "but not of tables that were not asked for" "$(chosen --relation posts.usr_id=author --relation 'users<posts.user_id=articles' \
	--relation 'posts<>post_tag.post_id.tags_id=labels' --tables users,tags)" ""

# --- through another table ---

geo="create table countries (id integer primary key, code text not null unique);
	create table users (id integer primary key, login text not null unique, country_code text references countries (code), created_by int references users);
	create table posts (id integer primary key, user_login text not null references users (login));
	create table phones (id integer primary key, user_id int unique references users);
	create table logs (id integer primary key, created_by int references users);"

through() { relations "$@" | grep Through; }

is "nothing goes through a table unless asked for" "$(through "$geo")" ""
is "what is behind the children of a table that is named" "$(through "$geo" --through 'count*')" \
"countries hasManyThrough phones phones user_id code not primary
countries hasManyThrough posts posts user_login code not primary"
is "with all of its keys" "$(jq -c 'select(.type == "RelationshipsDetected").data.relationships[] | select(.through) |
	[.key, .through.name, .through.foreignKey[0], .through.localKey[0], .through.primary, .evidence]' out.ndjson)" \
'["countries<users.country_code<phones.user_id","users","country_code","id",true,"foreign-key"]
["countries<users.country_code<posts.user_login","users","country_code","login",false,"foreign-key"]'
ok "the event keeps its schema" emgen validate out.ndjson

is "of unique keys only there is one" "$(through "create table a (id integer primary key);
	create table b (id integer primary key, a_id int unique references a);
	create table c (id integer primary key, b_id int unique references b);" --through '*')" \
"a hasOneThrough c c b_id id nullable"

is "names that are taken, and several keys" "$(through "$users
	create table posts (id integer primary key, user_id int references users, editor_id int references users);
	create table comments (id integer primary key, post_id int references posts, user_id int references users,
		reply_to_id int references posts);" --through users)" \
"users hasManyThrough editorComments comments post_id id
users hasManyThrough postComments comments post_id id
users hasManyThrough editorReplyToComments comments reply_to_id id
users hasManyThrough replyToComments comments reply_to_id id"

is "not by way of itself, of a pivot, of who did it, of a morph" "$(through "$users
	create table folders (id integer primary key, parent_id int references folders, user_id int references users);
	create table roles (id integer primary key, folder_id int references folders);
	create table role_user (role_id int references roles, user_id int references users, primary key (role_id, user_id));
	create table files (id integer primary key, created_by int references roles, owner_type text, owner_id int, unique (owner_type, owner_id));" \
	--through '*' --morph files.owner=folders)" \
"users hasManyThrough folderRoles roles folder_id id"

through "create table countries (id integer primary key); create table cities (id int)" --through contries,nothing,no*,cities
is "a table that there is not is named" "$(cat err)" \
	"emgen-relations: warning: through contries: there is no table contries; did you mean countries?
emgen-relations: warning: through nothing: there is no table nothing"
through "create table countries (id integer primary key); create table cities (id int)" --through countries --tables cities
is "one that is not read is none" "$(cat err)" ""

is "emgen.lock keeps its name" "$(echo '["relation","a<b.a_id<c.b_id","grandchildren"]' >emgen.lock
	through "create table a (id integer primary key); create table b (id integer primary key, a_id int references a);
	create table c (id integer primary key, b_id int references b);" --through a)" \
"a hasManyThrough grandchildren c b_id id"
rm emgen.lock

is "self references" "$(relations "create table a (id integer primary key, parent_id int references a);
	create table employees (EmployeeId integer primary key, ReportsTo int references employees);")" \
"a belongsTo parent a parent_id id nullable
a hasMany children a parent_id id
employees belongsTo reportsTo employees ReportsTo EmployeeId nullable
employees hasMany employees employees ReportsTo EmployeeId"

relations "create table a (id integer primary key, b_id int not null references b);
	create table b (id integer primary key, a_id int not null references a, d_id int not null references d);
	create table c (id integer primary key, a_id int not null references a);
	create table d (id integer primary key, e_id int not null references e, self_id int not null references d);
	create table e (id integer primary key, d_id int references d);
	create table f (id integer primary key, self_id int references f, c_id int references c);" >/dev/null
is "required keys that lead back are said" "$(jq -r 'select(.type == "RelationshipsDetected") | .data.relationships[] |
	select(.cycle) | .key' out.ndjson | tr '\n' ' ')" "a.b_id b.a_id b.d_id d.self_id "

is "a column without a suffix never gives its own name" "$(relations "create table torrents (id integer primary key);
	create table peers (id integer primary key, torrent int references torrents);" | head -1)" \
"peers belongsTo torrentRelation torrents torrent id nullable"

products='create table orders (id integer primary key); create table products (id integer primary key, sku text unique);'
is "a pure pivot has no class, and belongsToMany on both sides" "$(relations "$products
	create table order_product (order_id int references orders, product_id int references products,
		created_at datetime, updated_at datetime);")" \
"order_product is a pivot
orders belongsToMany products products order_id id order_product:order_id,product_id timestamps
products belongsToMany orders orders product_id id order_product:product_id,order_id timestamps"

is "an id of its own changes nothing in a pure pivot" "$(relations "$products
	create table order_product (id integer primary key, order_id int references orders, product_id int references products);" | head -1)" \
"order_product is a pivot"

is "payload and a key on the pair: a pivot with a class" "$(relations "$products
	create table order_product (order_id int references orders, product_id int references products,
		quantity int, primary key (order_id, product_id));")" \
"order_product is a pivotModel
orders belongsToMany products products order_id id order_product:order_id,product_id quantity model
products belongsToMany orders orders product_id id order_product:product_id,order_id quantity model"

is "payload and an id: a model with hasMany on both sides too" "$(relations "$products
	create table order_product (id integer primary key, order_id int not null references orders,
		product_id int not null references products, quantity int, unique (order_id, product_id));")" \
"order_product belongsTo order orders order_id id
order_product belongsTo product products product_id id
orders hasMany orderProducts order_product order_id id
orders belongsToMany products products order_id id order_product:order_id,product_id quantity
products hasMany orderProducts order_product product_id id
products belongsToMany orders orders product_id id order_product:product_id,order_id quantity"

is "payload without a key on the pair is no pivot" "$(relations "$products
	create table reviews (id integer primary key, order_id int not null references orders,
		product_id int not null references products, body text);" | grep -c belongsToMany)" 0

is "a pivot that another table refers to is a model" "$(relations "$products
	create table order_product (id integer primary key, order_id int not null references orders, product_id int not null references products);
	create table shipments (id integer primary key, order_product_id int not null references order_product);" | grep shipments)" \
"order_product hasMany shipments shipments order_product_id id
shipments belongsTo orderProduct order_product order_product_id id"

is "a unique key on one side makes it no pivot" "$(relations "$products
	create table order_product (id integer primary key, order_id int unique references orders, product_id int references products);" | grep -c 'is a')" 0

is "three keys are no pivot" "$(relations "$users $products
	create table x (order_id int references orders, product_id int references products, user_id int references users);" | grep -c 'belongsToMany')" 0

is "a pivot of a table with itself is named by role" "$(relations "$users
	create table follows (follower_id int references users, followed_id int references users, primary key (follower_id, followed_id));")" \
"follows is a pivot
users belongsToMany followeds users follower_id id follows:follower_id,followed_id
users belongsToMany followers users followed_id id follows:followed_id,follower_id"

relations "create table p (a int, b int, primary key (a, b));
	create table c (id integer primary key, pa int, pb int, x int references missing (id), foreign key (pa, pb) references p);" >shown
is "a composite key and one to nowhere give no relation" "$(cat shown)" ""
like "the composite key is said" err '^emgen-relations: warning: c \(pa, pb\) to p: .*no relation$'
like "the key to nowhere is said" err '^emgen-relations: warning: c \(x\) to missing: .*no relation$'
is "and both are in the event" "$(jq -r 'select(.data.warnings) | .data.warnings[]' out.ndjson | wc -l)" 2

# The order of the tables in the stream does not matter.
schema="$users $products
	create table order_product (order_id int references orders, product_id int references products);
	create table posts (id integer primary key, title text, user_id int references users, editor_id int references users);"
rm -f t.db
sqlite3 t.db "$schema"
emgen introspect sqlite:t.db >straight 2>/dev/null
{ grep -v TableAnalyzed straight | head -2; grep '"type":"TableAnalyzed"' straight | tac; tail -1 straight; } >shuffled
is "the stream was turned round" "$(grep -c TableAnalyzed shuffled)" "$(grep -c TableAnalyzed straight)"
emgen relations straight | show >straight.out
emgen relations shuffled | show >shuffled.out
same "the order of tables does not matter" shuffled.out straight.out
ok "each table is followed by its relations" bash -c 'emgen relations "$1" | grep -v -e GenerationConfigured -e SchemaAn | jq -r "[.type, .subject] | join(\" \")" |
	awk "NR % 2 { t = \$2; if (\$1 != \"TableAnalyzed\") exit 1; next } \$1 != \"RelationshipsDetected\" || \$2 != t { exit 1 }"' - straight

# A stream that has been through the stage once gives the same again.
emgen relations straight >once 2>/dev/null
emgen relations once >twice 2>/dev/null
is "a stage replaces its own output" "$(show <twice)" "$(show <once)"
is "with the same ids" "$(jq -r .id twice)" "$(jq -r .id once)"

# Names over time: emgen.lock keeps them.
posts="create table posts (id integer primary key, title text, editor_id int references users"
rm -f t.db
sqlite3 t.db "$users $posts);"
emgen introspect sqlite:t.db 2>/dev/null | emgen relations | show >before
printf '%s\n' '["relation","posts.editor_id","editor"]' '["relation","users<posts.editor_id","posts"]' >emgen.lock
rm -f t.db
sqlite3 t.db "$users $posts, user_id int references users);"
emgen introspect sqlite:t.db 2>/dev/null | emgen relations | show >after
like "without a second key the name is plain" before '^users hasMany posts posts editor_id'
like "a new key does not rename what exists" after '^users hasMany posts posts editor_id'
like "the new one is qualified" after '^users hasMany userPosts posts user_id'
rm emgen.lock
emgen introspect sqlite:t.db 2>/dev/null | emgen relations | show >fresh
like "without the lock the conventional key has the plain name" fresh '^users hasMany posts posts user_id'

relations "$users
	create table posts (id integer primary key, user_id int not null references users, title text);
	create table post_user (post_id int references posts, user_id int references users);" >shown
like "the children by the conventional key keep the name from a pivot" shown '^users hasMany posts posts user_id'
like "and the pivot is named by its own" shown '^users belongsToMany postUserPosts|^users belongsToMany [a-zA-Z]+ posts'

is "a uuid of its own is made by a class" "$(relations "$products
	create table order_product (id char(36) primary key not null, order_id int references orders, product_id int references products);" | head -2)" \
"order_product is a pivotModel
orders belongsToMany products products order_id id order_product:order_id,product_id model"

is "and given by the user where rows have a model" "$(relations "$products
	create table order_product (id char(36) primary key not null, order_id int references orders, product_id int references products);
	create table shipments (order_product_id char(36) references order_product);" | grep orders.belongsToMany)" \
"orders belongsToMany products products order_id id order_product:order_id,product_id id"

is "a key that nobody makes is payload, and its own" "$(relations "$products
	create table order_product (code text primary key not null, order_id int not null references orders, product_id int not null references products, unique (order_id, product_id));" | grep -e ' is a' -e belongsToMany)" \
"orders belongsToMany products products order_id id order_product:order_id,product_id code
products belongsToMany orders orders product_id id order_product:product_id,order_id code"

is "seconds since 1970 need the date format of a class" "$(relations "$products
	create table order_product (order_id int not null references orders, product_id int not null references products, created_at int, updated_at int, primary key (order_id, product_id));" | head -2)" \
"order_product is a pivotModel
orders belongsToMany products products order_id id order_product:order_id,product_id timestamps model"

is "and without one are columns as others" "$(relations "$products
	create table order_product (order_id int references orders, product_id int references products, created_at int, updated_at int);" | grep -e ' is a' -e orders.belongsToMany)" \
"orders belongsToMany products products order_id id order_product:order_id,product_id created_at updated_at"

is "a unique pair that may be null tells no rows apart" "$(relations "$products
	create table order_product (order_id int references orders, product_id int references products, quantity int, unique (order_id, product_id));" | grep -e ' is a' -e orders.has)" \
"orders hasMany orderProducts order_product order_id id"

is "who wrote a row is not joined by it" "$(relations "$users
	create table drafts (id integer primary key, user_id int references users, created_by int references users);" | grep -e ' is a' -e users.has)" \
"users hasMany drafts drafts user_id id"

is "who logs in is a model" "$(relations "$products
	create table staff (order_id int not null references orders, product_id int not null references products, password text, remember_token text, primary key (order_id, product_id));" | grep -e ' is a' -e orders.hasMany)" \
"orders hasMany staff staff order_id id"

is "a key that is said twice is one" "$(relations "$products
	create table order_product (order_id int references orders, product_id int references products, foreign key (order_id) references orders (id));" | head -1)" \
"order_product is a pivot"

# What exists stays, whatever is added: every table gets a key to one of them, by
# a conventional name or by one of its own, or a plain column.
cat >many.sql <<'S'
create table users (id integer primary key, code text not null unique, boss_id int references users);
create table products (id integer primary key, user_id int references users, created_by int references users);
create table product_tag (product_id int not null references products, tag_id int not null references tags, primary key (product_id, tag_id));
create table tags (id integer primary key, parent_id int references tags);
create table tag_user (tag_id int not null references tags, user_id int not null references users, weight int, primary key (tag_id, user_id));
create table follows (follower_id int references users, followed_id int references users);
create table profiles (user_id integer primary key references users, avatar_id int references products);
create table reviews (id integer primary key, product_id int not null references products, user_code text not null references users (code), unique (product_id, user_code));
S
named() {
	emgen introspect sqlite:many.db 2>/dev/null | emgen relations 2>/dev/null | jq -r 'select(.type == "RelationshipsDetected") |
		.data.relationships[] | [.kind, .related.name, (.foreignKey | join(",")), .pivot.name, .key, .name] | @tsv' | sort
}
remember() {
	cut -f 5,6 "$1" | jq -cR '["relation"] + (. / "\t")' >emgen.lock
}
rm -f many.db
sqlite3 many.db <many.sql
named >base
tables='users products product_tag tags tag_user follows profiles reviews'
gone='' again=''
for to in $tables ''; do
	for column in "${to%s}_id" "$to${to:+_}extra"; do
		rm -f many.db
		sqlite3 many.db <many.sql
		for table in $tables; do
			sqlite3 many.db "alter table $table add $column int ${to:+references $to}" 2>/dev/null
		done
		remember base
		named >grown
		gone+=$(comm -23 base grown | sed "s/^/$column to $to: /")
		remember grown
		named >later
		cmp -s grown later || again+=" $column"
	done
done
is "no key and no column renames or removes a relation" "$gone" ""
is "and the next run says the same" "$again" ""
rm emgen.lock

# The column may have a second key: it is the new one that gets another name.
rm -f many.db
sqlite3 many.db "create table users (id integer primary key); create table accounts (id integer primary key);
	create table notes (id integer primary key, owner_id int references users)"
named >base
remember base
rm many.db
sqlite3 many.db "create table users (id integer primary key); create table accounts (id integer primary key);
	create table notes (id integer primary key, owner_id int references users references accounts)"
named >grown
is "a second key of a column takes no name" "$(comm -23 base grown)" ""
rm emgen.lock

# Without its end an analysis says nothing of relations, and no table goes on as one that has none.
sqlite3 end.db "create table as_ (id integer primary key); create table bs (id integer primary key, a_id int references as_)"
emgen introspect sqlite:end.db >end.ndjson
head -n -1 end.ndjson | emgen relations >cut.ndjson 2>err
is "an analysis that does not end" "$? $(jq -r .type cut.ndjson | paste -sd' ')" "111 GenerationConfigured SchemaAnalysisStarted"
