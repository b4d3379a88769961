#!/bin/bash
# Numbers that are more than PHP's integers, or that it does not write in full:
# what Eloquent does with those of a real server.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# by_mariadb NAME: what the script says of the models of that database.
by_mariadb() {
	tell "$1" "mariadb:unix_socket=$mariadb_socket;dbname=$1;user=root"
}

# --- A default that is more ---

sql <<'S'
CREATE DATABASE masks;
USE masks;
CREATE TABLE masks (id int AUTO_INCREMENT PRIMARY KEY,
	few bit(8) NOT NULL DEFAULT b'101',
	most bit(63) NOT NULL DEFAULT b'111111111111111111111111111111111111111111111111111111111111111',
	word bit(64) NOT NULL DEFAULT b'1000000000000000000000000000000000000000000000000000000000000001',
	number bigint unsigned NOT NULL DEFAULT 18446744073709551615);
S
exits "masks: generate" 0 emit masks "$(dsn masks)"
is "a new row has what the database gives it" "$(by_mariadb masks <<'P'
<?php
use App\Models\Mask;

echo json_encode((new Mask)->getAttributes())."\n";
Mask::create();
echo json_encode(Mask::sole()->only('few', 'most', 'word', 'number'));
P
)" '{"few":5,"most":9223372036854775807,"number":"18446744073709551615"}
{"few":5,"most":9223372036854775807,"word":"9223372036854775809","number":"18446744073709551615"}'

# --- A key that is more ---

sql <<'S'
CREATE DATABASE digests;
USE digests;
CREATE TABLE digests (id bigint unsigned PRIMARY KEY, name varchar(9) NOT NULL,
	parent_id bigint unsigned, FOREIGN KEY (parent_id) REFERENCES digests (id));
INSERT INTO digests VALUES (5, 'a', NULL), (18446744073709551615, 'b', 5),
	(9223372036854775808, 'c', 18446744073709551615), (18446744073709551614, 'd', 18446744073709551615);
S
exits "digests: generate" 0 emit digests "$(dsn digests)"
is "nothing has to be said" "$(grep warning err)" ""
is "its rows are found, together, and with what belongs to them" "$(by_mariadb digests <<'P'
<?php
use App\Models\Digest;

$all = Digest::with('parent', 'children')->orderBy('name')->get();
echo json_encode($all->map(fn ($digest) => [$digest->name, $digest->parent?->name, $digest->children->pluck('name')->sort()->join('')]))."\n";
echo json_encode(Digest::findMany($all->modelKeys())->pluck('name')->sort()->values())."\n";
echo Digest::find('18446744073709551615')->name.Digest::find(5)->name."\n";
$all->fresh()->each(fn ($digest) => $digest->update(['name' => $digest->name.'!']));
Digest::find('9223372036854775808')->children()->create(['id' => '9223372036854775809', 'name' => 'e']);
echo json_encode(Digest::orderBy('name')->get()->map->only('name', 'parent_id')->pluck('parent_id', 'name'));
P
)" '[["a",null,"b"],["b","a","cd"],["c","b",""],["d","b",""]]
["a","b","c","d"]
ba
{"a!":null,"b!":5,"c!":"18446744073709551615","d!":"18446744073709551615","e":"9223372036854775808"}'

# --- A key that is a float ---

tables='CREATE TABLE readings (id double precision PRIMARY KEY, v int);
CREATE TABLE plain (id int PRIMARY KEY, x double precision);
CREATE TABLE cells (x double precision, y int, v int, PRIMARY KEY (x, y));'
warnings="emgen-define: warning: cells: x of the key is a float: a row is found only if PHP's digits are those of its value; update() of another changes nothing and returns true
emgen-define: warning: readings: id of the key is a float: a row is found only if PHP's digits are those of its value; update() of another changes nothing and returns true"
sql -e "CREATE DATABASE readings; USE readings; $tables"
exits "readings: generate" 0 emit readings "$(dsn readings)"
is "MariaDB: which rows are not found is said" "$(grep float err)" "$warnings"
sqlite3 readings.db "$tables"
exits "readings of SQLite: generate" 0 emit of_sqlite sqlite:readings.db
is "SQLite: which rows are not found is said" "$(grep float err)" "$warnings"

pg_create readings
pg readings -c "$tables INSERT INTO readings VALUES (0.1::float8 + 0.2::float8, 1); INSERT INTO cells VALUES (0.1::float8 + 0.2::float8, 1, 1)"
exits "readings of PostgreSQL: generate" 0 emit of_pgsql "$(pg_dsn readings)"
is "PostgreSQL: which rows are not found, and by which PHP, is said" "$(grep float err)" "${warnings//float: a row/float: from PHP 8.4 on a row}"
is "PostgreSQL: before that its digits stay as they are" "$(tell of_pgsql "pgsql:host=$pg_dir;port=$pg_port;dbname=readings;user=postgres" <<'P'
<?php
use App\Models\{Cell, Plain, Reading};

Reading::find(Reading::sole()->id)->update(['v' => 2]);
Cell::sole()->update(['v' => 2]);
echo json_encode([Reading::sole()->only('id', 'v'), Cell::sole()->v, Plain::create(['id' => 1, 'x' => 0.5])->fresh()->x]);
P
)" '[{"id":"0.30000000000000004","v":2},2,0.5]'

# --- Rows that come together by such keys ---

tables='CREATE TABLE levels (id double precision PRIMARY KEY, name varchar(9) NOT NULL);
CREATE TABLE marks (id int PRIMARY KEY, level_id double precision NOT NULL, FOREIGN KEY (level_id) REFERENCES levels (id));
CREATE TABLE prices (id decimal(9, 2) PRIMARY KEY, name varchar(9) NOT NULL);
CREATE TABLE offers (id int PRIMARY KEY, price_id decimal(9, 2) NOT NULL, FOREIGN KEY (price_id) REFERENCES prices (id));'
for parent in levels prices; do tables+="INSERT INTO $parent VALUES (1.25, 'a'), (1.75, 'b');"; done
for child in marks offers; do tables+="INSERT INTO $child VALUES (1, 1.25), (2, 1.75), (3, 1.75);"; done
pg_create levels
pg levels -c "$tables"
sql -e "CREATE DATABASE levels; USE levels; $tables"
sqlite3 levels.db "$tables"

# together DSN DATABASE: rows of these tables are found ahead, and by what they hold.
together() {
	rm -rf levels
	exits "${1%%:*}: generate for Laravel $version" 0 emit levels "$1"
	is "${1%%:*}: rows come together" "$(tell levels "$2" <<'P'
<?php
use App\Models\{Level, Mark, Offer, Price};

foreach ([[Level::class, 'marks', Mark::class, 'level'], [Price::class, 'offers', Offer::class, 'price']] as [$parent, $many, $child, $one]) {
	$all = $parent::with($many)->orderBy('id')->get();
	echo json_encode([$all->pluck('id'), $all->map->$many->map->pluck('id'), $parent::findMany($all->modelKeys())->count(), $all->fresh()->except($all[0]->getKey())->count()])."\n";
	echo json_encode($child::with($one)->orderBy('id')->get()->map->$one->pluck('name'))."\n";
	echo json_encode([$all[1]->update(['name' => 'c']), $all[1]->fresh()->name, $all[1]->update(['name' => 'b'])])."\n";
}
P
)" '[["1.25","1.75"],[[1],[2,3]],2,1]
["a","b","b"]
[true,"c",true]
[["1.25","1.75"],[[1],[2,3]],2,1]
["a","b","b"]
[true,"c",true]'
}

for other in 11 12 13; do
	use_laravel "$other"
	together "$(pg_dsn levels)" "pgsql:host=$pg_dir;port=$pg_port;dbname=levels;user=postgres"
	together "$(dsn levels)" "mariadb:unix_socket=$mariadb_socket;dbname=levels;user=root"
	together sqlite:levels.db "$PWD/levels.db"
done
