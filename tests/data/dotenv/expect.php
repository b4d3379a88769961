<?php

// expect.php AUTOLOAD [SEED COUNT] <cases.txt - what vlucas/phpdotenv makes of
// each case: JSON lines [text, [[name, value], ...]], null for an error.  Cases
// are separated by a line of "%%"; with a seed, COUNT random ones are added.
// cases.ndjson was made so, with phpdotenv 5.8.0.

require $argv[1];

function pairs(string $text): ?array
{
    try {
        $vars = Dotenv\Dotenv::parse($text);
    } catch (Dotenv\Exception\InvalidFileException) {
        return null;
    }
    $vars = array_filter($vars, fn ($value) => $value !== null);

    return array_map(fn ($name, $value) => [(string) $name, $value], array_keys($vars), $vars);
}

function some(array $parts, int $most): string
{
    for ($text = '', $n = mt_rand(0, $most); $n > 0; $n--) {
        $text .= $parts[mt_rand(0, count($parts) - 1)];
    }

    return $text;
}

// Any bytes, and entries that are mostly well-formed.
function random(int $count): Generator
{
    $any = ['A', 'B', '=', '"', '"', "'", '#', '$', '${A}', '{', '}', '\\', ' ', "\t", "\n", "\r\n", "\r", 'x',
        'é', '.', '_', 'export ', '="', "\n#", "\v", "\f", '1', '-'];
    $inside = ['a', 'b', ' ', '#', '$', '${A}', '${B}', '${', '}', 'é', '=', "\n", '=', '1', '.', "\r\n"];
    $bare = ['a', 'b', '$', '${A}', '${B', '}', 'é', '=', '1', '.', '\\', '"', "'"];
    $ends = ['', '', ' ', " # x\"y", '#', "\t"];
    while ($count-- > 0) {
        yield some($any, 14);
        $text = '';
        for ($n = mt_rand(1, 4); $n > 0; $n--) {
            $text .= some(['export ', ' '], 1) . ['A', 'B', '"A"', 'C.1'][mt_rand(0, 3)] . some([' '], 1) . '=' . some([' '], 1);
            $text .= match (mt_rand(0, 2)) {
                0 => some($bare, 6),
                1 => '"' . some([...$inside, "'", '\\"', '\\\\', '\\n', '\\$'], 8) . '"',
                2 => "'" . some([...$inside, '"', '\\'], 8) . "'",
            };
            $text .= $ends[mt_rand(0, 5)] . "\n";
        }
        yield $text;
    }
}

$cases = explode("\n%%\n", rtrim(stream_get_contents(STDIN), "\n"));
if (isset($argv[2])) {
    mt_srand((int) $argv[2]);
    array_push($cases, ...random((int) $argv[3]));
}
foreach ($cases as $text) {
    echo json_encode([$text, pairs($text)], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
}
