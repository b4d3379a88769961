<?php

declare(strict_types=1);

namespace Emgen\Verify\Seed;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Rows;
use PDO;
use PDOException;
use RuntimeException;

/** Fills every table with rows that keep all its constraints. */
final class Seeder
{
    public const ROWS = 8;

    private const LEAST = 3;

    private const ATTEMPTS = 600;

    private readonly RowPlan $plan;

    public function __construct(private readonly Catalogue $catalogue, private readonly Rows $rows)
    {
        $this->plan = new RowPlan($catalogue);
    }

    /** Parents before children; a cycle is closed with keys known beforehand. */
    public function run(): void
    {
        foreach ($this->order() as $table) {
            $this->seed($table);
        }
        $violations = $this->rows->violations($this->catalogue);
        if ($violations !== []) {
            throw new RuntimeException('seeded rows break foreign keys: '.json_encode($violations));
        }
    }

    /**
     * A further valid row, not in the table.  Rows of different $n can live side by side.
     *
     * @return array<string, mixed>
     */
    public function fresh(Table $table, int $n = 0): array
    {
        return $this->rows->undone(fn () => $this->insertRow($table, self::ROWS + $n)
            ?? throw new RuntimeException("{$table->name} takes no further row"));
    }

    /** @param  array<string, mixed>  $row */
    public function insert(Table $table, array $row): void
    {
        $columns = implode(', ', array_map(Catalogue::quote(...), array_keys($row)));
        $marks = implode(', ', array_fill(0, count($row), '?'));
        $statement = $this->rows->pdo->prepare(
            'INSERT INTO '.$table->sql." ({$columns}) VALUES ({$marks})"
        );
        foreach (array_values($row) as $i => $value) {
            $statement->bindValue($i + 1, $value, match (true) {
                $value === null => PDO::PARAM_NULL,
                is_int($value) => PDO::PARAM_INT,
                default => PDO::PARAM_STR,
            });
        }
        $statement->execute();
    }

    private function seed(Table $table): void
    {
        for ($n = 0; $n < $this->plan->rowsOf($table); $n++) {
            if ($this->insertRow($table, $n) === null) {
                break;
            }
        }
        $seeded = array_values($this->rows->all($table));
        if (count($seeded) < self::LEAST) {
            throw new RuntimeException("{$table->name} takes only ".count($seeded).' rows');
        }
        if ($table->keys() === []) {
            $twin = array_intersect_key($seeded[0], $table->writable());
            $this->insert($table, $twin);
        }
        $this->plan->seeded($table, $seeded);
    }

    /** @return array<string, mixed>|null the row that went in */
    private function insertRow(Table $table, int $n): ?array
    {
        for ($attempt = 0; $attempt < self::ATTEMPTS; $attempt++) {
            $row = $this->plan->row($table, $n, $attempt);
            try {
                $this->rows->attempt(fn () => $this->insert($table, $row));

                return $row;
            } catch (PDOException $e) {
                if (! $this->rows->server->isRefusal($e)) {
                    throw $e;
                }
            }
        }

        return null;
    }

    /** @return list<Table> */
    private function order(): array
    {
        $order = [];
        foreach ($this->catalogue->tables as $table) {
            $this->visit($table, $order);
        }

        return array_values(array_filter($order));
    }

    /** @param  array<string, Table|null>  $order parents first; null while a table waits for its own */
    private function visit(Table $table, array &$order): void
    {
        if ($table->isView || array_key_exists($table->name, $order)) {
            return;
        }
        $order[$table->name] = null;
        foreach ($table->foreignKeys as $key) {
            if ($key->targets !== []) {
                $this->visit($this->catalogue->tables[$key->parent], $order);
            }
        }
        unset($order[$table->name]);
        $order[$table->name] = $table;
    }
}
