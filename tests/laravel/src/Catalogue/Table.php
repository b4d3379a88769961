<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

/** A table or view as the catalogue has it. */
final class Table
{
    /** @var list<ForeignKey> filled by Catalogue once all tables are known */
    public array $foreignKeys = [];

    /**
     * @param  int  $index  ordinal in the schema: gives each table a key range of its own
     * @param  array<string, Column>  $columns
     * @param  list<string>  $primaryKey
     * @param  list<list<string>>  $uniqueKeys  the primary key not among them
     * @param  list<string>  $checks
     */
    public function __construct(
        public readonly int $index,
        public readonly string $name,
        public readonly bool $isView,
        public readonly bool $hasRowid,
        private readonly ?string $autoIncrement,
        public readonly array $columns,
        public readonly array $primaryKey,
        public readonly array $uniqueKeys,
        public readonly array $checks,
    ) {
    }

    public function column(string $name): Column
    {
        return $this->columns[$name];
    }

    /** @return array<string, Column> */
    public function writable(): array
    {
        return array_filter($this->columns, fn (Column $column) => ! $column->generated);
    }

    /** @return list<list<string>> the primary key, if any, and the unique keys */
    public function keys(): array
    {
        return $this->primaryKey === [] ? $this->uniqueKeys : [$this->primaryKey, ...$this->uniqueKeys];
    }

    /** @param  list<string>  $columns in any order */
    public function isUnique(array $columns): bool
    {
        foreach ($this->keys() as $key) {
            if (array_diff($key, $columns) === [] && array_diff($columns, $key) === []) {
                return true;
            }
        }

        return false;
    }

    public function isInKey(string $column): bool
    {
        return in_array($column, array_merge(...$this->keys()), true);
    }

    /** The column that the server fills by itself. */
    public function autoIncrement(): ?string
    {
        return $this->autoIncrement;
    }

    public function foreignKeyOn(string $column): ?ForeignKey
    {
        foreach ($this->foreignKeys as $foreignKey) {
            if ($foreignKey->isSimple() && $foreignKey->columns[0] === $column) {
                return $foreignKey;
            }
        }

        return null;
    }
}
