<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Check;
use Emgen\Verify\Relation\Link;
use Emgen\Verify\Relation\Links;
use Emgen\Verify\Rows;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use RuntimeException;

/** Through a pivot: its columns are there, attach, update, sync and detach touch its rows and no other. */
final class PivotCheck implements Check
{
    public function __construct(private readonly World $world, private readonly Links $links)
    {
    }

    public function name(): string
    {
        return 'pivots';
    }

    public function problems(Subject $subject): iterable
    {
        foreach ($this->links->of($subject) as $link) {
            if ($link->kind !== 'BelongsToMany') {
                continue;
            }
            foreach ([$this->form(...), $this->columns(...), $this->changes(...)] as $check) {
                foreach ($this->world->rows->undone(fn () => [...$check($link)]) as $problem) {
                    yield "{$link->method}(): {$problem}";
                }
            }
        }
    }

    /** @return iterable<string> */
    private function form(Link $link): iterable
    {
        $class = $this->world->subjectOf($link->pivot);
        if (! $this->world->rules->mayBePivot($link->pivot) && ! $class?->isPivot()) {
            yield "{$link->pivot->name} is no pivot";
        }
        if ($class?->isPivot() && $link->pivotClass !== $class->class) {
            yield "goes past {$class->class}";
        }
        $relation = $this->relation($link, $link->subject->make());
        $timestamps = $this->timestamps($link->pivot);
        if ($relation->withTimestamps !== $timestamps) {
            yield 'withTimestamps is '.json_encode($relation->withTimestamps);
        }
        $columns = array_diff($relation->getPivotColumns(), $timestamps ? ['created_at', 'updated_at'] : []);
        $payload = $this->payload($link);
        if (array_diff($payload, $columns) !== [] || count($payload) !== count($columns)) {
            yield 'withPivot has '.json_encode(array_values($columns)).', the table '.json_encode($payload);
        }
    }

    /**
     * Every column of the pivot, row by row.
     *
     * @return iterable<string>
     */
    private function columns(Link $link): iterable
    {
        $keys = [$link->key->columns[0], $link->far->columns[0]];
        $shown = [...$keys, ...$this->payload($link), ...$this->timestamps($link->pivot) ? ['created_at', 'updated_at'] : []];
        $seen = [];
        foreach ($this->world->rows->all($link->subject->table) as $row) {
            $relation = $this->relation($link, $link->subject->hydrate($row));
            foreach ($relation->withoutGlobalScopes()->get() as $related) {
                $seen[] = Rows::text($related->getRelation($relation->getPivotAccessor())->getAttributes());
            }
        }
        $stored = [];
        foreach ($this->world->rows->all($link->pivot) as $row) {
            if (isset($row[$keys[0]], $row[$keys[1]]) && $this->isLive($link, $row)) {
                $stored[] = Rows::text(array_intersect_key($row, array_flip($shown)));
            }
        }
        sort($seen);
        sort($stored);
        if ($seen !== $stored) {
            yield 'the pivots it gives are not the rows of '.$link->pivot->name;
        }
    }

    /** @return iterable<string> */
    private function changes(Link $link): iterable
    {
        $row = $this->newPair($link);
        if ($row === null) {
            return;
        }
        [$near, $far] = [$row[$link->key->columns[0]], $row[$link->far->columns[0]]];
        $attributes = $this->attributes($link, $row);
        $relation = fn () => $this->relation($link, $this->parent($link, $near));
        yield from $this->attach($link, $row, fn () => $relation()->attach($far, $attributes));
        yield from $this->update($link, $row, $relation);
        $steps = [
            fn () => $this->detach($link, $row, fn () => $relation()->detach($far)),
            fn () => $this->sync($link, $row, fn () => $relation()->sync([$far => $attributes])),
        ];
        // A link that is only marked still has the pair of a unique key.
        foreach ($link->detachesSoftly() ? array_reverse($steps) : $steps as $step) {
            yield from $step();
        }
    }

    /**
     * @param  array<string, mixed>  $row
     * @return iterable<string>
     */
    private function attach(Link $link, array $row, callable $attach): iterable
    {
        [$changes, $after] = $this->observe($link->pivot, $attach);
        if (count($changes['added']) !== 1 || $changes['removed'] !== [] || $changes['changed'] !== []) {
            yield 'attach() did '.json_encode($changes);

            return;
        }
        $added = $after[$changes['added'][0]];
        foreach ([$link->key->columns[0], $link->far->columns[0], ...$this->writablePayload($link)] as $column) {
            if ($this->comparable($link->pivot, $column, $added[$column]) != $this->comparable($link->pivot, $column, $row[$column])) {
                yield "attach() stored {$column} = ".json_encode($added[$column]).', not '.json_encode($row[$column]);
            }
        }
        if ($this->timestamps($link->pivot) && ($added['created_at'] === null || $added['updated_at'] === null)) {
            yield 'attach() stored no timestamps';
        }
    }

    /** Eloquent binds a date with its time of day, and SQLite keeps it; PostgreSQL has spaces of its own in JSON. */
    private function comparable(Table $table, string $column, mixed $value): mixed
    {
        return $value === null ? null : match ($table->column($column)->family) {
            Family::Date => substr((string) $value, 0, 10),
            Family::Json => json_decode((string) $value, true),
            default => $value,
        };
    }

    /**
     * @param  array<string, mixed>  $row
     * @return iterable<string>
     */
    private function update(Link $link, array $row, callable $relation): iterable
    {
        foreach ($this->writablePayload($link) as $column) {
            if ($link->pivot->isInKey($column)) {
                continue;
            }
            $other = $this->attributes($link, [$column => $this->otherValue($link->pivot, $column, $row[$column])] + $row);
            [$changes] = $this->observe($link->pivot, fn () => $relation()
                ->updateExistingPivot($row[$link->far->columns[0]], [$column => $other[$column]]));
            $touched = array_keys($this->pair($link, $row));
            $columns = array_diff(array_merge(...array_values($changes['changed'])), ['updated_at'], $this->generated($link->pivot));
            if (array_map(strval(...), array_keys($changes['changed'])) !== array_map(strval(...), $touched)
                || array_values(array_unique($columns)) !== [$column] || $changes['added'] !== [] || $changes['removed'] !== []) {
                yield "updateExistingPivot() of {$column} did ".json_encode($changes);
            }
            break;
        }
    }

    /**
     * @param  array<string, mixed>  $row
     * @return iterable<string>
     */
    private function detach(Link $link, array $row, callable $detach): iterable
    {
        $pair = array_map(strval(...), array_keys($this->pair($link, $row)));
        [$changes] = $this->observe($link->pivot, $detach);
        $isMark = fn (array $columns) => array_values(array_diff($columns, ['updated_at'])) === ['deleted_at'];
        if ($link->detachesSoftly()) { // Laravel 10 deletes it
            $marked = array_filter($changes['changed'], $isMark);
            array_push($changes['removed'], ...array_map(strval(...), array_keys($marked)));
            $changes['changed'] = array_diff_key($changes['changed'], $marked);
        }
        if ($changes['removed'] !== $pair || $changes['added'] !== [] || $changes['changed'] !== []) {
            yield 'detach() did '.json_encode($changes);
        }
    }

    /**
     * @param  array<string, mixed>  $row
     * @return iterable<string>
     */
    private function sync(Link $link, array $row, callable $sync): iterable
    {
        $near = $link->key->columns[0];
        $others = fn (array $rows) => array_filter($rows, fn (array $r) => (string) $r[$near] !== (string) $row[$near]);
        $before = $this->world->rows->all($link->pivot);
        [, $after] = $this->observe($link->pivot, $sync);
        $mine = array_filter(array_diff_key($after, $others($after)), fn (array $r) => $this->isLive($link, $r));
        if ($others($before) !== $others($after) || array_map(strval(...), array_column($mine, $link->far->columns[0])) !== [(string) $row[$link->far->columns[0]]]) {
            yield 'sync() left other rows than the one asked for';
        }
    }

    /** @return array{array{added: list<string>, removed: list<string>, changed: array<string, list<string>>}, array<string, array<string, mixed>>} */
    private function observe(Table $table, callable $work): array
    {
        $before = $this->world->rows->all($table);
        $work();
        $after = $this->world->rows->all($table);

        return [Rows::changes($before, $after), $after];
    }

    /**
     * A row that links two rows not linked yet, null when all are.
     *
     * @return array<string, mixed>|null
     */
    private function newPair(Link $link): ?array
    {
        for ($n = 0; $n < 12; $n++) {
            $row = $this->world->seeder->fresh($link->pivot, $n);
            if (isset($row[$link->key->columns[0]], $row[$link->far->columns[0]]) && $this->pair($link, $row) === []) {
                return $row;
            }
        }

        return null;
    }

    /**
     * @param  array<string, mixed>  $row
     * @return array<string, array<string, mixed>> rows with the same two keys
     */
    private function pair(Link $link, array $row): array
    {
        $columns = [$link->key->columns[0], $link->far->columns[0]];

        return array_filter(
            $this->world->rows->all($link->pivot),
            fn (array $r) => (string) $r[$columns[0]] === (string) $row[$columns[0]] && (string) $r[$columns[1]] === (string) $row[$columns[1]],
        );
    }

    private function otherValue(Table $table, string $column, mixed $value): mixed
    {
        foreach ($this->world->rows->all($table) as $row) {
            if ($row[$column] !== $value && $row[$column] !== null) {
                return $row[$column];
            }
        }

        return $value;
    }

    /**
     * The payload as a user would give it.
     *
     * @param  array<string, mixed>  $row
     * @return array<string, mixed>
     */
    private function attributes(Link $link, array $row): array
    {
        $class = $this->world->subjectOf($link->pivot);
        $source = $class?->class === $link->pivotClass ? $class?->hydrate($row) : null;
        $attributes = [];
        foreach ($this->writablePayload($link) as $column) {
            $attributes[$column] = $source === null ? $row[$column] : $source->getAttribute($column);
        }

        return $attributes;
    }

    private function parent(Link $link, mixed $near): Model
    {
        foreach ($this->world->rows->all($link->subject->table) as $row) {
            if ($row[$link->key->targets[0]] === $near) {
                return $link->subject->hydrate($row);
            }
        }
        throw new RuntimeException("no row of {$link->subject->table->name} has ".json_encode($near));
    }

    private function relation(Link $link, Model $model): BelongsToMany
    {
        return $model->{$link->method}();
    }

    private function timestamps(Table $pivot): bool
    {
        return isset($pivot->columns['created_at'], $pivot->columns['updated_at']);
    }

    /** @param  array<string, mixed>  $row  of the pivot */
    private function isLive(Link $link, array $row): bool
    {
        return ! $link->detachesSoftly() || $row['deleted_at'] === null;
    }

    /** @return list<string> what withPivot() has to name */
    private function payload(Link $link): array
    {
        $pivot = $link->pivot;
        $payload = array_diff($this->world->rules->payload($pivot), $link->detachesSoftly() ? ['deleted_at'] : []);
        foreach (['created_at', 'updated_at'] as $name) {
            if (isset($pivot->columns[$name]) && ! $this->timestamps($pivot)) {
                $payload[] = $name;
            }
        }

        return array_values($payload);
    }

    /** @return list<string> */
    private function writablePayload(Link $link): array
    {
        return array_values(array_diff($this->payload($link), $this->generated($link->pivot)));
    }

    /** @return list<string> */
    private function generated(Table $table): array
    {
        return array_keys(array_diff_key($table->columns, $table->writable()));
    }
}
