<?php

declare(strict_types=1);

namespace Emgen\Verify\Relation;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Rows;
use Emgen\Verify\Rules;
use PDO;

/** The rows that a relation has to find, by the SQL join over the catalogue's foreign keys. */
final class Join
{
    public function __construct(private readonly Rows $rows, private readonly Rules $rules)
    {
    }

    /** @return array<string, list<array<string, mixed>>> related rows by key of the row that has the relation */
    public function expected(Link $link): array
    {
        $related = $link->related->table;
        $sql = 'SELECT '.$this->rows->keySql($link->subject->table, 't').', r.*'
            .' FROM '.$link->subject->table->sql.' AS t'
            .$this->joins($link)
            .' WHERE '.($this->rules->softDeletes($related) ? 'r.deleted_at IS NULL' : '1 = 1')
            .($this->leavesOut($link) ? ' AND p.deleted_at IS NULL' : '');

        $expected = array_fill_keys(array_keys($this->rows->all($link->subject->table)), []);
        foreach ($this->rows->pdo->query($sql)->fetchAll(PDO::FETCH_NUM) as $row) {
            $expected[(string) array_shift($row)][] = array_combine(array_keys($related->columns), $row);
        }

        return $expected;
    }

    /** Whether rows between that were deleted softly join nothing. */
    private function leavesOut(Link $link): bool
    {
        return str_ends_with($link->kind, 'Through')
            ? $this->rules->softDeletes($link->pivot)
            : $link->detachesSoftly();
    }

    private function joins(Link $link): string
    {
        $related = $link->related->table;

        return match ($link->kind) {
            'BelongsTo' => self::join($related, 'r', $link->key, 't', 'r'),
            'BelongsToMany' => self::join($link->pivot, 'p', $link->key, 'p', 't')
                .self::join($related, 'r', $link->far, 'p', 'r'),
            'HasOneThrough', 'HasManyThrough' => self::join($link->pivot, 'p', $link->far, 'p', 't')
                .self::join($related, 'r', $link->key, 'r', 'p'),
            default => self::join($related, 'r', $link->key, 'r', 't'),
        };
    }

    private static function join(Table $table, string $alias, ForeignKey $key, string $child, string $parent): string
    {
        return ' JOIN '.$table->sql." AS {$alias} ON {$child}.".Catalogue::quote($key->columns[0])
            ." = {$parent}.".Catalogue::quote($key->targets[0]);
    }
}
