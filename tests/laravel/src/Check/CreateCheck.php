<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Check;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\SoftDeletes;
use Illuminate\Support\Carbon;

/** A new row gets its key and timestamps; a soft-deleted one is away and can come back. */
final class CreateCheck implements Check
{
    private const CREATED = '2031-05-06 07:08:09.123456';

    private const UPDATED = '2032-06-07 08:09:10.234567';

    public function __construct(private readonly World $world)
    {
    }

    public function name(): string
    {
        return 'create, timestamps, soft deletes';
    }

    public function problems(Subject $subject): iterable
    {
        if ($subject->table->isView) {
            return;
        }
        try {
            Carbon::setTestNow(self::CREATED);
            $model = $this->newModel($subject);
            $model->save();
            yield from $this->key($subject, $model);
            yield from $this->moments($subject, self::CREATED, self::CREATED, 'a new row');
            yield from $this->touched($subject, $model);
            yield from $this->softDeleted($subject, $model);
        } finally {
            Carbon::setTestNow();
        }
    }

    /** All that a user has to give: neither the key that comes by itself nor timestamps. */
    private function newModel(Subject $subject): Model
    {
        $row = $this->world->seeder->fresh($subject->table);
        $rules = $this->world->rules;
        $made = [
            $rules->timestamp($subject->table, 'created_at'),
            $rules->timestamp($subject->table, 'updated_at'),
            $rules->softDeletes($subject->table) ? 'deleted_at' : null,
            $this->ownKey($subject),
        ];

        return $subject->fill(array_diff_key($row, array_flip(array_filter($made))));
    }

    /** The key that database or model make; a key shared with a parent is the user's to give. */
    private function ownKey(Subject $subject): ?string
    {
        $auto = $this->world->rules->returnedKey($subject->table) ?? $this->numberInKey($subject);
        if ($auto !== null && $subject->table->foreignKeyOn($auto) === null) {
            return $auto;
        }

        return ($this->world->rules->uniqueIdColumn($subject->table) ?? $this->computedKey($subject))?->name;
    }

    /** A key that an expression makes, which is of no other column. */
    private function computedKey(Subject $subject): ?Column
    {
        $table = $subject->table;
        if (count($table->primaryKey) !== 1 || $subject->isPivot() || $table->foreignKeyOn($table->primaryKey[0]) !== null) {
            return null;
        }
        $column = $table->column($table->primaryKey[0]);
        preg_match_all('/\\w+/', (string) $column->default, $words);
        $isOwn = array_intersect($words[0], array_keys($table->columns)) === [];

        return $column->default !== null && ! $column->hasLiteralDefault() && $isOwn ? $column : null;
    }

    /** The column of a key of several that the database fills. */
    private function numberInKey(Subject $subject): ?string
    {
        $numbers = array_intersect($subject->table->numbered, $subject->table->primaryKey);

        return $subject->isPivot() ? null : (reset($numbers) ?: null);
    }

    /** @return iterable<string> */
    private function key(Subject $subject, Model $model): iterable
    {
        $name = $this->ownKey($subject);
        if ($name === null) {
            return;
        }
        $raw = $this->newest($subject)[$name];
        $stored = $subject->table->column($name)->isPadded ? Column::integer($raw) : $raw;
        if ($raw === null || $model->getAttribute($name) !== $stored) {
            yield 'a new model has key '.json_encode($model->getAttribute($name)).', its row '.json_encode($raw);
        }
    }

    /** @return iterable<string> */
    private function touched(Subject $subject, Model $model): iterable
    {
        $keys = $subject->isPivot() ? $subject->table->keys() : $subject->table->primaryKey;
        if ($this->world->rules->timestamp($subject->table, 'updated_at') === null || $keys === []) {
            return;
        }
        Carbon::setTestNow(self::UPDATED);
        $model->touch();
        yield from $this->moments($subject, self::CREATED, self::UPDATED, 'a touched row');
    }

    /** @return iterable<string> */
    private function moments(Subject $subject, string $created, string $updated, string $what): iterable
    {
        $row = $this->newest($subject);
        foreach (['created_at' => $created, 'updated_at' => $updated] as $name => $moment) {
            $column = $this->world->rules->timestamp($subject->table, $name);
            if ($column === null) {
                continue;
            }
            $format = $subject->table->column($column)->subSeconds() > 0 ? 'Y-m-d H:i:s.u' : 'Y-m-d H:i:s';
            $stored = $row[$column] === null ? null : $subject->hydrate($row)->getAttribute($column);
            if ($stored?->setTimezone(date_default_timezone_get())->format($format) !== Carbon::parse($moment)->format($format)) {
                yield "{$what} has {$column} ".json_encode($row[$column]).", not {$moment}";
            }
        }
    }

    /** @return iterable<string> */
    private function softDeleted(Subject $subject, Model $model): iterable
    {
        if (! $subject->uses(SoftDeletes::class) || $subject->isPivot() || count($subject->table->primaryKey) !== 1) {
            return;
        }
        $model->delete();
        $key = $model->getKey();
        if ($this->newest($subject)['deleted_at'] === null || $subject->class::query()->find($key) !== null) {
            yield 'a soft-deleted row is still there';
        }
        $subject->class::withTrashed()->find($key)?->restore();
        if ($subject->class::query()->find($key) === null) {
            yield 'restore() does not bring the row back';
        }
    }

    /** @return array<string, mixed> the row of the model that was created, by what the seeder had not */
    private function newest(Subject $subject): array
    {
        $rows = $this->world->rows->all($subject->table);

        return $rows[array_key_last(array_diff_key($rows, $this->world->seededKeys($subject->table)))];
    }
}
