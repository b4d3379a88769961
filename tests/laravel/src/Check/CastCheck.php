<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use DateTimeInterface;
use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Check;
use Emgen\Verify\Rows;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Support\Carbon;

/** A value written through the model reads back equal, and reading or saving destroys none. */
final class CastCheck implements Check
{
    public function __construct(private readonly World $world)
    {
    }

    public function name(): string
    {
        return 'casts';
    }

    public function problems(Subject $subject): iterable
    {
        yield from $this->reads($subject);
        yield from $this->keeps($subject);
        if (! $subject->table->isView) {
            // What is null in one row is not in the next.
            foreach ([0, 1] as $n) {
                $row = $this->world->seeder->fresh($subject->table, $n);
                yield from $this->world->rows->undone(fn () => [...$this->writes($subject, $row)]);
            }
            yield from $this->password($subject);
        }
    }

    /**
     * Each stored value as PHP should see it.
     *
     * @return iterable<string>
     */
    private function reads(Subject $subject): iterable
    {
        foreach ($subject->table->columns as $column) {
            foreach ($this->world->rows->all($subject->table) as $row) {
                if ($row[$column->name] === null || $this->isHashed($subject, $column)) {
                    continue;
                }
                if ($column->family === Family::Date && ! $this->isSameInJson($subject, $column->name, $row[$column->name])) {
                    yield "{$column->name} is another day in JSON than {$row[$column->name]}";
                    break;
                }
                $wanted = $this->value($subject, $column, $row[$column->name]);
                $got = $subject->hydrate($row)->getAttribute($column->name);
                if (! self::equal($wanted, $got)) {
                    yield "{$column->name} should read as ".self::show($wanted).', not '.self::show($got);
                    break;
                }
            }
        }
    }

    private function isSameInJson(Subject $subject, string $column, string $date): bool
    {
        return json_decode($subject->hydrate([$column => $date])->toJson(), true) === [$column => substr($date, 0, 10)];
    }

    /**
     * Giving every attribute its own value back changes nothing.
     *
     * @return iterable<string>
     */
    private function keeps(Subject $subject): iterable
    {
        foreach ($this->world->rows->all($subject->table) as $row) {
            $model = $subject->hydrate($row);
            foreach ($subject->table->writable() as $column) {
                if (! $this->isHashed($subject, $column)) {
                    $model->setAttribute($column->name, $model->getAttribute($column->name));
                }
            }
            if ($model->isDirty()) {
                yield 'its own value makes dirty: '.implode(', ', array_keys($model->getDirty()));

                return;
            }
        }
    }

    /**
     * @param  array<string, mixed>  $row
     * @return iterable<string>
     */
    private function writes(Subject $subject, array $row): iterable
    {
        $values = [];
        foreach ($row as $name => $raw) {
            $values[$name] = $raw === null ? null : $this->value($subject, $subject->table->column($name), $raw);
        }
        $model = $subject->make();
        foreach ($values as $name => $value) {
            $model->setAttribute($name, $value);
        }
        $before = $this->world->rows->all($subject->table);
        $model->save();
        $after = $this->world->rows->all($subject->table);
        $added = Rows::changes($before, $after)['added'];
        if (count($added) !== 1) {
            yield 'save() of a new model added '.count($added).' rows';

            return;
        }
        $stored = $subject->hydrate($after[$added[0]]);
        foreach ($values as $name => $value) {
            if (! $this->isStoredAlike($name, $after[$added[0]], $before)) {
                yield "{$name}: stored as ".self::show($after[$added[0]][$name]);
            }
            $got = $stored->getAttribute($name);
            if (! self::equal($value, $got) && ! $this->isHashed($subject, $subject->table->column($name))) {
                yield "{$name}: wrote ".self::show($value).', read '.self::show($got);
            }
        }
    }

    /**
     * SQLite would keep a text in an integer column: what the model stores has to be a number where others are.
     *
     * @param  array<string, mixed>  $row
     * @param  array<string, array<string, mixed>>  $others
     */
    private function isStoredAlike(string $column, array $row, array $others): bool
    {
        $isNumber = fn (mixed $value) => is_int($value) || is_float($value);
        $values = array_filter(array_column($others, $column), fn (mixed $value) => $value !== null);

        return $row[$column] === null || $values === [] || $isNumber($row[$column]) === $isNumber(reset($values));
    }

    /** @return iterable<string> */
    private function password(Subject $subject): iterable
    {
        if ($this->world->rules->isUserTable($subject->table)) {
            $model = $subject->make();
            $model->setAttribute('password', 'secret');
            if (! password_verify('secret', (string) $model->getAttributes()['password'])) {
                yield 'password is not hashed';
            }
        }
    }

    private function isHashed(Subject $subject, Column $column): bool
    {
        return $column->name === 'password' && $this->world->rules->isUserTable($subject->table);
    }

    /** What a stored value means, by the column's declared type. */
    private function value(Subject $subject, Column $column, int|float|string $raw): mixed
    {
        return match ($this->world->rules->family($subject->table, $column)) {
            Family::Boolean => (bool) $raw,
            Family::Decimal => Column::decimal($raw, $column->scale),
            Family::Float => (float) $raw,
            Family::Digits => (string) $raw,
            Family::Number => $raw + 0,
            Family::Enum => $this->enum($subject, $column)::from($raw),
            Family::Date, Family::DateTime => Carbon::parse($raw),
            Family::Json => json_decode((string) $raw, true),
            Family::Integer => $this->isTimestamp($subject, $column)
                ? Carbon::createFromTimestamp($raw, date_default_timezone_get())
                : Column::integer($raw),
            default => $column->isPadded ? str_pad((string) $raw, $column->length, '0', STR_PAD_LEFT) : $raw,
        };
    }

    private function isTimestamp(Subject $subject, Column $column): bool
    {
        $rules = $this->world->rules;

        return $column->name === $rules->timestamp($subject->table, $column->name)
            && in_array($column->name, ['created_at', 'updated_at', 'deleted_at'], true);
    }

    /** @return class-string<\BackedEnum> */
    private function enum(Subject $subject, Column $column): string
    {
        return $subject->docblock->classOf(str_replace('|null', '', $subject->docblock->types[$column->name] ?? ''))
            ?? throw new \RuntimeException("{$column->name} has no enum");
    }

    private static function equal(mixed $a, mixed $b): bool
    {
        return $a instanceof DateTimeInterface && $b instanceof DateTimeInterface
            ? $a->format('U.u') === $b->format('U.u')
            : $a === $b;
    }

    private static function show(mixed $value): string
    {
        if ($value instanceof DateTimeInterface) {
            return $value->format('Y-m-d H:i:s.u');
        }
        $json = json_encode($value, JSON_UNESCAPED_UNICODE | JSON_PARTIAL_OUTPUT_ON_ERROR);

        return get_debug_type($value).' '.($json === false ? '?' : $json);
    }
}
