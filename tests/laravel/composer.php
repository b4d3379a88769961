<?php

/**
 * composer.php VERSION - composer.json for that Laravel, on stdout.
 *
 * Laravel 13 asks for PHP 8.3, but what models need of it runs on 8.2 as well: there composer is told of
 * another PHP, and versions that are known to run are taken.
 */

declare(strict_types=1);

$version = (int) $argv[1];
$composer = json_decode(file_get_contents(__DIR__.'/composer.json'), true, 512, JSON_THROW_ON_ERROR);
if ($version !== 12) {
    $composer['require']['laravel/framework'] = "^{$version}.0";
}
if ($version === 10) {
    $composer['require']['larastan/larastan'] = '^2.11';
    // Larastan reads squashed migrations with it; there are none.
    $composer['replace'] = ['iamcal/sql-parser' => '0.5.99'];
}
if ($version === 13 && PHP_VERSION_ID < 80300) {
    $composer['require']['laravel/framework'] = '>=13.26 <13.43';
    $composer['require']['laravel/pint'] = '~1.13.0';
    $composer['config']['platform'] = ['php' => '8.3.0'];
    $composer['config']['platform-check'] = false;
}
echo json_encode($composer, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
