<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

/** A table or view as the catalogue has it. */
final class Table
{
    /** @var list<ForeignKey> filled by Catalogue once all tables are known */
    public array $foreignKeys = [];

    /** @var list<string> what rows are found by: where there is none, a unique number that the database makes */
    public readonly array $primaryKey;

    /** @var list<list<string>> the primary key not among them */
    public readonly array $uniqueKeys;

    /**
     * @param  string  $sql  the name as SQL has it
     * @param  list<string>  $numbered  columns that the database fills by itself
     * @param  int  $index  ordinal in the schema: gives each table a key range of its own
     * @param  array<string, Column>  $columns
     * @param  list<string>  $primaryKey
     * @param  list<list<string>>  $uniqueKeys  but the primary key
     * @param  list<string>  $checks
     */
    public function __construct(
        public readonly int $index,
        public readonly string $name,
        public readonly string $sql,
        public readonly array $numbered,
        public readonly bool $isView,
        public readonly bool $hasRowid,
        public readonly array $columns,
        array $primaryKey,
        array $uniqueKeys,
        public readonly array $checks,
    ) {
        $this->primaryKey = $primaryKey ?: $this->number($uniqueKeys);
        $this->uniqueKeys = array_values(array_filter($uniqueKeys, fn (array $key) => $key !== $this->primaryKey));
    }

    /**
     * @param  list<list<string>>  $keys
     * @return list<string>
     */
    private function number(array $keys): array
    {
        foreach ($keys as $key) {
            if (count($key) === 1 && in_array($key[0], $this->numbered, true) && ! $this->columns[$key[0]]->nullable) {
                return $key;
            }
        }

        return [];
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

    /** The primary key that the database fills by itself. */
    public function autoIncrement(): ?string
    {
        return count($this->primaryKey) === 1 && in_array($this->primaryKey[0], $this->numbered, true)
            ? $this->primaryKey[0]
            : null;
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
