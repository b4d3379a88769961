<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

use PDO;

/** The schemas of a PostgreSQL database, read from its catalogue one table at a time. */
final class PgsqlCatalogue extends Catalogue
{
    /** Types of which a default is no attribute of a new model. */
    private const NO_DEFAULT = ['ARRAY', 'TEXTS', 'RANGE', 'MULTIRANGE', 'POINT', 'POLYGON', 'CASH', 'BYTEA'];

    private const LITERAL = "'(?:[^']|'')*'|-?[\\d.]+|true|false";

    public function __construct(private readonly PDO $pdo)
    {
        $tables = [];
        foreach ($this->query("
                SELECT c.oid, n.nspname, c.relname, c.relkind IN ('v', 'm') AS view FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
                AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')") as $row) {
            $row['name'] = ($row['nspname'] === 'public' ? '' : $row['nspname'].'.').$row['relname'];
            $tables[$row['name']] = $row;
        }
        ksort($tables, SORT_STRING);
        $index = 0;
        parent::__construct(array_map(fn (array $row) => $this->table($index++, $row), $tables));
        foreach ($tables as $name => $row) {
            $this->find($name)->foreignKeys = $this->foreignKeys($name, $row['oid']);
        }
    }

    /** @param  array<string, mixed>  $row */
    private function table(int $index, array $row): Table
    {
        $checks = array_column($this->query("SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint
            WHERE contype = 'c' AND conrelid = {$row['oid']}"), 'text');
        $columns = [];
        $numbered = [];
        foreach ($this->columns($row['oid']) as $position => $info) {
            $own = array_map(fn (string $check) => preg_replace('/\bVALUE\b/', $info['attname'], $check), $this->domainChecks($info['type']));
            array_push($checks, ...$own);
            $columns[$info['attname']] = $this->column($position, $info, $checks);
            if ($info['attidentity'] !== '' || str_starts_with((string) $info['sql'], 'nextval(')) {
                $numbered[] = $info['attname'];
            }
        }
        $keys = $this->keys($row['oid']);

        return new Table(
            index: $index,
            name: $row['name'],
            sql: self::quote($row['nspname']).'.'.self::quote($row['relname']),
            numbered: $numbered,
            isView: $row['view'],
            hasRowid: false,
            columns: $columns,
            primaryKey: $keys['p'] ?? [],
            uniqueKeys: $keys['u'] ?? [],
            checks: $checks,
        );
    }

    /** @return list<array<string, mixed>> */
    private function columns(int $table): array
    {
        return $this->query("
            WITH RECURSIVE base (attnum, oid, typmod, required) AS (
                SELECT attnum, atttypid, atttypmod, attnotnull FROM pg_attribute
                WHERE attrelid = {$table} AND attnum > 0 AND NOT attisdropped
                UNION ALL SELECT b.attnum, t.typbasetype, greatest(b.typmod, t.typtypmod), b.required OR t.typnotnull
                FROM base b JOIN pg_type t ON t.oid = b.oid AND t.typtype = 'd')
            SELECT a.attname, a.atttypid AS type, a.attidentity, a.attgenerated, b.required,
                coalesce(pg_get_expr(d.adbin, d.adrelid), (SELECT t.typdefault FROM pg_type t WHERE t.oid = a.atttypid)) AS sql,
                format_type(b.oid, b.typmod) AS declared, y.typtype, y.typcategory,
                (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = b.oid) AS labels
            FROM pg_attribute a
            JOIN base b ON b.attnum = a.attnum
            JOIN pg_type y ON y.oid = b.oid AND y.typtype <> 'd'
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = {$table} ORDER BY a.attnum");
    }

    /**
     * @param  array<string, mixed>  $info
     * @param  list<string>  $checks
     */
    private function column(int $position, array $info, array $checks): Column
    {
        $type = self::words($info);
        $labels = json_decode($info['labels'] ?? '[]', true);

        return new Column(
            name: $info['attname'],
            position: $position,
            type: $type,
            nullable: ! $info['required'],
            default: $info['attgenerated'] === '' ? self::bare($info['sql'], strtok($type, '(')) : null,
            generated: $info['attgenerated'] !== '',
            values: self::values($checks, $info['attname']) ?: $labels,
        );
    }

    /**
     * The base type in the words that Column knows.
     *
     * @param  array<string, mixed>  $info
     */
    private static function words(array $info): string
    {
        $type = $info['declared'];

        return match (true) {
            $info['typtype'] === 'e' => 'TEXT',
            $info['typtype'] === 'r' => 'RANGE',
            $info['typtype'] === 'm' => 'MULTIRANGE',
            $info['typtype'] === 'c' => 'COMPOSITE',
            $info['typcategory'] === 'A' => $type === 'text[]' ? 'TEXTS' : 'ARRAY',
            $type === 'numeric' => 'UNSCALED',
            preg_match('/^(timestamp|time)(\(\d\))? (with|without) time zone$/', $type, $parts) === 1
                => $parts[1].($parts[3] === 'with' ? 'tz' : '').($parts[2] ?: '(6)'),
            default => strtr($type, [
                'character varying' => 'VARCHAR', 'character' => 'CHAR', 'double precision' => 'DOUBLE', '"char"' => 'CHAR(1)',
                'bit varying' => 'VARBIT', 'bit' => 'BITS', 'money' => 'CASH', 'citext' => 'TEXT', 'oid' => 'INTEGER',
            ]),
        };
    }

    /** The default without casts; null where it is none for a model. */
    private static function bare(?string $sql, string $word): ?string
    {
        if ($sql === null || in_array(strtoupper($word), self::NO_DEFAULT, true)) {
            return null;
        }
        do {
            $before = $sql;
            $sql = preg_replace('/::[\w ."]+(?:\(\d+(?:,\d+)?\))?(?:\[\])*$/', '', $sql);
            $sql = preg_replace(['/^\(([^()]*)\)$/', "/^B'/"], ['$1', "'"], $sql);
        } while ($sql !== $before);

        return $sql === 'NULL' ? null : $sql;
    }

    /**
     * @param  list<string>  $checks
     * @return list<string> of x = ANY (ARRAY[...]) or x = ... OR x = ...
     */
    private static function values(array $checks, string $column): array
    {
        $name = '\(*"?'.preg_quote($column, '/').'"?\)*(?:::\w+)?';
        $literal = '\(*(?:'.self::LITERAL.')(?:\)*(?:::[\w ."]+(?:\[\])?)?)*';
        foreach ($checks as $check) {
            if (preg_match("/^CHECK \(\({$name} = ANY \(\(?ARRAY\[{$literal}(?:, {$literal})*\]\)?(?:::text\[\])?\)\)\)$/", $check) === 1
                || preg_match("/^CHECK \(\(\({$name} = {$literal}(?: OR \({$name} = {$literal})*\)\)$/", $check) === 1) {
                preg_match_all('/'.self::LITERAL.'/', preg_replace('/^CHECK \(+"?'.preg_quote($column, '/').'/', '', $check), $found);

                return array_map(fn (string $v) => $v[0] === "'" ? str_replace("''", "'", substr($v, 1, -1)) : $v, $found[0]);
            }
        }

        return [];
    }

    /** @return list<string> of the domain, and of those it is made of */
    private function domainChecks(int $type): array
    {
        return array_column($this->query("
            WITH RECURSIVE base (oid) AS (SELECT {$type}::oid UNION ALL SELECT t.typbasetype FROM base b
                JOIN pg_type t ON t.oid = b.oid AND t.typtype = 'd')
            SELECT pg_get_constraintdef(c.oid) AS text FROM pg_constraint c JOIN base b ON c.contypid = b.oid
            WHERE c.contype = 'c'"), 'text');
    }

    /** @return array{p?: list<string>, u?: list<list<string>>} */
    private function keys(int $table): array
    {
        $keys = [];
        foreach ($this->query("
                SELECT indisprimary, (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(indkey) WITH ORDINALITY k (n, place)
                    JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = k.n WHERE k.place <= indnkeyatts) AS columns
                FROM pg_index WHERE indrelid = {$table} AND indisunique AND indpred IS NULL AND indexprs IS NULL AND indisvalid
                ORDER BY indexrelid") as $row) {
            $columns = json_decode($row['columns'], true);
            if ($row['indisprimary']) {
                $keys['p'] = $columns;
            } else {
                $keys['u'][] = $columns;
            }
        }

        return $keys;
    }

    /** @return list<ForeignKey> */
    private function foreignKeys(string $table, int $oid): array
    {
        $list = fn (string $relation, string $numbers): string => "(SELECT json_agg(a.attname ORDER BY k.place)
            FROM unnest({$numbers}) WITH ORDINALITY k (n, place) JOIN pg_attribute a ON a.attrelid = {$relation} AND a.attnum = k.n)";
        $rows = $this->query("
            SELECT n.nspname, c.relname, {$list('conrelid', 'conkey')} AS columns, {$list('confrelid', 'confkey')} AS targets
            FROM pg_constraint JOIN pg_class c ON c.oid = confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE contype = 'f' AND conrelid = {$oid} AND conparentid = 0 ORDER BY conname");

        return array_map(fn (array $row) => new ForeignKey(
            $table,
            json_decode($row['columns'], true),
            ($row['nspname'] === 'public' ? '' : $row['nspname'].'.').$row['relname'],
            json_decode($row['targets'], true),
        ), $rows);
    }

    /** @return list<array<string, mixed>> */
    private function query(string $sql): array
    {
        return $this->pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }
}
