<?php
/*
 * inflections.php AUTOLOAD <WORDS - what the Laravel of that
 * vendor/autoload.php makes of each line: word, Str::singular, Str::plural,
 * class (studly of the singular), Str::camel, Str::snake, and the table that
 * Model::getTable() guesses from the class, separated by tabs.
 * It made tests/data/inflections-compounds.tsv.
 */

use Illuminate\Support\Str;

require $argv[1];

while (($line = fgets(STDIN)) !== false) {
    $word = explode("\t", rtrim($line, "\n"))[0];
    $class = Str::studly(Str::singular($word));
    echo implode("\t", [
        $word, Str::singular($word), Str::plural($word), $class,
        Str::camel($word), Str::snake($word),
        Str::snake(Str::pluralStudly($class)),
    ]), "\n";
}
