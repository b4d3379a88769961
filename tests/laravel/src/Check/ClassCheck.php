<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Check;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Database\Eloquent\Concerns\HasUlids;
use Illuminate\Database\Eloquent\Concerns\HasUuids;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\SoftDeletes;
use Illuminate\Foundation\Auth\User as Authenticatable;
use Illuminate\Notifications\Notifiable;

/** Parent class, traits, key. */
final class ClassCheck implements Check
{
    public function __construct(private readonly World $world)
    {
    }

    public function name(): string
    {
        return 'class and key';
    }

    public function problems(Subject $subject): iterable
    {
        yield from $this->traits($subject);
        if ($subject->isPivot()) {
            yield from $this->pivotKeys($subject);
        } else {
            yield from $this->key($subject, $subject->make());
        }
    }

    /** @return iterable<string> */
    private function traits(Subject $subject): iterable
    {
        $rules = $this->world->rules;
        $table = $subject->table;
        $unique = $rules->uniqueIdColumn($table);
        $expected = [
            HasUuids::class => $unique?->isUuid() ?? false,
            HasUlids::class => $unique?->isUlid() ?? false,
            // Pivots are deleted by a query that knows nothing of it.
            SoftDeletes::class => $rules->softDeletes($table) && ! $subject->isPivot(),
            Notifiable::class => $rules->isUserTable($table),
        ];
        foreach ($expected as $trait => $wanted) {
            if ($subject->uses($trait) !== $wanted) {
                yield ($wanted ? 'does not use ' : 'uses ').class_basename($trait);
            }
        }
        if (is_subclass_of($subject->class, Authenticatable::class) !== $rules->isUserTable($table)) {
            yield 'extends '.get_parent_class($subject->class);
        }
    }

    /** @return iterable<string> */
    private function pivotKeys(Subject $subject): iterable
    {
        $model = $subject->make();
        $keys = [$model->getForeignKey(), $model->getRelatedKey()];
        $wanted = $this->world->rules->linkColumns($subject->table);
        if (array_diff($wanted, $keys) !== [] || count($keys) !== count($wanted)) {
            yield 'foreignKey, relatedKey are '.json_encode($keys).', the table has '.json_encode($wanted);
        }
    }

    /** @return iterable<string> */
    private function key(Subject $subject, Model $model): iterable
    {
        $columns = $subject->table->primaryKey;
        $name = count($columns) === 1 ? $columns[0] : null;
        if ($model->getKeyName() !== $name) {
            yield 'getKeyName() is '.json_encode($model->getKeyName()).', not '.json_encode($name);
        }
        if ($name !== null) {
            yield from $this->singleKey($subject, $model, $subject->table->column($name));
        } elseif ($model->getIncrementing() && array_intersect($columns, $subject->table->numbered) === []) {
            yield 'incrementing without a single key';
        }
        $constant = $subject->reflection->getConstant('KEY');
        if (count($columns) > 1 && $constant !== $columns) {
            yield 'KEY is '.json_encode($constant).', not '.json_encode($columns);
        }
    }

    /** @return iterable<string> */
    private function singleKey(Subject $subject, Model $model, Column $column): iterable
    {
        $auto = $this->world->rules->returnedKey($subject->table) !== null;
        $shared = $subject->table->foreignKeyOn($column->name) !== null;
        if ($model->getIncrementing() !== $auto && ! $shared) {
            yield 'getIncrementing() is '.json_encode($model->getIncrementing());
        }
        $type = $this->holdsIntegers($subject, $column) ? 'int' : 'string';
        if ($model->getKeyType() !== $type) {
            yield "getKeyType() is {$model->getKeyType()}, not {$type}";
        }
    }

    private function holdsIntegers(Subject $subject, Column $column): bool
    {
        $values = array_map(Column::integer(...), array_column($this->world->rows->all($subject->table), $column->name));

        return array_filter($values, is_int(...)) === $values;
    }
}
