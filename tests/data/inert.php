<?php

/**
 * inert.php VENDOR DIR - whether each PHP file below DIR is loaded by a real
 * Laravel, makes a model, enum or factory, and holds pwned only as text.
 * Says what is wrong, one line each, and how many files there are.
 */

declare(strict_types=1);

function pwned(): never
{
    echo "pwned() was run\n";
    exit(1);
}

/** Tokens that would be code of a stranger. */
function strange(string $code): array
{
    $tokens = PhpToken::tokenize($code);
    $found = array_filter($tokens, fn (PhpToken $t) => ($t->is([T_STRING, T_VARIABLE]) && in_array($t->text, ['pwned', '$pwned'], true))
        || $t->is([T_INLINE_HTML, T_CLOSE_TAG, T_ENCAPSED_AND_WHITESPACE, T_CURLY_OPEN, T_DOLLAR_OPEN_CURLY_BRACES, '`', '"', T_EVAL]));
    $opening = count(array_filter($tokens, fn (PhpToken $t) => $t->is([T_OPEN_TAG, T_OPEN_TAG_WITH_ECHO])));

    return [...array_map(fn (PhpToken $t) => "{$t->getTokenName()} {$t->text}", $found), ...array_fill(0, $opening - 1, 'T_OPEN_TAG')];
}

[, $vendor, $dir] = $argv;
require $vendor.'/autoload.php';
$files = [];
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($dir, FilesystemIterator::SKIP_DOTS)) as $file) {
    if ($file->getExtension() === 'php') {
        preg_match('/^namespace (.*);$/m', file_get_contents($file->getPathname()), $namespace);
        $files[$namespace[1].'\\'.$file->getBasename('.php')] = $file->getPathname();
    }
}
spl_autoload_register(function (string $class) use ($files): void {
    if (isset($files[$class])) {
        require $files[$class];
    }
});
foreach ($files as $class => $path) {
    foreach (strange(file_get_contents($path)) as $token) {
        echo "{$path}: {$token}\n";
    }
    if (! class_exists($class)) {
        echo "{$path}: no {$class}\n";
    } elseif (enum_exists($class)) {
        $class::cases();
    } elseif (is_subclass_of($class, Illuminate\Database\Eloquent\Model::class)) {
        (new $class())->toArray();
    }
}
echo count($files)." files\n";
