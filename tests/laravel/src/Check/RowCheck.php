<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Check;
use Emgen\Verify\Rows;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\SoftDeletes;
use Throwable;

/** save(), increment(), refresh() and delete() of a row change that row and no other, or throw. */
final class RowCheck implements Check
{
    public function __construct(private readonly World $world)
    {
    }

    public function name(): string
    {
        return 'rows';
    }

    public function problems(Subject $subject): iterable
    {
        foreach (array_keys($this->world->rows->all($subject->table)) as $key) {
            $key = (string) $key;
            yield from $this->saves($subject, $key);
            yield from $this->increments($subject, $key);
            yield from $this->refreshes($subject, $key);
            yield from $this->deletes($subject, $key);
        }
        yield from $this->identities($subject);
        yield from $this->finds($subject);
    }

    /**
     * find() and whereKey() give the row that has the key.
     *
     * @return iterable<string>
     */
    private function finds(Subject $subject): iterable
    {
        $key = $subject->table->primaryKey;
        if (count($key) !== 1 || $subject->isPivot()) {
            return;
        }
        foreach ($this->world->rows->all($subject->table) as $row) {
            $found = [$subject->query()->find($row[$key[0]]), $subject->query()->whereKey($row[$key[0]])->first()];
            foreach ($found as $model) {
                if ($model === null || Rows::text($model->getAttributes()) !== Rows::text($row)) {
                    yield 'find() of '.json_encode($row[$key[0]]).' gives another row';

                    return;
                }
            }
        }
    }

    /** Eloquent's delete() wants the name of one key. */
    private function mayThrow(Subject $subject, string $what): bool
    {
        $isComposite = count($subject->table->primaryKey) > 1 && ! $subject->isPivot();

        return ! $this->mustWork($subject) || ($isComposite && in_array($what, ['delete()', 'forceDelete()'], true));
    }

    /** A table with a key of its own has no excuse to throw. */
    private function mustWork(Subject $subject): bool
    {
        return $subject->table->primaryKey !== []
            || ($subject->isPivot() && $subject->table->isUnique($this->world->rules->linkColumns($subject->table)));
    }

    /**
     * Once with an ordinary column, once with one of the key.
     *
     * @return iterable<string>
     */
    private function saves(Subject $subject, string $key): iterable
    {
        foreach ([false, true] as $inKey) {
            foreach ($this->others($subject, $key, $inKey) as $column => $value) {
                yield from $this->change($subject, $key, [$column], "save() of {$column}", function (Model $model) use ($subject, $column, $value): void {
                    $model->setAttribute($column, $subject->hydrate([$column => $value])->getAttribute($column));
                    $model->save();
                });
                break;
            }
        }
    }

    /** @return iterable<string> */
    private function increments(Subject $subject, string $key): iterable
    {
        $row = $this->world->rows->all($subject->table)[$key];
        foreach (array_keys($this->others($subject, $key, false)) as $column) {
            if (is_int($row[$column]) && $this->isCounter($subject, $column)) {
                yield from $this->change($subject, $key, [$column], "increment() of {$column}", fn (Model $model) => $model->increment($column));
                break;
            }
        }
    }

    /** A number that nothing else hangs on, and that Eloquent has no property for. */
    private function isCounter(Subject $subject, string $column): bool
    {
        $table = $subject->table;

        return $table->column($column)->family === Family::Integer && $table->foreignKeyOn($column) === null
            && ! $table->isInKey($column) && $table->checks === [] && ! property_exists($subject->class, $column);
    }

    /** @return iterable<string> */
    private function deletes(Subject $subject, string $key): iterable
    {
        if ($subject->uses(SoftDeletes::class) && ! $subject->isPivot()) {
            yield from $this->change($subject, $key, ['deleted_at'], 'delete()', fn (Model $model) => $model->delete());
            yield from $this->change($subject, $key, null, 'forceDelete()', fn (Model $model) => $model->forceDelete());
        } else {
            yield from $this->change($subject, $key, null, 'delete()', fn (Model $model) => $model->delete());
        }
    }

    /**
     * @param  list<string>|null  $columns  what may change beside updated_at; null: the row goes
     * @return iterable<string>
     */
    private function change(Subject $subject, string $key, ?array $columns, string $what, callable $work): iterable
    {
        [$thrown, $changes] = $this->world->rows->undone(function () use ($subject, $key, $work): array {
            $before = $this->world->rows->all($subject->table);
            $thrown = $this->thrown(fn () => $work($this->loaded($subject, $before[$key])));

            return [$thrown, Rows::changes($before, $this->world->rows->all($subject->table))];
        });
        $touched = [...$changes['added'], ...$changes['removed'], ...array_map(strval(...), array_keys($changes['changed']))];
        if ($thrown !== null) {
            if (! $this->mayThrow($subject, $what) || $touched !== []) {
                yield "{$what} of row {$key} throws ".$thrown::class.": {$thrown->getMessage()}; it changed ".json_encode($changes);
            }

            return;
        }
        if (! $this->isExactly($subject, $key, $columns, $changes)) {
            yield "{$what} of row {$key} changed ".json_encode($changes);
        }
    }

    /**
     * @param  list<string>|null  $columns
     * @param  array{added: list<string>, removed: list<string>, changed: array<string, list<string>>}  $changes
     */
    private function isExactly(Subject $subject, string $key, ?array $columns, array $changes): bool
    {
        if ($columns === null) {
            return $changes === ['added' => [], 'removed' => [$key], 'changed' => []];
        }
        if (array_intersect($columns, $subject->table->primaryKey) !== [] && count($changes['added']) === 1) {
            return $changes['removed'] === [$key] && $changes['changed'] === [];
        }
        $changed = $changes['changed'][$key] ?? [];

        return count($changes['changed']) === 1 && [...$changes['added'], ...$changes['removed']] === []
            && array_diff($columns, $changed) === [];
    }

    /**
     * refresh() and fresh() read the same row again.
     *
     * @return iterable<string>
     */
    private function refreshes(Subject $subject, string $key): iterable
    {
        foreach ($this->others($subject, $key, false) + [null] as $column => $value) {
            yield from $this->world->rows->undone(fn () => [...$this->reread($subject, $key, (string) $column, $value)]);
            break;
        }
    }

    /** @return iterable<string> */
    private function reread(Subject $subject, string $key, string $column, mixed $value): iterable
    {
        $before = $this->world->rows->all($subject->table);
        $model = $this->loaded($subject, $before[$key]);
        if (isset($subject->table->columns[$column])) {
            $this->store($subject, $key, $column, $value);
        }
        $after = $this->world->rows->all($subject->table);
        $moved = array_diff_key($after, $before);
        $row = $after[$key] ?? reset($moved);
        $fresh = null;
        $thrown = $this->thrown(function () use ($model, &$fresh): void {
            $fresh = $model->fresh();
            $model->refresh();
        });
        if ($thrown !== null) {
            if ($this->mustWork($subject)) {
                yield "refresh() of row {$key} throws ".$thrown->getMessage();
            }

            return;
        }
        foreach (['fresh()' => $fresh, 'refresh()' => $model] as $what => $got) {
            if ($got === null || Rows::text($got->getAttributes()) !== Rows::text($row)) {
                yield "{$what} of row {$key} reads another row";
            }
        }
    }

    /**
     * is() tells rows apart.
     *
     * @return iterable<string>
     */
    private function identities(Subject $subject): iterable
    {
        if ($subject->isPivot() || $subject->table->primaryKey === []) {
            return;
        }
        $rows = array_values($this->world->rows->all($subject->table));
        foreach ($rows as $i => $row) {
            foreach ($rows as $j => $other) {
                if ($subject->hydrate($row)->is($subject->hydrate($other)) !== ($i === $j)) {
                    yield "is() of rows {$i} and {$j} is wrong";

                    return;
                }
            }
        }
    }

    /**
     * The model as a query gives it.
     *
     * @param  array<string, mixed>  $row
     */
    private function loaded(Subject $subject, array $row): Model
    {
        foreach ($subject->query()->get() as $model) {
            if (Rows::text($model->getAttributes()) === Rows::text($row)) {
                return $model;
            }
        }
        throw new \RuntimeException('a query does not give the row');
    }

    /** @return list<string> columns by which Eloquent finds the row */
    private function identity(Subject $subject): array
    {
        $rules = $this->world->rules;
        $hasId = ! $subject->isPivot() || $subject->make()->getIncrementing() || $rules->uniqueIdColumn($subject->table) !== null;

        return $hasId ? $subject->table->primaryKey : $rules->linkColumns($subject->table);
    }

    /**
     * Other values that the row could have, tried out by SQL.
     *
     * @return array<string, mixed>
     */
    private function others(Subject $subject, string $key, bool $inKey): array
    {
        if ($subject->table->isView) {
            return [];
        }
        $others = [];
        $identity = $this->identity($subject);
        $row = $this->world->rows->all($subject->table)[$key];
        $fresh = $this->world->seeder->fresh($subject->table);
        foreach (array_diff_key($fresh, array_flip(['created_at', 'updated_at', 'deleted_at'])) as $column => $value) {
            $belongs = in_array($column, $identity, true);
            if ($belongs === $inKey && $value !== $row[$column] && $this->fits($subject, $key, $column, $value)) {
                $others[$column] = $value;
            }
        }

        return $others;
    }

    private function fits(Subject $subject, string $key, string $column, mixed $value): bool
    {
        $isHashed = $column === 'password';

        return ! $isHashed && $this->world->rows->undone(fn () => $this->thrown(
            fn () => $this->store($subject, $key, $column, $value)
        )) === null;
    }

    private function store(Subject $subject, string $key, string $column, mixed $value): void
    {
        $sql = 'UPDATE '.$subject->table->sql.' AS t SET '.Catalogue::quote($column).' = ?'
            .' WHERE '.$this->world->rows->keySql($subject->table, 't').' = ?';
        $this->world->rows->pdo->prepare($sql)->execute([$value, $key]);
    }

    private function thrown(callable $work): ?Throwable
    {
        try {
            $this->world->rows->attempt($work);

            return null;
        } catch (Throwable $e) {
            return $e;
        }
    }
}
