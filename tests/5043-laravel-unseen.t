#!/bin/bash
# What SELECT * leaves out of a row is no ordinary part of a model: columns of
# MariaDB that are invisible, and the end of a row's validity in its key.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

exits "load" 0 load unseen "$(ddl unseen mysql)"
exits "generate" 0 emit unseen "$(dsn unseen)" --events events

is "the events tell what is invisible" "$(jq -r 'select(.type == "TableAnalyzed") | .data.table
	| .name as $table | .columns[] | select(.invisible) | "\($table).\(.name)"' events)" \
"marks.my_row_id
people.rank
people.secret
people.created_at
people.updated_at
person_team.my_row_id
teams.chief_id"
is "no key ends in when a row ends" "$(jq -c 'select(.type == "TableAnalyzed") | .data.table
	| select(.name == "rates" or .name == "conversions") | [.name, .primaryKey.columns, [.uniqueKeys[].columns]]' events)" \
'["conversions",["id"],[["rate_id"]]]
["rates",["id"],[["code"]]]'
is "a class for each table but the pivot" "$(find unseen/Models -type f -printf '%f\n' | sort | paste -sd' ')" \
	"Conversion.php Mark.php Person.php Rate.php Team.php"
is "a column may be missing, and the docblock says so" "$(grep -h Invisible unseen/Models/*)" \
" * @property int|null \$my_row_id Invisible: select it by name.
 * @property int|null \$rank Invisible: select it by name.
 * @property string|null \$secret Invisible: select it by name.
 * @property Carbon|null \$created_at Invisible: select it by name.
 * @property Carbon|null \$updated_at Invisible: select it by name.
 * @property int|null \$chief_id Invisible: select it by name."

is "what Eloquent makes of them" "$(tell unseen "mariadb:unix_socket=$mariadb_socket;dbname=unseen;user=root" <<'P'
<?php
use App\Models\{Conversion, Mark, Person, Rate, Team};
use Illuminate\Support\Facades\DB;
use Illuminate\Database\Capsule\Manager;

$say = fn (string $what, mixed $value) => print($what.': '.json_encode($value)."\n");
$say('fillable', [(new Person)->getFillable(), (new Team)->getFillable(), (new Mark)->getFillable()]);
$say('defaults', (new Person)->getAttributes());

$person = Person::create(['name' => 'Ann', 'secret' => 'x', 'rank' => 9]);
$row = Manager::table('people')->select('rank', 'secret', 'created_at')->first();
$say('a new row', [$row->rank, $row->secret, $row->created_at !== null]);
$read = Person::find($person->id);
$say('is read as', array_keys($read->getAttributes()));
$read->update(['name' => 'Bea']);
$read->rank = 4;
$say('is written', [$read->save(), Manager::table('people')->get(['name', 'rank'])->all()]);
$say('is read by name', Person::query()->select(['*', 'rank'])->sole()->rank);

$mark = Mark::factory()->create(['person_id' => $person->id]);
$say('marks', Person::find($person->id)->marks->pluck('mark')->count());
try {
    Mark::query()->sole()->update(['mark' => 'y']);
} catch (LogicException $e) {
    $say('without a key', $e->getMessage());
}

$team = Team::factory()->create();
$person->teams()->attach($team);
$say('joined by a table of two keys', [$person->teams()->sole()->is($team), $team->people()->sole()->is($person),
    Team::with('people')->sole()->people->count(), Person::has('teams')->count()]);
$say('no relation by a key that is not read', method_exists(Team::class, 'chief'));

$rate = Rate::factory()->create(['code' => 'EUR', 'rate' => '1.5']);
$rate->update(['rate' => '2.25']);
$rate->refresh();
$say('a row with versions', [$rate->rate, Rate::find($rate->id)->is($rate), $rate->valid_to->isFuture(), Rate::count(),
    Manager::select('SELECT count(*) AS n FROM rates FOR SYSTEM_TIME ALL')[0]->n]);
$conversion = Conversion::factory()->for($rate)->create();
$say('one to one', [$rate->conversion->is($conversion), $conversion->rate->is($rate)]);
$say('is deleted', [$conversion->delete(), $rate->fresh()->delete(), Rate::count()]);
P
)" 'fillable: [["name"],["name"],["person_id","mark"]]
defaults: []
a new row: [3,null,true]
is read as: ["id","name"]
is written: [true,[{"name":"Bea","rank":4}]]
is read by name: 4
marks: 1
without a key: "marks has no primary key: use query()->where(...)."
joined by a table of two keys: [true,true,1,1]
no relation by a key that is not read: false
a row with versions: ["2.2500",true,true,1,2]
one to one: [true,true]
is deleted: [true,true,0]'
