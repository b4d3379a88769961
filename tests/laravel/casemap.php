<?php
/*
 * casemap.php - writes common/svc/naming/casemap.inc, the case mappings of Unicode as
 * PHP's mb_strtoupper() and mb_strtolower() know them:
 *	php tests/laravel/casemap.php >common/svc/naming/casemap.inc
 */

/* Code points with their simple mapping, and those that become several. */
function mappings(callable $map): array
{
    $simple = $special = [];
    for ($c = 0x80; $c < 0x110000; $c++) {
        if ($c >= 0xD800 && $c < 0xE000) {
            continue;
        }
        $from = mb_chr($c);
        $to = $map($from);
        if ($to === $from) {
            continue;
        }
        if (mb_strlen($to) === 1) {
            $simple[$c] = mb_ord($to) - $c;
        } else {
            $special[$c] = $to;
        }
    }

    return [$simple, $special];
}

/* Runs of code points, one or two apart, that move by the same distance. */
function ranges(array $simple): array
{
    $ranges = [];
    foreach ($simple as $c => $delta) {
        $last = count($ranges) - 1;
        if ($last >= 0 && $ranges[$last][3] === $delta) {
            [$from, $to, $step] = $ranges[$last];
            $gap = $c - $to;
            if ($gap <= 2 && ($from === $to || $gap === $step)) {
                $ranges[$last] = [$from, $c, $gap, $delta];
                continue;
            }
        }
        $ranges[] = [$c, $c, 1, $delta];
    }

    return $ranges;
}

function octal(string $text): string
{
    $escape = fn (string $byte) => ord($byte) < 0x80
        ? $byte : sprintf('\\%03o', ord($byte));

    return implode('', array_map($escape, str_split($text)));
}

$names = ['upper' => 'mb_strtoupper', 'lower' => 'mb_strtolower'];
echo "/* Made by tests/laravel/casemap.php: do not edit. */\n";
foreach ($names as $name => $function) {
    [$simple, $special] = mappings(fn (string $s) => $function($s, 'UTF-8'));
    echo "\nstatic const struct range {$name}_ranges[] = {\n";
    foreach (ranges($simple) as [$from, $to, $step, $delta]) {
        printf("\t{ 0x%04X, 0x%04X, %d, %d },\n", $from, $to, $step, $delta);
    }
    echo "};\n\nstatic const struct special {$name}_specials[] = {\n";
    foreach ($special as $c => $to) {
        printf("\t{ 0x%04X, \"%s\" },\n", $c, octal($to));
    }
    echo "};\n";
}
