<?php
/*
 * members.php AUTOLOAD [KNOWN] - writes common/svc/naming/members.inc: the names that a
 * relation of an Eloquent model cannot have, as the Laravel whose
 * vendor/autoload.php is given has them, after those that the file KNOWN has of
 * another version:
 *	php tests/laravel/members.php build/laravel/vendor/autoload.php >12
 *	build/php/php tests/laravel/members.php build/laravel-13/vendor/autoload.php 12
 * A row is a name and where it comes from; rows are sorted by the name in
 * lower case.
 */

use Illuminate\Database\Eloquent\Builder as EloquentBuilder;
use Illuminate\Database\Eloquent\Concerns\HasUlids;
use Illuminate\Database\Eloquent\Concerns\HasUuids;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\Pivot;
use Illuminate\Database\Eloquent\SoftDeletes;
use Illuminate\Database\Eloquent\SoftDeletingScope;
use Illuminate\Database\Query\Builder as QueryBuilder;
use Illuminate\Foundation\Auth\User;
use Illuminate\Notifications\Notifiable;

require $argv[1];

const TRAITS = [
    HasFactory::class => 'FACTORY', HasUuids::class => 'IDS', HasUlids::class => 'IDS', SoftDeletes::class => 'SOFT',
];

/* name => kind; the first kind that is added stays: a property, which columns
 * can hide behind, beats a method. */
$members = [];

function add(string $name, string $kind): void
{
    global $members;
    if (! str_starts_with($name, '__')) {
        $members[$name] ??= $kind;
    }
}

/* Private methods count in traits only: those become the model's own. */
function addMethods(string $class, string $kind): void
{
    $reflection = new ReflectionClass($class);
    foreach ($reflection->getMethods() as $method) {
        if ($reflection->isTrait() || ! $method->isPrivate()) {
            add($method->name, $kind);
        }
    }
}

function addPublicMethods(string $class, string $kind): void
{
    $methods = (new ReflectionClass($class))->getMethods(ReflectionMethod::IS_PUBLIC);
    foreach ($methods as $method) {
        add($method->name, $kind);
    }
}

function addProperties(string $class, string $kind): void
{
    foreach ((new ReflectionClass($class))->getProperties() as $property) {
        if (! $property->isStatic() && ! $property->isPrivate()) {
            add($property->name, $kind);
        }
    }
}

if (isset($argv[2])) {
    preg_match_all('/^\{ "(\w+)", (\w+) \},$/m', file_get_contents($argv[2]), $rows);
    $members = array_combine($rows[1], $rows[2]);
}
foreach ([Model::class, ...array_keys(TRAITS)] as $class) {
    addProperties($class, 'PROPERTY');
}
addMethods(Model::class, 'METHOD');
foreach (TRAITS as $class => $kind) {
    addMethods($class, $kind);
}
addMethods(Pivot::class, 'METHOD');
addPublicMethods(EloquentBuilder::class, 'BUILDER');
addPublicMethods(QueryBuilder::class, 'BUILDER');
$macros = (new ReflectionClass(SoftDeletingScope::class))->getDefaultProperties()['extensions'];
foreach ($macros as $macro) {
    add(lcfirst($macro), 'BUILDER');
}
addMethods(User::class, 'USER');
addMethods(Notifiable::class, 'USER');

uksort($members, fn ($a, $b) => strcmp(strtolower($a), strtolower($b)));
echo "/* Made by tests/laravel/members.php: do not edit. */\n";
foreach ($members as $name => $kind) {
    echo "{ \"$name\", $kind },\n";
}
