<?php

/**
 * composer.php VERSION - composer.json for that Laravel, on stdout.
 *
 * Laravel 13 asks for PHP 8.3: it is chosen for the PHP that runs this, which need not
 * be the one that composer runs on.
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
if ($version === 13) {
    $composer['config']['platform'] = ['php' => PHP_VERSION];
}
echo json_encode($composer, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
