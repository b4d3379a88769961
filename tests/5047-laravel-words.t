#!/bin/bash
# A word that is the default of a boolean of SQLite's is read as that word.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

sqlite3 words.db "CREATE TABLE marks (id integer PRIMARY KEY, done boolean NOT NULL DEFAULT 'f', seen boolean DEFAULT 'y', open boolean NOT NULL DEFAULT true)"
exits "generate" 0 emit words sqlite:words.db
is "what Eloquent makes of them" "$(tell words words.db <<'P'
<?php
use App\Models\Mark;
use Illuminate\Database\Capsule\Manager;

$columns = ['done', 'seen', 'open'];
Manager::table('marks')->insert(['id' => 7]);
echo 'read: '.json_encode(Mark::find(7)->only($columns))."\n";
Mark::create();
echo 'a new row is like it: '.json_encode(Mark::query()->where('done', 'f')->get()->map->only($columns)->unique()->count())."\n";
P
)" 'read: {"done":"f","seen":"y","open":true}
a new row is like it: 1'
