<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Server\Server;
use PDO;
use Throwable;

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
        $sql = "SELECT {$key}, t.* FROM ".$table->sql.' AS t';

        $rows = [];
        foreach ($this->pdo->query($sql)->fetchAll(PDO::FETCH_NUM) as $row) {
            $rows[(string) array_shift($row)] = array_combine(array_keys($table->columns), array_map(self::plain(...), $row));
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

        return $this->server->key($table, $alias);
    }

    /** @return list<string> the foreign keys that some row breaks */
    public function violations(Catalogue $catalogue): array
    {
        $broken = [];
        foreach ($catalogue->tables as $table) {
            foreach ($table->foreignKeys as $key) {
                if ($key->targets !== [] && $this->isBroken($table, $key, $catalogue->tables[$key->parent])) {
                    $broken[] = (string) $key;
                }
            }
        }

        return $broken;
    }

    private function isBroken(Table $table, ForeignKey $key, Table $parent): bool
    {
        $given = $same = [];
        foreach ($key->columns as $i => $column) {
            $child = 't.'.Catalogue::quote($column);
            $given[] = "{$child} IS NOT NULL";
            $same[] = 'p.'.Catalogue::quote($key->targets[$i])." = {$child}";
        }
        $sql = "SELECT count(*) FROM {$table->sql} AS t WHERE ".implode(' AND ', $given)
            ." AND NOT EXISTS (SELECT 1 FROM {$parent->sql} AS p WHERE ".implode(' AND ', $same).')';

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

        return serialize(array_map(self::plain(...), $row));
    }

    /** PostgreSQL's bytea comes as a stream, and is written as text; booleans are booleans. */
    public static function plain(mixed $value): mixed
    {
        return match (true) {
            is_resource($value) => '\x'.bin2hex(stream_get_contents($value, -1, 0)),
            is_bool($value) => (int) $value,
            default => $value,
        };
    }

    /** Runs something; when it throws, what it did to the database is taken back. */
    public function attempt(callable $work): mixed
    {
        static $depth = 0;
        $name = 'attempt'.(++$depth);
        $this->pdo->exec("SAVEPOINT {$name}");
        try {
            $result = $work();
            $this->pdo->exec("RELEASE SAVEPOINT {$name}");

            return $result;
        } catch (Throwable $e) {
            $this->pdo->exec("ROLLBACK TO {$name}");
            $this->pdo->exec("RELEASE SAVEPOINT {$name}");
            throw $e;
        } finally {
            $depth--;
        }
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
