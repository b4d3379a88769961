<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

/** The schema as the server's own catalogue has it: what emgen said of it plays no part. */
final class Catalogue
{
    /** @param  array<string, Table>  $tables */
    public function __construct(public readonly array $tables)
    {
    }

    public function find(string $name): ?Table
    {
        foreach ($this->tables as $table) {
            if (strcasecmp($table->name, $name) === 0) {
                return $table;
            }
        }

        return null;
    }

    /** @return list<ForeignKey> of other tables (or of the same one) that refer to it */
    public function referencesTo(Table $table): array
    {
        $all = array_merge(...array_values(array_map(fn (Table $t) => $t->foreignKeys, $this->tables)));

        return array_values(array_filter($all, fn (ForeignKey $key) => $key->parent === $table->name));
    }

    public static function quote(string $name): string
    {
        return '"'.str_replace('"', '""', $name).'"';
    }
}
