<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

/** A column as the catalogue has it. */
final class Column
{
    public readonly Family $family;

    /** First word of the declared type in upper case: VARCHAR of varchar(20). */
    public readonly string $word;

    /** The n of varchar(n), the p of decimal(p, s). */
    public readonly ?int $length;

    public readonly int $scale;

    /** Digits with zeros in front, which MySQL gives as text. */
    public readonly bool $isPadded;

    /** @param  list<string>  $values of CHECK (column IN (...)), unquoted */
    public function __construct(
        public readonly string $name,
        public readonly int $position,
        string $type,
        public readonly bool $nullable,
        public readonly ?string $default,
        public readonly bool $generated,
        public readonly array $values,
        public readonly bool $isUnsigned = false,
        public readonly bool $takesEmoji = true,
    ) {
        preg_match('/^\s*(\w*)[^(]*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?/', strtoupper($type), $parts);
        $this->word = $parts[1];
        $this->isPadded = str_contains(strtoupper($type), 'ZEROFILL');
        $this->length = isset($parts[2]) ? (int) $parts[2] : null;
        $this->scale = (int) ($parts[3] ?? 0);
        // What has another default than 0 and 1 is no boolean.
        $counts = $this->word === 'TINYINT' && ! in_array($default === null ? '0' : trim($default, "'"), ['0', '1'], true)
            && $this->hasLiteralDefault();
        $family = $counts ? Family::Integer : Family::ofType($this->word, $this->length);
        $this->family = $family === Family::Text && $values !== [] ? Family::Enum : $family;
    }

    /** What PHP should hold of an integer: MySQL gives some as text, and 2^64-1 can be nothing else. */
    public static function integer(mixed $raw): mixed
    {
        return is_string($raw) && (string) (int) $raw === ltrim($raw, '0') ? (int) $raw : $raw;
    }

    /** A number with that many digits behind the point: those that the database gave, where no float does. */
    public static function decimal(int|float|string $raw, int $scale): string
    {
        if (! is_string($raw) || ! preg_match('/^(-?)0*(\d+)(?:\.(\d{0,'.$scale.'}))?$/D', $raw, $parts)) {
            return number_format((float) $raw, $scale, '.', '');
        }

        return $parts[1].$parts[2].($scale > 0 ? '.'.str_pad($parts[3] ?? '', $scale, '0') : '');
    }

    /** Digits below the second of a date-time column. */
    public function subSeconds(): int
    {
        return $this->family === Family::DateTime ? (int) $this->length : 0;
    }

    public function isUuid(): bool
    {
        return $this->word === 'UUID' || ($this->word === 'CHAR' && $this->length === 36);
    }

    public function isUlid(): bool
    {
        return $this->word === 'ULID' || ($this->word === 'CHAR' && $this->length === 26);
    }

    /** Whether it is a date that may have no end, which no Carbon has. */
    public function isEndless(): bool
    {
        return in_array($this->default, ["'infinity'", "'-infinity'"], true);
    }

    /** Whether DEFAULT is a plain value: no expression, no function, not NULL. */
    public function hasLiteralDefault(): bool
    {
        return $this->default !== null
            && preg_match('/^(?:b?\'(?:[^\']|\'\'|\\\\.)*\'|[-+]?[\d.]+(?:e[-+]?\d+)?|true|false)$/is', $this->default) === 1;
    }
}
