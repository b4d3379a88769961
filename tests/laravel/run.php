<?php

/**
 * run.php - what generated models do, in words of a test's own.
 *
 * usage: php run.php --vendor DIR --database FILE|DSN --models DIR [--enums DIR] [--factories DIR]
 *            --script FILE
 *
 * The file is run with the models at hand and the database open, as verify.php
 * has them; nothing is rolled back.
 */

declare(strict_types=1);

use Emgen\Verify\Laravel;
use Emgen\Verify\Options;
use Emgen\Verify\Server\Server;

error_reporting(E_ALL);
set_error_handler(function (int $level, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $level, $file, $line);
});
spl_autoload_register(function (string $class): void {
    if (str_starts_with($class, 'Emgen\\Verify\\')) {
        require __DIR__.'/src/'.str_replace('\\', '/', substr($class, strlen('Emgen\\Verify\\'))).'.php';
    }
});

$options = Options::parse(['script:']);
require $options->vendor.'/autoload.php';
foreach ($options->folders() as $folder) {
    $folder->autoload();
}
Laravel::boot(Server::of($options->database));
require $options->more['script'];
