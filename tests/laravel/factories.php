<?php

/**
 * factories.php - do the factories make valid rows, by themselves?
 *
 * usage: php factories.php --vendor DIR --database FILE|DSN --models DIR [--enums DIR] --factories DIR
 *            [--rows N] [--leave CLASS,...] [--made FILE]
 *
 * Each factory makes rows in the database, an empty one (a copy of it, of
 * SQLite), which checks every constraint; foreign keys at once.  A factory of --leave asks its caller
 * for columns, or needs a row of one that does: it has to fail.  TAP on stdout;
 * in the file of --made each table and how many rows Eloquent says it inserted,
 * parents too.
 */

declare(strict_types=1);

use Emgen\Verify\Laravel;
use Emgen\Verify\Options;
use Emgen\Verify\Server\Server;
use Emgen\Verify\Server\Sqlite;
use Emgen\Verify\Tap;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\QueryException;

error_reporting(E_ALL);
ini_set('memory_limit', '256M');
set_error_handler(function (int $level, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $level, $file, $line);
});
spl_autoload_register(function (string $class): void {
    if (str_starts_with($class, 'Emgen\\Verify\\')) {
        require __DIR__.'/src/'.str_replace('\\', '/', substr($class, strlen('Emgen\\Verify\\'))).'.php';
    }
});

$options = Options::parse(['rows:', 'leave:', 'made:']);
require $options->vendor.'/autoload.php';
foreach ($options->folders() as $folder) {
    $folder->autoload();
}

$server = Server::of($options->database);
$pdo = Laravel::boot($server);
if ($server instanceof Sqlite) {
    $pdo->exec('PRAGMA foreign_keys = ON');
}
$left = explode(',', $options->more['leave'] ?? '');
$rows = (int) ($options->more['rows'] ?? 3);
$tap = new Tap();

$inserted = [];
Model::getEventDispatcher()->listen('eloquent.created: *', function (string $event, array $models) use (&$inserted): void {
    $table = $models[0]->getTable();
    $inserted[$table] = ($inserted[$table] ?? 0) + 1;
});

/** What goes wrong when a factory makes so many rows. */
function made(string $class, int $rows): ?string
{
    try {
        $before = $class::query()->toBase()->count();
        for ($n = 0; $n < $rows; $n++) {
            $class::factory()->create();
        }
        $made = $class::query()->toBase()->count() - $before;

        return $made < $rows ? "made {$made} rows" : null;
    } catch (QueryException|OverflowException $e) {
        return $e->getMessage();
    }
}

foreach ($options->models->classes() as $class) {
    if (! class_exists($class) || ! in_array(HasFactory::class, class_uses_recursive($class), true)) {
        continue;
    }
    $name = class_basename($class);
    $problem = made($class, $rows);
    if (in_array($name, $left, true)) {
        $tap->result("{$name}: is left to its caller", $problem === null ? ['but made rows'] : []);
    } else {
        $tap->result("{$name}: {$rows} rows", $problem === null ? [] : [$problem]);
    }
}
if (isset($options->more['made'])) {
    $lines = array_map(fn (string $table, int $count): string => "{$table} {$count}\n", array_keys($inserted), $inserted);
    file_put_contents($options->more['made'], $lines);
}
exit($tap->end());
