<?php

/**
 * verify.php - does real Eloquent agree that generated models are right?
 *
 * usage: php verify.php --vendor DIR --database FILE|DSN --models DIR [--namespace NS]
 *            [--enums DIR] [--enums-namespace NS] [--factories DIR] [--factories-namespace NS] [--views]
 *
 * The database has the schema the models were made from: a SQLite file, which
 * is copied, pgsql:host=...;port=...;dbname=...;user=..., in which nothing is
 * committed, or mysql:unix_socket=...;dbname=...;user=... (or mariadb:...), which
 * is used up.  It is filled with rows, and every model is compared with what SQL
 * and the catalogue say.  TAP on stdout; exit 0 when all is right, 1 when not.
 */

declare(strict_types=1);

use Emgen\Verify\Laravel;
use Emgen\Verify\Options;
use Emgen\Verify\Server\Server;
use Emgen\Verify\Tap;
use Emgen\Verify\Verification;

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

$options = Options::parse();
require $options->vendor.'/autoload.php';
foreach ($options->folders() as $folder) {
    $folder->autoload();
}

$server = Server::of($options->database);
$tap = new Tap();
(new Verification($options, $server, Laravel::boot($server), $tap))->run();
exit($tap->end());
