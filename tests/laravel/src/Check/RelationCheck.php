<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Check;
use Emgen\Verify\Relation\Join;
use Emgen\Verify\Relation\Link;
use Emgen\Verify\Relation\Links;
use Emgen\Verify\Rows;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasOneOrMany;
use Illuminate\Support\Collection;

/** Every relation gives, row by row, what the SQL join gives: lazily, eagerly and in a query. */
final class RelationCheck implements Check
{
    public function __construct(
        private readonly World $world,
        private readonly Links $links,
        private readonly Join $join,
    ) {
    }

    public function name(): string
    {
        return 'relations';
    }

    public function problems(Subject $subject): iterable
    {
        foreach ($this->links->broken($subject) as $method => $problem) {
            yield "{$method}(): {$problem}";
        }
        foreach ($this->links->of($subject) as $link) {
            foreach ($this->link($link) as $problem) {
                yield "{$link->method}(): {$problem}";
            }
        }
    }

    /** @return iterable<string> */
    private function link(Link $link): iterable
    {
        yield from $this->form($link);
        $expected = array_map(self::texts(...), $this->join->expected($link));
        yield from $this->lazy($link, $expected);
        yield from $this->eager($link, $expected);
        yield from $this->queried($link, $expected);
        yield from $this->writes($link);
    }

    /** @return iterable<string> */
    private function form(Link $link): iterable
    {
        $unique = $this->world->table($link->key->table)->isUnique($link->key->columns);
        if ($link->kind === 'HasOne' && ! $unique) {
            yield "hasOne, but {$link->key} is not unique";
        }
        if ($link->kind === 'HasMany' && $unique) {
            yield "hasMany, but {$link->key} is unique";
        }
        if ($link->kind === 'BelongsTo' && ! self::isNamedAfter($link->method, $link->key->columns[0], $link->key->targets[0])) {
            yield "the name has nothing of {$link->key->columns[0]}";
        }
        yield from $this->nullability($link);
    }

    /** @return iterable<string> */
    private function nullability(Link $link): iterable
    {
        $types = $link->subject->docblock->types;
        if (! isset($types[$link->method])) {
            yield 'no @property-read';

            return;
        }
        $wanted = match ($link->kind) {
            'BelongsTo' => $link->subject->table->column($link->key->columns[0])->nullable,
            'HasOne', 'HasOneThrough' => true,
            default => false,
        };
        if ($link->subject->docblock->isNullable($link->method) !== $wanted) {
            yield "@property-read says {$types[$link->method]}";
        }
    }

    /**
     * @param  array<string, list<string>>  $expected
     * @return iterable<string>
     */
    private function lazy(Link $link, array $expected): iterable
    {
        foreach ($this->world->rows->all($link->subject->table) as $key => $row) {
            $value = $link->subject->hydrate($row)->{$link->method};
            if (self::texts($value) !== $expected[$key]) {
                yield "row {$key} gets ".self::count($value).' rows, or others, where the join has '.count($expected[$key]);

                return;
            }
            if (! $this->documented($link, $value)) {
                yield "@property-read says {$link->subject->docblock->types[$link->method]}, the value is ".get_debug_type($value);

                return;
            }
        }
    }

    /** A soft-deleted parent is null even where the key is not. */
    private function documented(Link $link, mixed $value): bool
    {
        $hidden = $value === null && $this->world->rules->softDeletes($link->related->table);

        return $hidden || $link->subject->docblock->accepts($link->method, $value);
    }

    /**
     * @param  array<string, list<string>>  $expected
     * @return iterable<string>
     */
    private function eager(Link $link, array $expected): iterable
    {
        $byRow = $this->byRow($link, $expected);
        foreach ($link->subject->query()->with($link->method)->get() as $model) {
            if (self::texts($model->getRelation($link->method)) !== $byRow[Rows::text($model->getAttributes())]) {
                yield 'with() gives other rows than the join';

                return;
            }
        }
    }

    /**
     * @param  array<string, list<string>>  $expected
     * @return iterable<string>
     */
    private function queried(Link $link, array $expected): iterable
    {
        $byRow = $this->byRow($link, $expected);
        foreach ($link->subject->query()->withCount("{$link->method} as emgen_n")->get() as $model) {
            $row = $model->getAttributes();
            $count = $row['emgen_n'];
            unset($row['emgen_n']);
            if ($count !== count($byRow[Rows::text($row)])) {
                yield 'withCount() counts otherwise than the join';
                break;
            }
        }
        $rows = $this->world->rows->all($link->subject->table);
        $having = array_intersect_key($rows, array_filter($expected));
        if (self::texts($link->subject->query()->has($link->method)->get()) !== self::texts($having)) {
            yield 'has() finds other rows than the join';
        }
        $lacking = array_diff_key($rows, $having);
        if (self::texts($link->subject->query()->doesntHave($link->method)->get()) !== self::texts($lacking)) {
            yield 'doesntHave() finds other rows than the join';
        }
    }

    /**
     * associate() and make() set the child's key to the parent's.
     *
     * @return iterable<string>
     */
    private function writes(Link $link): iterable
    {
        if ($link->pivot !== null) {
            return;
        }
        $child = $link->key->columns[0];
        $target = $link->key->targets[0];
        foreach ($this->world->rows->all($this->world->table($link->key->parent)) as $row) {
            $parent = ($link->kind === 'BelongsTo' ? $link->related : $link->subject)->hydrate($row);
            $relation = ($link->kind === 'BelongsTo' ? $link->subject->make() : $parent)->{$link->method}();
            $model = $relation instanceof BelongsTo ? $relation->associate($parent) : self::made($relation);
            if ($row[$target] !== null && (string) Column::integer($model->getAttributes()[$child]) !== (string) Column::integer($row[$target])) {
                yield "a new child's {$child} is not the parent's {$target}";

                return;
            }
        }
    }

    /** @param  HasOneOrMany<Model, Model, mixed>  $relation */
    private static function made(HasOneOrMany $relation): Model
    {
        return $relation->make();
    }

    /** customer_id -> customer, ReportsTo -> reportsTo; a conflict may add to it, not replace it. */
    private static function isNamedAfter(string $method, string $column, string $target): bool
    {
        $plain = fn (string $text) => mb_strtolower((string) preg_replace('/[^\pL\pN]/u', '', $text));
        $stem = (string) preg_replace(['/(?<=[a-z])I[dD]$/', '/([_ ]id|_'.preg_quote($target, '/').')$/i', '/^id$/i'], '', $column);

        return str_contains($plain($method), $plain($stem));
    }

    /**
     * @param  array<string, list<string>>  $expected
     * @return array<string, list<string>> by the row's own text
     */
    private function byRow(Link $link, array $expected): array
    {
        $byRow = [];
        foreach ($this->world->rows->all($link->subject->table) as $key => $row) {
            $byRow[Rows::text($row)] = $expected[$key];
        }

        return $byRow;
    }

    /**
     * Rows as sorted texts, whatever holds them.
     *
     * @return list<string>
     */
    private static function texts(mixed $rows): array
    {
        $rows = match (true) {
            $rows === null => [],
            $rows instanceof Model => [$rows],
            $rows instanceof Collection => $rows->all(),
            default => $rows,
        };
        $texts = array_map(
            fn (mixed $row) => Rows::text(array_diff_key($row instanceof Model ? $row->getAttributes() : $row, ['laravel_through_key' => 0])),
            array_values($rows),
        );
        sort($texts, SORT_STRING);

        return $texts;
    }

    private static function count(mixed $value): int
    {
        return count(self::texts($value));
    }
}
