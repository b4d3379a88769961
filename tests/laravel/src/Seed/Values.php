<?php

declare(strict_types=1);

namespace Emgen\Verify\Seed;

use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Catalogue\Table;

/**
 * The n-th value of a column, as the database stores it.  Different n give
 * different values wherever the type allows; keys of different tables never
 * meet, so a relation over the wrong key cannot find a row by luck.
 */
final class Values
{
    private const TABLE_RANGE = 1000;

    public static function of(Table $table, Column $column, int $n): int|float|string
    {
        return match ($column->family) {
            Family::Integer => self::integer($table, $column, $n),
            Family::Boolean => $column->word === 'TINYINT' && $table->primaryKey === [$column->name] ? $n + 1 : $n % 2,
            Family::Decimal => self::decimal($column, $n),
            Family::Number => $n + 1.5,
            Family::Float => $column->position * 10 + $n + 0.25,
            Family::Enum => $column->values[$n % count($column->values)],
            Family::Date => date('Y-m-d', self::noon($column, $n)),
            Family::DateTime => self::dateTime($column, $n),
            Family::Json => json_encode(['n' => $n, 'list' => [1, 'two', null], 'text' => "Zoë \"q\" / {$table->name}"]),
            Family::Binary => self::binary($column, $n),
            Family::Text, Family::Other => self::text($table, $column, $n),
        };
    }

    private static function integer(Table $table, Column $column, int $n): int|string
    {
        return match (true) {
            $column->values !== [] => (int) $column->values[$n % count($column->values)],
            self::isTimestamp($column) => self::noon($column, $n),
            $column->word === 'YEAR' => 2001 + $n,
            // bits, but tinyint(1)
            $column->word === 'TINYINT' => $n % 2 ** min(7, $column->length > 1 ? $column->length : 7),
            $column->word === 'BIGINT' && $n === 3 && self::maybeTooLarge($table, $column) => '18446744073709551615',
            $table->primaryKey === [$column->name] => self::base($table) + $n + 1,
            $table->isInKey($column->name) => self::base($table) + 500 + 20 * $column->position + $n,
            default => 20 * $column->position + $n + 10,
        };
    }

    /** Numbers that the server gives out, and those of keys of several columns, are small. */
    private static function maybeTooLarge(Table $table, Column $column): bool
    {
        return $column->isUnsigned && $table->foreignKeyOn($column->name) === null
            && $table->autoIncrement() !== $column->name
            && ($table->primaryKey === [$column->name] || ! $table->isInKey($column->name));
    }

    private static function binary(Column $column, int $n): string
    {
        $bytes = "\x00\xff\x27".chr($n).$column->name;
        if ($column->word === 'BYTEA') {
            return '\x'.bin2hex($bytes);
        }
        $length = $column->length ?? strlen($bytes);

        return str_pad(substr($bytes, 0, $length), $column->word === 'BINARY' ? $length : 0, "\0");
    }

    private static function base(Table $table): int
    {
        return self::TABLE_RANGE * ($table->index + 1);
    }

    /** created_at and its like can be seconds since 1970 in an integer column. */
    private static function isTimestamp(Column $column): bool
    {
        return in_array($column->name, ['created_at', 'updated_at', 'deleted_at'], true);
    }

    /** Exactly `scale` digits behind the point, sometimes with zeros at the end. */
    private static function decimal(Column $column, int $n): string
    {
        $whole = (string) (($n * 7 + $column->position) % 10 ** min(4, $column->length - $column->scale));
        if ($column->scale === 0) {
            return $whole;
        }
        $digits = min(4, $column->scale);
        $fraction = str_pad((string) (($n * 13 + 5) % 10 ** $digits), $digits, '0', STR_PAD_LEFT);

        return $whole.'.'.str_pad($fraction, $column->scale, '0');
    }

    private static function dateTime(Column $column, int $n): string
    {
        if ($column->word === 'TIMESTAMPTZ') {
            return self::zoned($column, $n);
        }
        $text = date('Y-m-d H:i:s', self::noon($column, $n) + 61 * $n);
        $digits = $column->subSeconds();

        return $digits === 0 ? $text : $text.'.'.substr((string) (123456 + $n), 0, $digits);
    }

    /** As PostgreSQL writes it where the time zone is UTC. */
    private static function zoned(Column $column, int $n): string
    {
        $text = gmdate('Y-m-d H:i:s', self::noon($column, $n) + 61 * $n);
        $digits = rtrim(substr((string) (123456 + $n), 0, $column->subSeconds()), '0');

        return $text.($digits === '' ? '' : ".{$digits}").'+00';
    }

    /** Far from midnight and from the hours that summer time takes away. */
    private static function noon(Column $column, int $n): int
    {
        return mktime(12, 0, 0, 1 + $column->position % 12, 1 + $n % 28, 2001);
    }

    private static function text(Table $table, Column $column, int $n): string
    {
        $number = self::base($table) + 50 * $column->position + $n;

        return match (true) {
            $column->isUuid() => sprintf('%08x-%04x-7%03x-8%03x-%012x', $number, $column->position, $n, $n, $number),
            $column->isUlid() => '01'.str_pad((string) $number, 24, 'KX', STR_PAD_LEFT),
            $column->word === 'NAME' => "name_{$number}",
            $column->word === 'XML' => "<a>{$number}</a>",
            $column->word === 'TIME' => sprintf('12:34:%02d', $n % 60),
            $column->family === Family::Other => self::other($column, $n) ?? "other-{$number}",
            default => self::plainText($table, $column, $n, $number),
        };
    }

    /** Types with a syntax of their own, as the server gives them back; null for others. */
    private static function other(Column $column, int $n): ?string
    {
        return match ($column->word) {
            'TEXTS' => "{\"a {$n}\",b}",
            'ARRAY', 'MULTIRANGE' => '{}',
            'RANGE' => 'empty',
            'COMPOSITE' => "(\"street {$n}\",town)",
            'UNSCALED' => "{$n}.12345678901234567891",
            'TIMETZ' => sprintf('12:34:%02d+01', $n % 60),
            'INTERVAL' => ($n + 2).' days',
            'CASH' => '$'.($n + 1).'.50',
            'INET', 'INET4' => "10.0.0.{$n}",
            'CIDR' => "10.0.{$n}.0/24",
            'MACADDR' => sprintf('08:00:2b:01:02:%02x', $n),
            'MACADDR8' => sprintf('08:00:2b:ff:fe:01:02:%02x', $n),
            'LTREE' => "top.sub{$n}",
            'PG_LSN' => "0/{$n}",
            'POINT' => "({$n},2)",
            'POLYGON' => "((0,0),(1,{$n}),(1,0))",
            'BITS', 'VARBIT' => self::bits($n, $column->length ?? 8),
            'TSVECTOR' => "'word{$n}'",
            'HSTORE' => "\"a\"=>\"{$n}\"",
            'INET6' => '2001:db8::'.dechex($n + 1),
            'SET' => implode(',', array_slice($column->values, 0, 1 + $n % count($column->values))),
            // MySQL's binary form: an SRID before well-known binary
            'WKB_POINT', 'WKB_GEOMETRY' => pack('VCVee', $column->length, 1, 1, $n, $column->position),
            'WKB_LINESTRING' => pack('VCVVeeee', $column->length, 1, 2, 2, $n, 0, $n, $column->position),
            'WKB_POLYGON' => pack('VCVVVeeeeeeee', $column->length, 1, 3, 1, 4, 0, 0, $n + 1, 0, $n + 1, 1, 0, 0),
            default => null,
        };
    }

    private static function bits(int $n, int $length): string
    {
        return str_pad(decbin($n % 2 ** min(8, $length)), $length, '0', STR_PAD_LEFT);
    }

    private static function plainText(Table $table, Column $column, int $n, int $number): string
    {
        $length = $column->length ?? 80;
        if ($length < 8) {
            return substr(strtoupper(str_pad(base_convert((string) $number, 10, 36), $length, '0', STR_PAD_LEFT)), -$length);
        }
        $text = "{$number} {$column->name}";
        if ($column->word === 'CHAR') {
            return str_pad(substr($text, 0, $length), $length, 'x');
        }

        $more = ' Zoë\'s "%_\\'.($column->takesEmoji ? ' 🙂' : '');

        return rtrim(mb_substr($length < 40 ? $text : $text.$more, 0, $length));
    }
}
