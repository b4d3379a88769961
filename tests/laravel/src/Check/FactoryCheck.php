<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Check;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Database\Eloquent\Factories\Factory;
use Illuminate\Database\Eloquent\Factories\HasFactory;

/** A factory makes rows that keep every constraint, and gives only what is required. */
final class FactoryCheck implements Check
{
    private const ROWS = 3;

    public function __construct(private readonly World $world)
    {
    }

    public function name(): string
    {
        return 'factory';
    }

    public function problems(Subject $subject): iterable
    {
        $wanted = $this->world->options->factories !== null && ! $subject->isPivot() && ! $subject->table->isView;
        if ($subject->uses(HasFactory::class) !== $wanted) {
            yield $wanted ? 'no HasFactory' : 'HasFactory without a factory';
        } elseif ($wanted) {
            yield from $this->factory($subject, $subject->class::factory());
        }
    }

    /**
     * @param  Factory<\Illuminate\Database\Eloquent\Model>  $factory
     * @return iterable<string>
     */
    private function factory(Subject $subject, Factory $factory): iterable
    {
        if ($factory->modelName() !== $subject->class) {
            yield $factory::class." makes {$factory->modelName()}";
        }
        foreach ($factory->definition() as $column => $value) {
            if ($value !== null && ! $this->isNeeded($subject->table, $column)) {
                yield "gives {$column}, which is not required";
            }
        }
        $left = $this->leftToUser($subject->table);
        foreach (array_intersect_key($factory->definition(), array_flip($left)) as $column => $value) {
            if ($value instanceof Factory && $this->isCyclic($subject->table, $column)) {
                yield "{$column} closes a cycle of required keys: its factory would never end";
            }
        }
        yield from $this->created($subject, $factory, $left);
    }

    /** NOT NULL, of a default that two rows cannot have, or what others refer to. */
    private function isNeeded(Table $table, string $name): bool
    {
        $column = $table->columns[$name] ?? null;
        $targets = array_map(fn (ForeignKey $key) => $key->targets, $this->world->catalogue->referencesTo($table));

        return $column !== null && (! $column->nullable || in_array($name, array_merge(...$targets), true)
            || ($column->hasLiteralDefault() && $table->isUnique([$name])));
    }

    /**
     * @param  Factory<\Illuminate\Database\Eloquent\Model>  $factory
     * @param  list<string>  $left
     * @return iterable<string>
     */
    private function created(Subject $subject, Factory $factory, array $left): iterable
    {
        $before = count($this->world->rows->all($subject->table));
        for ($n = 0; $n < self::ROWS; $n++) {
            $row = $left === [] ? [] : $this->world->seeder->fresh($subject->table, $n);
            $model = $factory->create(array_intersect_key($row, array_flip($left)));
            if ($model->getKeyName() !== null && $model->newQueryWithoutScopes()->whereKey($model->getKey())->doesntExist()) {
                yield 'a row that it made has another key than the model: '.json_encode(bin2hex((string) $model->getKey()));
            }
        }
        $made = count($this->world->rows->all($subject->table)) - $before;
        if ($made < self::ROWS) {
            yield 'made '.$made.' rows, not '.self::ROWS;
        }
        $violations = $this->world->rows->violations($this->world->catalogue);
        foreach ($violations as $violation) {
            yield "foreign key broken: {$violation}";
        }
    }

    /**
     * Columns that no factory can fill: keys that lead into a cycle of required keys.
     *
     * @return list<string>
     */
    private function leftToUser(Table $table): array
    {
        $columns = [];
        foreach ($table->foreignKeys as $key) {
            if ($this->isRequired($key) && $this->reachesCycle($key->parent)) {
                array_push($columns, ...$key->columns);
            }
        }

        return array_values(array_unique($columns));
    }

    private function isCyclic(Table $table, string $column): bool
    {
        $key = $table->foreignKeyOn($column);

        return $key !== null && isset($this->required($key->parent)[$table->name]);
    }

    private function reachesCycle(string $table): bool
    {
        foreach ([$table, ...array_keys($this->required($table))] as $name) {
            if (isset($this->required($name)[$name])) {
                return true;
            }
        }

        return false;
    }

    /**
     * Tables that a row of this one cannot do without.
     *
     * @param  array<string, true>  $seen
     * @return array<string, true>
     */
    private function required(string $table, array $seen = []): array
    {
        foreach ($this->world->table($table)->foreignKeys as $key) {
            if ($this->isRequired($key) && ! isset($seen[$key->parent])) {
                $seen[$key->parent] = true;
                $seen = $this->required($key->parent, $seen);
            }
        }

        return $seen;
    }

    private function isRequired(ForeignKey $key): bool
    {
        $table = $this->world->table($key->table);

        return $key->targets !== []
            && array_filter($key->columns, fn (string $column) => $table->column($column)->nullable) === [];
    }
}
