#!/bin/bash
# No row is found by bytes of PostgreSQL's, which PHP gets as a stream: a model
# with such a key says so, and does not pretend that it has saved.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

pg_create streams "$(ddl streams pgsql)"
exits "generate" 0 emit streams "$(pg_dsn streams)"
is "what Eloquent makes of them" "$(tell streams "pgsql:host=$pg_dir;port=$pg_port;dbname=streams;user=postgres" <<'P'
<?php
use App\Models\{Chunk, Digest, File, Tag};
use Illuminate\Database\Capsule\Manager;

$say = fn (string $what, mixed $value) => print($what.': '.json_encode($value)."\n");
$fails = function (callable $work): string {
    try {
        return 'returns '.json_encode($work());
    } catch (LogicException $e) {
        return $e->getMessage();
    }
};

Digest::factory()->count(2)->create(['name' => 'a']);
$read = Digest::query()->first();
$say('a row is read', [$read->name, is_resource($read->digest), $read->getKeyName()]);
$say('and not saved', $fails(fn () => $read->update(['name' => 'b'])));
$say('nor deleted', $fails(fn () => $read->delete()));
$say('a query does both', [Digest::where('name', 'a')->update(['name' => 'b']), Digest::where('name', 'b')->delete()]);

Chunk::factory()->count(2)->create();
$say('a key of two with bytes', $fails(fn () => Chunk::query()->first()->update(['body' => 'x'])));

$file = File::factory()->create();
$say('a file has a digest', [Digest::count(), stream_get_contents(File::find($file->id)->digest)
    === stream_get_contents(Digest::query()->sole()->digest)]);
$say('but no relation', [method_exists(File::class, 'digestRelation'), method_exists(Digest::class, 'files')]);

$tag = Tag::factory()->create();
$file->tags()->attach($tag, ['signature' => '\\x0102']);
$say('bytes of a pivot', bin2hex(stream_get_contents($file->tags()->sole()->pivot->signature)));
P
)" 'a row is read: ["a",true,null]
and not saved: "digests has no primary key: use query()->where(...)."
nor deleted: "No primary key defined on model."
a query does both: [2,2]
a key of two with bytes: "chunks has no primary key: use query()->where(...)."
a file has a digest: [1,true]
but no relation: [false,false]
bytes of a pivot: "0102"'
