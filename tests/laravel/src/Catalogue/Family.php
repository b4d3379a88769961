<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

/** What a column holds, read from its declared type: the ground of every expectation. */
enum Family
{
    case Integer;
    case Boolean;
    case Decimal;
    case Number;
    case Float;
    /** A number by which rows are found: PHP's arrays have no floats for keys. */
    case Digits;
    case Text;
    case Enum;
    case Date;
    case DateTime;
    case Json;
    case Binary;
    case Other;

    /** Types that a person writes in DDL; what is not listed is Other. */
    private const WORDS = [
        'BOOLEAN' => self::Boolean, 'BOOL' => self::Boolean, 'BIT' => self::Boolean,
        'INT' => self::Integer, 'INTEGER' => self::Integer, 'TINYINT' => self::Integer,
        'SMALLINT' => self::Integer, 'MEDIUMINT' => self::Integer, 'BIGINT' => self::Integer,
        'INT2' => self::Integer, 'INT4' => self::Integer, 'INT8' => self::Integer, 'YEAR' => self::Integer,
        'REAL' => self::Float, 'DOUBLE' => self::Float, 'FLOAT' => self::Float,
        'DATE' => self::Date,
        'DATETIME' => self::DateTime, 'TIMESTAMP' => self::DateTime, 'SMALLDATETIME' => self::DateTime,
        'TIMESTAMPTZ' => self::DateTime,
        'JSON' => self::Json, 'JSONB' => self::Json,
        'BLOB' => self::Binary, 'TINYBLOB' => self::Binary, 'MEDIUMBLOB' => self::Binary, 'LONGBLOB' => self::Binary,
        'BINARY' => self::Binary, 'VARBINARY' => self::Binary, 'BYTEA' => self::Binary,
        'TEXT' => self::Text, 'CHAR' => self::Text, 'CHARACTER' => self::Text, 'VARCHAR' => self::Text,
        'TINYTEXT' => self::Text, 'MEDIUMTEXT' => self::Text, 'LONGTEXT' => self::Text,
        'NCHAR' => self::Text, 'NVARCHAR' => self::Text, 'CLOB' => self::Text, 'STRING' => self::Text,
        'NAME' => self::Text, 'XML' => self::Text, 'UUID' => self::Text, 'ULID' => self::Text, 'TIME' => self::Text,
    ];

    public static function ofType(string $word, ?int $length): self
    {
        if ($word === 'TINYINT' && $length === 1) {
            return self::Boolean;
        }
        if (in_array($word, ['DECIMAL', 'NUMERIC', 'DEC', 'NUMBER', 'MONEY'], true)) {
            return $length === null ? self::Number : self::Decimal;
        }

        return self::WORDS[$word] ?? self::Other;
    }
}
