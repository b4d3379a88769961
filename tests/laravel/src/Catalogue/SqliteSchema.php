<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

use PDO;
use RuntimeException;

/** The schema, read by PRAGMA and nothing else: what emgen said of it plays no part. */
final class SqliteSchema
{
    private Catalogue $catalogue;

    public function __construct(private readonly PDO $pdo)
    {
    }

    public function read(): Catalogue
    {
        $tables = [];
        foreach ($this->query('PRAGMA main.table_list') as $row) {
            if (in_array($row['type'], ['table', 'view'], true) && ! str_starts_with($row['name'], 'sqlite_')) {
                $tables[$row['name']] = $row;
            }
        }
        ksort($tables, SORT_STRING);
        $index = 0;
        $this->catalogue = new Catalogue(array_map(fn (array $row) => $this->table($index++, $row), $tables));
        foreach ($this->catalogue->tables as $table) {
            $table->foreignKeys = $this->foreignKeys($table);
        }

        return $this->catalogue;
    }

    /** @param  array<string, mixed>  $row of table_list */
    private function table(int $index, array $row): Table
    {
        $checks = $row['type'] === 'table' ? Checks::of($this->ddl($row['name'])) : [];
        $columns = [];
        $primaryKey = [];
        foreach ($this->query('PRAGMA table_xinfo('.Catalogue::quote($row['name']).')') as $info) {
            if ($info['pk'] > 0) {
                $primaryKey[$info['pk']] = $info['name'];
            }
            $columns[$info['name']] = new Column(
                name: $info['name'],
                position: $info['cid'],
                type: $info['type'],
                nullable: ! $info['notnull'] && ! $info['pk'],
                default: $info['dflt_value'],
                generated: in_array($info['hidden'], [2, 3], true),
                values: Checks::values($checks, $info['name']),
            );
        }
        ksort($primaryKey);

        return new Table(
            index: $index,
            name: $row['name'],
            isView: $row['type'] === 'view',
            hasRowid: ! $row['wr'],
            autoIncrement: self::autoIncrement($row, $columns, $primaryKey),
            columns: $columns,
            primaryKey: array_values($primaryKey),
            uniqueKeys: $this->uniqueKeys($row['name']),
            checks: $checks,
        );
    }

    /**
     * INTEGER PRIMARY KEY, the alias of rowid.
     *
     * @param  array<string, mixed>  $row  of table_list
     * @param  array<string, Column>  $columns
     * @param  array<int, string>  $key
     */
    private static function autoIncrement(array $row, array $columns, array $key): ?string
    {
        $name = reset($key);

        return ! $row['wr'] && count($key) === 1 && $columns[$name]->word === 'INTEGER' ? $name : null;
    }

    /** @return list<list<string>> of whole columns over all rows: neither partial nor on expressions */
    private function uniqueKeys(string $table): array
    {
        $keys = [];
        foreach ($this->query('PRAGMA index_list('.Catalogue::quote($table).')') as $index) {
            if (! $index['unique'] || $index['partial'] || $index['origin'] === 'pk') {
                continue;
            }
            $columns = array_column($this->query('PRAGMA index_info('.Catalogue::quote($index['name']).')'), 'name');
            if (! in_array(null, $columns, true)) {
                $keys[] = $columns;
            }
        }

        return $keys;
    }

    /** @return list<ForeignKey> */
    private function foreignKeys(Table $table): array
    {
        $parts = [];
        foreach ($this->query('PRAGMA foreign_key_list('.Catalogue::quote($table->name).')') as $row) {
            $parts[$row['id']][$row['seq']] = $row;
        }
        $keys = [];
        foreach (array_reverse($parts) as $rows) {
            ksort($rows);
            $keys[] = $this->foreignKey($table, array_values($rows));
        }

        return $keys;
    }

    /** @param  list<array<string, mixed>>  $rows of foreign_key_list, one a column */
    private function foreignKey(Table $table, array $rows): ForeignKey
    {
        $columns = array_column($rows, 'from');
        $parent = $this->catalogue->find($rows[0]['table']);
        $targets = array_column($rows, 'to');
        if ($parent === null) {
            $targets = [];
        } elseif (in_array(null, $targets, true)) {
            $targets = count($parent->primaryKey) === count($columns) ? $parent->primaryKey : [];
        } else {
            $targets = array_map(fn (string $name) => $this->columnName($parent, $name), $targets);
        }

        return new ForeignKey($table->name, $columns, $parent->name ?? $rows[0]['table'], $targets);
    }

    private function columnName(Table $table, string $name): string
    {
        foreach ($table->columns as $column) {
            if (strcasecmp($column->name, $name) === 0) {
                return $column->name;
            }
        }
        throw new RuntimeException("{$table->name} has no column {$name}");
    }

    private function ddl(string $table): string
    {
        $statement = $this->pdo->prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?");
        $statement->execute([$table]);

        return (string) $statement->fetchColumn();
    }

    /** @return list<array<string, mixed>> */
    private function query(string $sql): array
    {
        return $this->pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }
}
