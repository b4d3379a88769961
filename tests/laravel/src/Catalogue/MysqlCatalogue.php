<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

use Emgen\Verify\Server\Mysql;
use PDO;

/** The schema of a MariaDB or MySQL database, table by table. */
final class MysqlCatalogue extends Catalogue
{
    private const OF_TABLE = 'TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?';

    /** Stored as binary; PostgreSQL has types of these names that are text. */
    private const SPATIAL = ['point', 'linestring', 'polygon', 'geometry'];

    private readonly bool $isMariadb;

    public function __construct(private readonly PDO $pdo)
    {
        $this->isMariadb = str_contains($this->query('SELECT VERSION() AS version')[0]['version'], 'MariaDB');
        $rows = $this->query(
            "SELECT TABLE_NAME AS name, TABLE_TYPE AS kind FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'SEQUENCE'"
        );
        $kinds = array_column($rows, 'kind', 'name');
        ksort($kinds, SORT_STRING);
        $tables = [];
        foreach ($kinds as $name => $kind) {
            $tables[$name] = $this->table(count($tables), (string) $name, $kind === 'VIEW');
        }
        parent::__construct($tables);
        foreach ($tables as $table) {
            $table->foreignKeys = array_values(array_filter(
                $this->foreignKeys($table),
                fn (ForeignKey $key) => isset($tables[$key->parent]),
            ));
        }
    }

    private function table(int $index, string $name, bool $isView): Table
    {
        $checks = $this->checks($name);
        $columns = [];
        $numbered = [];
        foreach ($this->columns($name) as $info) {
            $columns[$info['COLUMN_NAME']] = $this->column($info, $checks, $isView);
            if (str_contains($info['EXTRA'], 'auto_increment')) {
                $numbered[] = $info['COLUMN_NAME'];
            }
        }
        $keys = $this->keys($name);

        return new Table(
            index: $index,
            name: $name,
            sql: self::quote($name),
            numbered: $numbered,
            isView: $isView,
            hasRowid: false,
            columns: $columns,
            primaryKey: $keys['PRIMARY'] ?? [],
            uniqueKeys: array_values(array_diff_key($keys, ['PRIMARY' => true])),
            checks: array_values($checks),
        );
    }

    /**
     * @param  array<string, mixed>  $info of information_schema.COLUMNS
     * @param  array<string, string>  $checks
     */
    private function column(array $info, array $checks, bool $isView): Column
    {
        $type = $info['COLUMN_TYPE'];
        $isJson = in_array('json_valid('.self::quote($info['COLUMN_NAME']).')', $checks, true);
        $default = $this->isMariadb ? $info['COLUMN_DEFAULT'] : $this->defaultOfMysql($info);

        return new Column(
            name: $info['COLUMN_NAME'],
            position: $info['ORDINAL_POSITION'],
            type: $isJson ? 'json' : self::words($type, $info['SRS_ID'] ?? 0),
            nullable: $info['IS_NULLABLE'] === 'YES',
            default: $default === 'NULL' || $isView ? null : $default,
            generated: (string) $info['GENERATION_EXPRESSION'] !== '',
            values: self::members($type) ?: Checks::values($checks, $info['COLUMN_NAME']),
            isUnsigned: str_contains($type, 'unsigned'),
            takesEmoji: $info['CHARACTER_SET_NAME'] === 'utf8mb4',
        );
    }

    /** The type in the words that Column knows. */
    private static function words(string $type, int $srid): string
    {
        return match (true) {
            // one bit is a boolean, as in Laravel; several are a small number, told from others by their length
            $type === 'bit(1)' => 'boolean',
            str_starts_with($type, 'bit(') => 'tiny'.str_replace('bit', 'int', $type),
            str_starts_with($type, 'enum(') => 'text',
            str_starts_with($type, 'set(') => 'set',
            in_array($type, self::SPATIAL, true) => "wkb_{$type}({$srid})",
            default => $type,
        };
    }

    /** @return list<string> of an enum or a set */
    private static function members(string $type): array
    {
        if (preg_match('/^(enum|set)\(/', $type) !== 1) {
            return [];
        }
        preg_match_all("/'((?:[^'\\\\]|''|\\\\.)*)'/s", $type, $matches);

        return array_map(fn (string $text) => stripcslashes(str_replace("''", "'", $text)), $matches[1]);
    }

    /** @return list<array<string, mixed>> */
    private function columns(string $table): array
    {
        return $this->query(
            'SELECT * FROM information_schema.COLUMNS WHERE '.self::OF_TABLE." AND COLUMN_NAME <> ?
            ORDER BY ORDINAL_POSITION",
            $table,
            Mysql::ROW,
        );
    }

    /** @return array<string, list<string>> unique keys by name, of whole columns only */
    private function keys(string $table): array
    {
        $keys = [];
        $rows = $this->query(
            'SELECT * FROM information_schema.STATISTICS WHERE '.self::OF_TABLE." AND NON_UNIQUE = 0
            AND COLUMN_NAME <> ? ORDER BY INDEX_NAME, SEQ_IN_INDEX",
            $table,
            Mysql::ROW,
        );
        foreach ($rows as $row) {
            $keys[$row['INDEX_NAME']][] = $row['SUB_PART'] === null ? $row['COLUMN_NAME'] : null;
        }

        return array_filter($keys, fn (array $columns) => ! in_array(null, $columns, true));
    }

    /**
     * As MariaDB writes it: SQL.
     *
     * @param  array<string, mixed>  $info of information_schema.COLUMNS
     */
    private function defaultOfMysql(array $info): ?string
    {
        $default = $info['COLUMN_DEFAULT'];
        if ($default === null || str_contains($info['EXTRA'], 'DEFAULT_GENERATED')) {
            return $default === null ? null : self::expressionOfMysql($default);
        }

        return is_numeric($default) || str_starts_with($default, "b'") ? $default : $this->pdo->quote($default);
    }

    /**
     * MySQL escapes its expressions, puts them into parentheses, encodes them twice, and says of which character set
     * texts are, in which a quote is behind a backslash.
     */
    private static function expressionOfMysql(string $text): string
    {
        $text = preg_replace('/^\\((.*)\\)$/s', '$1', stripslashes($text));
        $bytes = mb_convert_encoding($text, 'ISO-8859-1', 'UTF-8');
        $text = preg_replace("/_(utf8mb[34]|latin1)'/", "'", mb_check_encoding($bytes, 'UTF-8') ? $bytes : $text);

        return strtr($text, ["\\'" => "''", '\\\\' => '\\']);
    }

    /** @return array<string, string> */
    private function checks(string $table): array
    {
        if (! $this->isMariadb) {
            $rows = $this->query(
                "SELECT CONSTRAINT_NAME AS name, CHECK_CLAUSE AS clause FROM information_schema.CHECK_CONSTRAINTS
                JOIN information_schema.TABLE_CONSTRAINTS USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME)
                WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ? AND ENFORCED = 'YES'",
                $table,
            );

            return array_map(self::expressionOfMysql(...), array_column($rows, 'clause', 'name'));
        }
        $rows = $this->query(
            'SELECT CONSTRAINT_NAME AS name, CHECK_CLAUSE AS clause FROM information_schema.CHECK_CONSTRAINTS
            WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ?',
            $table,
        );

        return array_column($rows, 'clause', 'name');
    }

    /** @return list<ForeignKey> */
    private function foreignKeys(Table $table): array
    {
        $rows = $this->query(
            'SELECT * FROM information_schema.KEY_COLUMN_USAGE WHERE '.self::OF_TABLE.'
            AND REFERENCED_TABLE_SCHEMA = TABLE_SCHEMA ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION',
            $table->name,
        );
        $parts = [];
        foreach ($rows as $row) {
            $parts[$row['CONSTRAINT_NAME']][] = $row;
        }

        return array_map(fn (array $rows) => new ForeignKey(
            $table->name,
            array_column($rows, 'COLUMN_NAME'),
            $rows[0]['REFERENCED_TABLE_NAME'],
            array_column($rows, 'REFERENCED_COLUMN_NAME'),
        ), array_values($parts));
    }

    /** @return list<array<string, mixed>> */
    private function query(string $sql, string ...$values): array
    {
        $statement = $this->pdo->prepare($sql);
        $statement->execute($values);

        return $statement->fetchAll(PDO::FETCH_ASSOC);
    }
}
