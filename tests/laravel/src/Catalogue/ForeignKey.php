<?php

declare(strict_types=1);

namespace Emgen\Verify\Catalogue;

final class ForeignKey
{
    /**
     * @param  list<string>  $columns
     * @param  list<string>  $targets  columns of the parent, resolved; empty when they cannot be
     */
    public function __construct(
        public readonly string $table,
        public readonly array $columns,
        public readonly string $parent,
        public readonly array $targets,
    ) {
    }

    /** One column that refers to one column of a table that exists. */
    public function isSimple(): bool
    {
        return count($this->columns) === 1 && count($this->targets) === 1;
    }

    /** created_by and the like: a belongsTo, but no inverse by default. */
    public function isAudit(): bool
    {
        return str_ends_with($this->columns[0], '_by');
    }

    public function __toString(): string
    {
        return sprintf(
            '%s.%s -> %s.%s',
            $this->table,
            implode('+', $this->columns),
            $this->parent,
            implode('+', $this->targets),
        );
    }
}
