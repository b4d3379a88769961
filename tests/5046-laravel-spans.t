#!/bin/bash
# Dates that Carbon cannot read are texts, those that the database makes are not
# written, and only what is Laravel's own has no model, on PostgreSQL.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

pg_create spans "$(ddl spans pgsql)"
exits "generate" 0 emit spans "$(pg_dsn spans)"
is "a class for each table but Laravel's" "$(find spans/Models -type f -printf '%f\n' | sort | paste -sd' ')" \
	"Job.php Room.php Session.php Stamped.php"
is "what Eloquent makes of them" "$(tell spans "pgsql:host=$pg_dir;port=$pg_port;dbname=spans;user=postgres" <<'P'
<?php
use App\Models\{Job, Room, Session, Stamped};

$say = fn (string $what, mixed $value) => print($what.': '.json_encode($value)."\n");
$dates = ['begins_at', 'ends_at', 'founded_on', 'closes_on', 'deleted_at'];

$new = new Session;
$say('a new one has', $new->only($dates));
$session = Session::create(['room_id' => Room::factory()->create()->id]);
$say('a row has', $session->refresh()->only($dates));
$say('as JSON', array_intersect_key(json_decode($session->toJson(), true), array_flip($dates)) === $session->only($dates));
$say('others are dates', $session->seen_at->year);
$session->update(['ends_at' => '2024-05-01 12:00:00+00']);
$say('is written', Session::where('ends_at', '<', 'infinity')->sole()->ends_at);
$say('is deleted', [$session->delete(), Session::count()]);

$job = Job::factory()->create();
$say('related', [$job->session->jobs->sole()->is($job), Room::has('sessions.jobs')->count()]);

$stamped = Stamped::factory()->create(['at' => '2024-05-01 12:00:00']);
$say('stamped', $stamped->refresh()->created_at->format('Y-m-d H:i'));
$say('touched', [$stamped->update(['at' => '2025-05-01 12:00:00']), $stamped->refresh()->created_at->year, $stamped->updated_at !== null]);
P
)" 'a new one has: {"begins_at":"-infinity","ends_at":"infinity","founded_on":"0044-03-15 BC","closes_on":null,"deleted_at":null}
a row has: {"begins_at":"-infinity","ends_at":"infinity","founded_on":"0044-03-15 BC","closes_on":"10000-01-01","deleted_at":"infinity"}
as JSON: true
others are dates: 2020
is written: "2024-05-01 12:00:00+00"
is deleted: [true,0]
related: [true,1]
stamped: "2024-05-01 12:00"
touched: [true,2025,true]'
