<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Seed\Seeder;

/** What every check works on. */
final class World
{
    /** @var array<string, array<string, true>> */
    private array $seededKeys = [];

    /** @param  array<string, Subject>  $subjects by table */
    public function __construct(
        public readonly Catalogue $catalogue,
        public readonly Rules $rules,
        public readonly Rows $rows,
        public readonly Seeder $seeder,
        public readonly array $subjects,
        public readonly Options $options,
    ) {
        foreach ($catalogue->tables as $table) {
            $this->seededKeys[$table->name] = array_fill_keys(array_keys($rows->all($table)), true);
        }
    }

    /** @return array<string, true> keys of the rows that every check starts with */
    public function seededKeys(Table $table): array
    {
        return $this->seededKeys[$table->name];
    }

    public function table(string $name): Table
    {
        return $this->catalogue->tables[$name];
    }

    public function subjectOf(Table|string $table): ?Subject
    {
        return $this->subjects[$table instanceof Table ? $table->name : $table] ?? null;
    }
}
