<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use DateTimeInterface;
use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Check;
use Emgen\Verify\Subject;
use Emgen\Verify\World;

/** $fillable and $hidden by the rule; a new model's attributes are the database's defaults. */
final class AttributeCheck implements Check
{
    public function __construct(private readonly World $world)
    {
    }

    public function name(): string
    {
        return 'fillable, hidden, defaults';
    }

    public function problems(Subject $subject): iterable
    {
        $rules = $this->world->rules;
        $model = $subject->make();
        $fillable = $subject->isPivot() ? [] : $rules->fillable($subject->table);
        if (! $subject->table->isView && $model->getFillable() !== $fillable) {
            yield 'fillable is '.json_encode($model->getFillable()).', not '.json_encode($fillable);
        }
        if ($model->getHidden() !== $rules->hidden($subject->table)) {
            yield 'hidden is '.json_encode($model->getHidden()).', not '.json_encode($rules->hidden($subject->table));
        }
        // attach() would write them over the keys that it sets.
        $left = $subject->isPivot() ? $rules->linkColumns($subject->table) : [];
        yield from $this->defaults($subject, array_values(array_diff($rules->defaults($subject->table), $left)));
    }

    /**
     * @param  list<string>  $columns
     * @return iterable<string>
     */
    private function defaults(Subject $subject, array $columns): iterable
    {
        $given = array_keys($subject->make()->getAttributes());
        foreach (array_diff($columns, $given) as $column) {
            yield "\$attributes lacks {$column}";
        }
        foreach (array_diff($given, $columns) as $column) {
            yield "\$attributes has {$column}";
        }
        if ($columns === []) {
            return;
        }
        $row = array_diff_key($this->world->seeder->fresh($subject->table), array_flip($columns));
        $bySql = $this->stored($subject, fn () => $this->world->seeder->insert($subject->table, $row));
        $byModel = $this->stored($subject, fn () => $subject->fill($row)->save());
        foreach ($columns as $column) {
            if ($bySql[$column] !== $byModel[$column]) {
                yield "{$column}: SQL's default is ".json_encode($bySql[$column]).', a new model stores '.json_encode($byModel[$column]);
            }
            $wanted = $subject->hydrate($bySql)->getAttribute($column);
            $got = $subject->make()->getAttribute($column);
            if (! $this->same($subject->table->column($column), $wanted, $got)) {
                yield "{$column}: a new model holds ".json_encode($got).', a stored one '.json_encode($wanted);
            }
        }
    }

    /** A number without a scale has no cast: 0 and '0' are one to it. */
    private function same(Column $column, mixed $a, mixed $b): bool
    {
        return $a instanceof DateTimeInterface || $column->family === Family::Number ? $a == $b : $a === $b;
    }

    /**
     * The row that an insertion makes.
     *
     * @return array<string, mixed>
     */
    private function stored(Subject $subject, callable $insert): array
    {
        return $this->world->rows->undone(function () use ($subject, $insert): array {
            $before = $this->world->rows->all($subject->table);
            $insert();
            $added = array_diff_key($this->world->rows->all($subject->table), $before);

            return reset($added);
        });
    }
}
