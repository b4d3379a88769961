#!/bin/bash
# A word that is the default of a boolean of SQLite's is read as that word.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

sqlite3 words.db "CREATE TABLE marks (id integer PRIMARY KEY, done boolean NOT NULL DEFAULT 'f', seen boolean DEFAULT 'y',
	open boolean NOT NULL DEFAULT true, shut boolean NOT NULL DEFAULT 'false', odd tinyint(1) NOT NULL DEFAULT \"False\",
	sure boolean NOT NULL DEFAULT 'true', dark boolean NOT NULL DEFAULT (FALSE), level integer NOT NULL DEFAULT TRUE)"
exits "generate" 0 emit words sqlite:words.db
is "what Eloquent makes of them" "$(tell words words.db <<'P'
<?php
use App\Models\Mark;
use Illuminate\Database\Capsule\Manager;

$columns = ['done', 'seen', 'open', 'shut', 'odd', 'sure', 'dark', 'level'];
Manager::table('marks')->insert(['id' => 7]);
echo 'read: '.json_encode(Mark::find(7)->only($columns))."\n";
echo 'before it is saved: '.json_encode((new Mark)->only(array_diff($columns, ['seen'])))."\n";
Mark::create();
echo 'a new row is like it: '.json_encode(Mark::query()->where('done', 'f')->where('shut', 'false')->get()->map->only($columns)->unique()->count())."\n";
P
)" 'read: {"done":"f","seen":"y","open":true,"shut":"false","odd":"False","sure":true,"dark":false,"level":1}
before it is saved: {"done":"f","open":true,"shut":"false","odd":"False","sure":true,"dark":false,"level":1}
a new row is like it: 1'
