<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

/** CHECK constraints: SQLite keeps them only in the text of CREATE TABLE. */
final class Checks
{
    private const NAME = '(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|\w+)';

    private const LITERAL = '(?:\'(?:[^\']|\'\')*\'|[-+]?[\d.]+)';

    /** @return list<string> the expressions, without the outer parentheses */
    public static function of(string $ddl): array
    {
        $token = '/\'(?:[^\']|\'\')*\'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*.*?\*\/|\w+|./su';
        preg_match_all($token, $ddl, $matches);
        $tokens = array_values(array_filter(
            $matches[0],
            fn (string $t) => ! str_starts_with($t, '--') && ! str_starts_with($t, '/*'),
        ));
        $checks = [];
        foreach ($tokens as $i => $token) {
            if (strcasecmp($token, 'CHECK') === 0) {
                $checks[] = self::balanced(array_slice($tokens, $i + 1));
            }
        }

        return $checks;
    }

    /**
     * Values of CHECK (column IN (...)) or (column = ... OR column = ...), when that is all that the check says,
     * or that or null.
     *
     * @param  list<string>  $checks
     * @return list<string>
     */
    public static function values(array $checks, string $column): array
    {
        foreach ($checks as $check) {
            $check = preg_replace('/^\s*('.self::NAME.')\s+IS\s+NULL\s+OR\s+(?=\1[\s=])/isu', '', $check);
            $list = self::LITERAL.'(?:\s*,\s*'.self::LITERAL.')*';
            $equal = '\s*==?\s*'.self::LITERAL;
            if (preg_match('/^\s*('.self::NAME.')\s+IN\s*\(\s*('.$list.')\s*\)\s*$/isu', $check, $parts) !== 1
                && preg_match('/^\s*('.self::NAME.')('.$equal.'(?:\s+OR\s+\1'.$equal.')*)\s*$/isu', $check, $parts) !== 1) {
                continue;
            }
            if (strcasecmp(trim($parts[1], '"`[]'), $column) === 0) {
                return self::literals($parts[2]);
            }
        }

        return [];
    }

    /** @return list<string> every literal in an expression, unquoted */
    public static function literals(string $expression): array
    {
        preg_match_all('/'.self::LITERAL.'/su', $expression, $matches);

        return array_map(
            fn (string $text) => $text[0] === "'" ? str_replace("''", "'", substr($text, 1, -1)) : $text,
            $matches[0],
        );
    }

    public static function mentions(string $check, string $column): bool
    {
        return preg_match('/(?<![\w\'])'.preg_quote($column, '/').'(?![\w\'])/iu', $check) === 1;
    }

    /** @param  list<string>  $tokens that begin with white space and a parenthesis */
    private static function balanced(array $tokens): string
    {
        $text = '';
        $depth = 0;
        foreach ($tokens as $token) {
            $depth += ['(' => 1, ')' => -1][$token] ?? 0;
            $text .= $token;
            if ($depth === 0 && $token === ')') {
                break;
            }
        }

        return substr(trim($text), 1, -1);
    }
}
