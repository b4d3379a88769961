<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Server\Server;
use PDO;

/**
 * Whole tables, read by SQL.  A row's key is what its server tells rows apart by,
 * so that those without a key of their own can be.
 */
final class Rows
{
    public function __construct(public readonly PDO $pdo, public readonly Server $server)
    {
    }

    /** @return array<string, array<string, mixed>> row key => row */
    public function all(Table $table): array
    {
        $key = $this->keySql($table, 't');
        $sql = "SELECT {$key}, t.* FROM ".Catalogue::quote($table->name).' AS t';

        $rows = [];
        foreach ($this->pdo->query($sql)->fetchAll(PDO::FETCH_NUM) as $row) {
            $rows[(string) array_shift($row)] = array_combine(array_keys($table->columns), $row);
        }
        ksort($rows, SORT_NATURAL);

        return $rows;
    }

    /** An SQL expression that is different for each row. */
    public function keySql(Table $table, string $alias): string
    {
        if ($table->isView) {
            return 'row_number() OVER ()';
        }

        return $this->server->rowKey($table, $alias);
    }

    /** @return list<string> the foreign keys that some row breaks */
    public function violations(Catalogue $catalogue): array
    {
        $all = array_merge(...array_values(array_map(fn (Table $t) => $t->foreignKeys, $catalogue->tables)));
        $broken = array_filter($all, fn (ForeignKey $key) => $key->targets !== [] && $this->isBroken($key));

        return array_values(array_map(strval(...), $broken));
    }

    private function isBroken(ForeignKey $key): bool
    {
        $joined = $given = [];
        foreach ($key->columns as $i => $column) {
            $child = 'c.'.Catalogue::quote($column);
            $joined[] = "{$child} = p.".Catalogue::quote($key->targets[$i]);
            $given[] = "{$child} IS NOT NULL";
        }
        $sql = 'SELECT count(*) FROM '.Catalogue::quote($key->table).' AS c WHERE '.implode(' AND ', $given)
            .' AND NOT EXISTS (SELECT 1 FROM '.Catalogue::quote($key->parent).' AS p WHERE '.implode(' AND ', $joined).')';

        return (int) $this->pdo->query($sql)->fetchColumn() > 0;
    }

    /**
     * What a statement did to a table.
     *
     * @param  array<string, array<string, mixed>>  $before
     * @param  array<string, array<string, mixed>>  $after
     * @return array{added: list<string>, removed: list<string>, changed: array<string, list<string>>}
     */
    public static function changes(array $before, array $after): array
    {
        $changed = [];
        foreach (array_intersect_key($after, $before) as $key => $row) {
            $columns = array_keys(array_filter($row, fn ($value, $c) => $value !== $before[$key][$c], ARRAY_FILTER_USE_BOTH));
            if ($columns !== []) {
                $changed[(string) $key] = $columns;
            }
        }

        return [
            'added' => array_map(strval(...), array_keys(array_diff_key($after, $before))),
            'removed' => array_map(strval(...), array_keys(array_diff_key($before, $after))),
            'changed' => $changed,
        ];
    }

    /**
     * A row as one comparable string, whatever the order of its columns.
     *
     * @param  array<string, mixed>  $row
     */
    public static function text(array $row): string
    {
        ksort($row, SORT_STRING);

        return serialize($row);
    }

    /** Runs something and takes back what it did to the database. */
    public function undone(callable $work): mixed
    {
        static $depth = 0;
        $name = 'undone'.(++$depth);
        $this->pdo->exec("SAVEPOINT {$name}");
        try {
            return $work();
        } finally {
            $depth--;
            $this->pdo->exec("ROLLBACK TO {$name}");
            $this->pdo->exec("RELEASE SAVEPOINT {$name}");
        }
    }
}
