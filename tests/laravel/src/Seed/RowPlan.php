<?php

declare(strict_types=1);

namespace Emgen\Verify\Seed;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\Checks;
use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;

/**
 * Which value goes where.  A foreign key that is not unique has parents with
 * several children and parents with none; a nullable one is null in every
 * third row; in a composite key each column alone repeats.
 */
final class RowPlan
{
    /** @var array<string, list<array<string, mixed>>> rows by table, once they are in the database */
    private array $seeded = [];

    public function __construct(private readonly Catalogue $catalogue)
    {
    }

    /** @param  list<array<string, mixed>>  $rows */
    public function seeded(Table $table, array $rows): void
    {
        $this->seeded[$table->name] = $rows;
    }

    /** A table whose key is its parent's key has fewer rows than the parent, so that some parent has no child. */
    public function rowsOf(Table $table): int
    {
        $rows = Seeder::ROWS;
        foreach ($table->foreignKeys as $key) {
            if ($key->isSimple() && $key->parent !== $table->name && $table->isUnique($key->columns)
                && ! $table->column($key->columns[0])->nullable) {
                $parent = $this->catalogue->tables[$key->parent];
                $rows = min($rows, max(3, count($this->seeded[$parent->name] ?? range(1, Seeder::ROWS)) - 3));
            }
        }

        return $rows;
    }

    /**
     * The n-th row; later attempts vary what a constraint may have refused.
     *
     * @return array<string, mixed>
     */
    public function row(Table $table, int $n, int $attempt): array
    {
        $row = $this->foreignKeys($table, $n, $attempt);
        foreach ($table->writable() as $name => $column) {
            if (! array_key_exists($name, $row)) {
                $row[$name] = $this->value($table, $column, $n, $attempt);
            }
        }

        return $this->choose($table, $row, $attempt);
    }

    /** @return array<string, mixed> */
    private function foreignKeys(Table $table, int $n, int $attempt): array
    {
        $keys = array_filter($table->foreignKeys, fn (ForeignKey $key) => $key->targets !== []);
        usort($keys, fn (ForeignKey $a, ForeignKey $b) => count($b->columns) <=> count($a->columns));
        $row = [];
        foreach ($keys as $ordinal => $key) {
            if (array_intersect_key($row, array_flip($key->columns)) === []) {
                $row += $this->parentKey($table, $key, $ordinal, $n, $attempt);
            }
        }

        return $row;
    }

    /** @return array<string, mixed> */
    private function parentKey(Table $table, ForeignKey $key, int $ordinal, int $n, int $attempt): array
    {
        $nullable = array_filter($key->columns, fn (string $c) => $table->column($c)->nullable);
        $self = $key->parent === $table->name;
        if ($nullable !== [] && $attempt < 100 && ($n + ($self ? 0 : $ordinal + 1)) % 3 === 0) {
            return array_fill_keys($key->columns, null);
        }
        $p = $this->parentRow($table, $key, $ordinal, $n, $attempt);
        $values = array_map(fn (string $column) => $this->parentValue($key, $column, $p), $key->targets);

        return array_combine($key->columns, $values);
    }

    private function parentRow(Table $table, ForeignKey $key, int $ordinal, int $n, int $attempt): int
    {
        $rows = count($this->seeded[$key->parent] ?? []) ?: $this->rowsOf($this->catalogue->tables[$key->parent]);
        $self = $key->parent === $table->name;

        return match (true) {
            $attempt > 0 && ($attempt > 20 || $table->isInKey($key->columns[0])) => self::pick($n, $attempt, $ordinal, $rows),
            $table->primaryKey === $key->columns => $n % $rows,
            $table->isUnique($key->columns) => ($n + 1) % $rows,
            $table->isInKey($key->columns[0]) => self::digit($table, $key->columns[0], $n) % $rows,
            $self => intdiv($n, 2) % $rows,
            default => ($n + $ordinal) % min(3, $rows),
        };
    }

    private function parentValue(ForeignKey $key, string $column, int $p): mixed
    {
        $parent = $this->catalogue->tables[$key->parent];
        $rows = $this->seeded[$parent->name] ?? null;
        if ($rows === null) {
            return $this->planned($parent, $column, $p);
        }
        $values = array_values(array_filter(array_column($rows, $column), fn ($value) => $value !== null));

        return count($values) === count($rows) ? $values[$p] : $values[$p % count($values)];
    }

    /** What a row of a table that is not seeded yet will have: how cycles and self references close. */
    private function planned(Table $table, string $column, int $n): mixed
    {
        $key = $table->foreignKeyOn($column);

        return $key === null
            ? $this->value($table, $table->column($column), $n, 0)
            : $this->parentKey($table, $key, 0, $n, 0)[$column];
    }

    private function value(Table $table, Column $column, int $n, int $attempt): mixed
    {
        if ($column->nullable && $attempt < 100 && ($n + $column->position) % 4 === 0) {
            return null;
        }
        $inKey = $table->isInKey($column->name);
        $index = match (true) {
            $inKey && $attempt > 0 => self::pick($n, $attempt, $column->position, Seeder::ROWS + 2),
            $inKey => self::digit($table, $column->name, $n),
            default => $n,
        };

        return Values::of($table, $column, $index);
    }

    /** In a key of k columns, row n is n written with k digits: all rows differ, each column repeats. */
    private static function digit(Table $table, string $column, int $n): int
    {
        foreach ($table->keys() as $key) {
            $place = array_search($column, $key, true);
            if ($place !== false) {
                $base = (int) ceil(Seeder::ROWS ** (1 / count($key)));

                return $place === count($key) - 1 ? intdiv($n, $base ** $place) : intdiv($n, $base ** $place) % $base;
            }
        }

        return $n;
    }

    /** Repeatable, and different for each attempt. */
    private static function pick(int $n, int $attempt, int $salt, int $below): int
    {
        return crc32("{$n}/{$attempt}/{$salt}") % $below;
    }

    /**
     * Columns that a CHECK speaks of also try the literals it names.
     *
     * @param  array<string, mixed>  $row
     * @return array<string, mixed>
     */
    private function choose(Table $table, array $row, int $attempt): array
    {
        if ($table->checks === []) {
            return $row;
        }
        foreach ($row as $name => $value) {
            $column = $table->column($name);
            $options = $this->options($table, $column, $value);
            $row[$name] = $options[$attempt % count($options)];
            $attempt = intdiv($attempt, count($options));
        }

        return $row;
    }

    /** @return list<mixed> the value itself first */
    private function options(Table $table, Column $column, mixed $value): array
    {
        $options = [$value];
        if ($column->values !== []) {
            return $options;
        }
        foreach ($table->checks as $check) {
            if (Checks::mentions($check, $column->name)) {
                array_push($options, ...self::literals($check, $column), ...($column->nullable ? [null] : []));
            }
        }

        return $options;
    }

    /** @return list<int|string> literals of a check in the type of the column */
    private static function literals(string $check, Column $column): array
    {
        return array_map(
            fn (string $text) => $column->family === Family::Integer && is_numeric($text) ? (int) $text : $text,
            Checks::literals($check),
        );
    }
}
