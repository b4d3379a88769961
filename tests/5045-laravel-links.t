#!/bin/bash
# Tables between two others whose rows have an id that the database makes: where
# Laravel's own Pivot would cut their times, or not find its keys, they have a
# class that belongsToMany uses.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

verify() {
	local words="unix_socket=$mariadb_socket;dbname=links;user=root"
	[ "$1" = mysql ] || words="host=$pg_dir;port=$pg_port;dbname=links;user=postgres"
	judge "$1" "$1:$words"
}

load links "$(ddl links mysql)"
pg_create links "$(ddl links pgsql)"
for version in 10 12 13; do
	use_laravel "$version"
	for server in mysql pgsql; do
		case $server in mysql) at=$(dsn links) ;; pgsql) at=$(pg_dsn links) ;; esac
		rm -rf "$server"
		exits "$server: generate" 0 emit "$server" "$at"
		right "$server"
		[ "$server" = pgsql ] || load links "$(ddl links mysql)"
	done
done

is "what also is a model serves as a pivot" \
	"$(grep -l 'extends Pivot' mysql/Models/* | xargs grep -l HasFactory | xargs -n1 basename | paste -sd' ')" \
	"TeamBadge.php TeamUser.php TeamVisit.php"
is "times keep their microseconds" "$(tell pgsql "pgsql:host=$pg_dir;port=$pg_port;dbname=links;user=postgres" <<'P'
<?php
use App\Models\{Team, TeamUser, User};
use Illuminate\Database\Capsule\Manager;
use Illuminate\Support\Carbon;

Carbon::setTestNow('2031-05-06 07:08:09.123456');
$user = User::factory()->create();
$team = Team::factory()->create();
$user->teams()->attach($team, ['role' => 'chief']);
$user->teamMembers()->attach($team);
$user->teamMembers()->attach($team);
foreach (['team_user', 'team_member'] as $table) {
    echo json_encode(Manager::table($table)->orderBy('id')->get(['created_at'])->pluck('created_at')), "\n";
}
$link = TeamUser::sole();
echo json_encode([is_int($link->id), $link->team->is($team), $user->teamUsers()->sole()->is($link),
    $user->teams()->sole()->pivot::class, $user->teams()->sole()->pivot->created_at->micro]), "\n";
[$one, $other] = $user->teamMembers()->orderByPivot('id')->get()->map->pivot->all();
Carbon::setTestNow('2032-06-07 08:09:10.5');
$one->touch();
echo json_encode([$one->refresh()->updated_at->year, $other->refresh()->updated_at->year]), "\n";
P
)" '["2031-05-06 05:08:09.123456+00"]
["2031-05-06 07:08:09.123456","2031-05-06 07:08:09.123456"]
[true,true,true,"App\\Models\\TeamUser",123456]
[2032,2031]'

# One of the two times only, of a link that also is a model: what attach() writes
# is asked of the link, and not of the model that it is attached to.
cat >guests.sql <<'S'
CREATE TABLE teams (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name text NOT NULL);
CREATE TABLE owners (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name text NOT NULL, created_at datetime, updated_at datetime);
CREATE TABLE owner_team (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, team_id int NOT NULL, owner_id int NOT NULL,
	note varchar(20) NOT NULL, created_at datetime(6), UNIQUE (team_id, owner_id),
	FOREIGN KEY (team_id) REFERENCES teams (id), FOREIGN KEY (owner_id) REFERENCES owners (id));
CREATE TABLE team_fans (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, team_id int NOT NULL, owner_id int NOT NULL,
	note varchar(20) NOT NULL, created_at datetime, UNIQUE (team_id, owner_id),
	FOREIGN KEY (team_id) REFERENCES teams (id), FOREIGN KEY (owner_id) REFERENCES owners (id));
CREATE TABLE team_rivals (team_id int NOT NULL, owner_id int NOT NULL, note varchar(20) NOT NULL, created_at datetime,
	PRIMARY KEY (team_id, owner_id), FOREIGN KEY (team_id) REFERENCES teams (id), FOREIGN KEY (owner_id) REFERENCES owners (id));
CREATE TABLE team_days (team_id int NOT NULL, owner_id int NOT NULL, note varchar(20) NOT NULL, created_at date NOT NULL,
	PRIMARY KEY (team_id, owner_id), FOREIGN KEY (team_id) REFERENCES teams (id), FOREIGN KEY (owner_id) REFERENCES owners (id));
CREATE TABLE team_counts (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, team_id int NOT NULL, owner_id int NOT NULL,
	note varchar(20) NOT NULL, created_at int NOT NULL, UNIQUE (team_id, owner_id),
	FOREIGN KEY (team_id) REFERENCES teams (id), FOREIGN KEY (owner_id) REFERENCES owners (id));
CREATE TABLE rival_games (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, team_id int NOT NULL, owner_id int NOT NULL,
	FOREIGN KEY (team_id, owner_id) REFERENCES team_rivals (team_id, owner_id));
S
load guests guests.sql
exits "guests: generate" 0 emit guests "$(dsn guests)"
is "guests: a link has the time that it was made" "$(tell guests "mysql:unix_socket=$mariadb_socket;dbname=guests;user=root" <<'P'
<?php
use App\Models\{Owner, OwnerTeam, Team};
use Illuminate\Support\Carbon;

Carbon::setTestNow('2031-05-06 07:08:09.123456');
$owner = Owner::factory()->create();
$team = Team::factory()->create();
$owner->teams()->attach($team, ['note' => 'a']);
$owner->teams()->updateExistingPivot($team->id, ['note' => 'b']);
$link = OwnerTeam::sole();
echo json_encode([$link->note, $link->created_at->micro, $team->owners()->sole()->pivot->update(['note' => 'c']), $link->fresh()->note]);
P
)" '["b",123456,true,"c"]'

is "guests: a link has but one time, be it a whole second" "$(tell guests "mysql:unix_socket=$mariadb_socket;dbname=guests;user=root" <<'P'
<?php
use App\Models\{Owner, Team, TeamFan, TeamRival};
use Illuminate\Support\Carbon;

Carbon::setTestNow('2031-05-06 07:08:09');
$owner = Owner::factory()->create();
[$team, $other] = Team::factory()->count(2)->create()->all();
foreach (['teamFanTeams' => TeamFan::class, 'teamRivalTeams' => TeamRival::class] as $name => $class) {
    $owner->$name()->attach([$team->id, $other->id], ['note' => 'a']);
    Carbon::setTestNow(now()->addYear());
    $link = $owner->$name()->find($team->id)->pivot;
    echo json_encode([$link::class, $link->update(['note' => 'b']), $link->refresh()->note, $class::query()->orderBy('team_id')->pluck('note'),
        $link->created_at->year]), "\n";
    echo json_encode([$link->team->is($team), $class::factory()->create()->delete(), $link->delete(), $owner->$name()->sole()->is($other)]), "\n";
}
P
)" '["App\\Models\\TeamFan",true,"b",["b","a"],2031]
[true,1,1,true]
["App\\Models\\TeamRival",true,"b",["b","a"],2032]
[true,1,1,true]'

is "guests: a link has no such time, and yet one of its name" "$(tell guests "mysql:unix_socket=$mariadb_socket;dbname=guests;user=root" <<'P'
<?php
use App\Models\{Owner, Team};
use Illuminate\Database\Capsule\Manager;
use Illuminate\Support\Carbon;

Carbon::setTestNow('2031-05-06 07:08:09');
$owner = Owner::factory()->create();
$team = Team::factory()->create();
foreach (['teamDays' => 'team_days', 'teamCountTeams' => 'team_counts'] as $name => $table) {
    $owner->$name()->attach($team, ['note' => 'a']);
    $owner->$name()->sole()->pivot->update(['note' => 'b']);
    $row = Manager::table($table)->sole();
    echo json_encode([$row->note, $row->created_at]), "\n";
}
P
)" '["b","2031-05-06"]
["b",1935810489]'
