<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\PgsqlCatalogue;
use Emgen\Verify\Catalogue\Table;
use Illuminate\Support\Str;

/** What a table demands of its model: the rules of emgen-relations(1) and emgen-define(1), told once more. */
final class Rules
{
    private const FRAMEWORK = [
        'cache', 'cache_locks', 'jobs', 'job_batches', 'failed_jobs', 'migrations', 'sessions', 'personal_access_tokens',
        'password_resets', 'password_reset_tokens', 'telescope_*', 'pulse_*',
    ];

    /** Others may have tables of these names: Laravel's have the column. */
    private const MARKS = ['cache' => 'expiration', 'jobs' => 'payload', 'migrations' => 'batch', 'sessions' => 'payload'];

    private const HIDDEN = ['password', 'remember_token', 'two_factor_*', '*_secret', '*_token'];

    public function __construct(private readonly Catalogue $catalogue)
    {
    }

    public function isFramework(Table $table): bool
    {
        $mark = self::MARKS[$table->name] ?? null;

        return self::matches($table->name, self::FRAMEWORK) && ($mark === null || isset($table->columns[$mark]));
    }

    /** A table that only links two others: it needs no class, but to make its id or to write times. */
    public function isPurePivot(Table $table): bool
    {
        return $this->linksTwo($table) && $this->isPure($table)
            && $this->catalogue->referencesTo($table) === []
            && $this->uniqueIdColumn($table) === null
            && ($table->columns['created_at'] ?? null)?->family !== Family::Integer
            && ! $this->isPrecisePair($table);
    }

    /** Rows that are told apart, with times that need a date format of their own. */
    private function isPrecisePair(Table $table): bool
    {
        $links = $this->linkColumns($table);
        $times = array_intersect_key($table->columns, ['created_at' => 1, 'updated_at' => 1]);
        $precise = array_filter($times, fn (Column $column) => $column->subSeconds() > 0 || $column->word === 'TIMESTAMPTZ'
            || $column->family === Family::Integer);

        $padded = array_filter($links, fn (string $column) => $table->column($column)->isPadded);

        return $precise + $padded !== [] && ($this->hasMadeId($table) || $this->isIdentifiedByLinks($table, $links));
    }

    /** @param  list<string>  $links */
    private function isIdentifiedByLinks(Table $table, array $links): bool
    {
        $nullable = array_filter($links, fn (string $column) => $table->column($column)->nullable);

        return $nullable === [] && $table->isUnique($links)
            && (count($table->primaryKey) !== 1 || in_array($table->primaryKey[0], $links, true));
    }

    private function hasMadeId(Table $table): bool
    {
        return $table->autoIncrement() !== null
            || (count($table->primaryKey) === 1 && $table->column($table->primaryKey[0])->default !== null);
    }

    /** A table through which a many-to-many relation may go. */
    public function mayBePivot(Table $table): bool
    {
        if (! $this->linksTwo($table)) {
            return false;
        }

        return $this->isPure($table) || $table->isUnique($this->linkColumns($table));
    }

    /** @return list<string> columns beside the two foreign keys, an id and the timestamps */
    public function payload(Table $table): array
    {
        $known = [...$this->linkColumns($table), 'created_at', 'updated_at'];
        if ($this->hasOwnId($table) && (! $this->isPrecisePair($table) || $table->isUnique($this->linkColumns($table)))) {
            $known[] = $table->primaryKey[0];
        }

        return array_values(array_diff(array_keys($table->columns), $known));
    }

    /** @return list<string> */
    public function linkColumns(Table $table): array
    {
        return array_merge(...array_map(fn (ForeignKey $key) => $key->columns, $table->foreignKeys));
    }

    public function isUserTable(Table $table): bool
    {
        return isset($table->columns['password'], $table->columns['remember_token']);
    }

    public function softDeletes(Table $table): bool
    {
        $column = $table->columns['deleted_at'] ?? null;

        return $column !== null && $column->nullable && $column->family === Family::DateTime;
    }

    /** created_at or updated_at, when the table has it. */
    public function timestamp(Table $table, string $name): ?string
    {
        $column = $table->columns[$name] ?? null;
        $isMoment = $column?->family === Family::DateTime
            || ($column?->family === Family::Integer && self::hasIntegerTimes($table));

        return $isMoment && ! $this->isJoined($table, $name) ? $name : null;
    }

    /** The single key that a new row gets, and Eloquent gets to know: PostgreSQL returns what a default made. */
    public function returnedKey(Table $table): ?string
    {
        $auto = $table->autoIncrement();
        if ($auto !== null || count($table->primaryKey) !== 1 || ! $this->catalogue instanceof PgsqlCatalogue) {
            return $auto;
        }
        $column = $table->column($table->primaryKey[0]);
        $returned = $column->default !== null && ($column->family === Family::Integer || $column->isUuid());

        return $returned && $table->foreignKeyOn($column->name) === null ? $column->name : null;
    }

    /** The single key column that the application has to invent. */
    public function uniqueIdColumn(Table $table): ?Column
    {
        if (count($table->primaryKey) !== 1) {
            return null;
        }
        $column = $table->column($table->primaryKey[0]);
        $invented = ($column->isUuid() || $column->isUlid()) && $column->default === null
            || $column->isUuid() && preg_match('/^uuid\(\)$/i', (string) $column->default) === 1;

        return $invented && $table->foreignKeyOn($column->name) === null ? $column : null;
    }

    /** Whether rows are found by the column: it is read as it is stored. */
    public function isJoined(Table $table, string $column): bool
    {
        $targets = array_map(fn (ForeignKey $key) => $key->isSimple() ? $key->targets : [], $this->catalogue->referencesTo($table));
        $foreign = array_map(fn (ForeignKey $key) => $key->columns, $table->foreignKeys);

        return $table->primaryKey === [$column] || in_array($column, array_merge(...$targets, ...$foreign), true);
    }

    /** What a model makes of a column. */
    public function family(Table $table, Column $column): Family
    {
        $isRaw = $this->isJoined($table, $column->name) || $column->isEndless();

        return match ($column->family) {
            Family::Date, Family::DateTime, Family::Enum => $isRaw ? Family::Text : $column->family,
            Family::Boolean => $isRaw && $column->word === 'TINYINT' ? Family::Integer : $column->family,
            Family::Decimal, Family::Number, Family::Float => $isRaw ? Family::Digits : $column->family,
            Family::Integer => $column->isPadded && $column->word === 'BIGINT' && ! $isRaw ? Family::Text : $column->family,
            default => $column->family,
        };
    }

    /** @return list<string> */
    public function fillable(Table $table): array
    {
        $left = [$this->uniqueIdColumn($table)?->name, $this->timestamp($table, 'created_at'), $this->timestamp($table, 'updated_at')];
        foreach ($table->numbered as $column) {
            if ($table->foreignKeyOn($column) === null) {
                $left[] = $column;
            }
        }
        if ($this->softDeletes($table)) {
            $left[] = 'deleted_at';
        }

        return array_values(array_diff(array_keys($table->writable()), $left));
    }

    /** @return list<string> */
    public function hidden(Table $table): array
    {
        return array_values(array_filter(
            array_keys($table->columns),
            fn (string $column) => self::matches($column, self::HIDDEN) || self::matches(Str::snake($column), self::HIDDEN),
        ));
    }

    /** @return list<string> columns whose DEFAULT a new model has to know */
    public function defaults(Table $table): array
    {
        $columns = array_filter(
            $table->writable(),
            fn (Column $column) => ! $column->nullable && $column->hasLiteralDefault() && $column->family !== Family::Binary,
        );

        return array_keys($columns);
    }

    private function isPure(Table $table): bool
    {
        return array_diff($this->payload($table), [$this->uniqueIdColumn($table)?->name]) === [];
    }

    /** An id that a new row gets by itself: Eloquent makes one for a Pivot, not for a row that also is a model. */
    private function hasOwnId(Table $table): bool
    {
        return $this->hasMadeId($table)
            || ($this->uniqueIdColumn($table) !== null && ! $this->isUserTable($table) && $this->catalogue->referencesTo($table) === []);
    }

    /** Two keys to two rows; a key that is unique by itself would make it a one-to-one. */
    private function linksTwo(Table $table): bool
    {
        $many = array_filter(
            $table->foreignKeys,
            fn (ForeignKey $key) => $key->isSimple() && ! $key->isAudit() && ! $table->isUnique($key->columns),
        );

        return count($table->foreignKeys) === 2 && count($many) === 2
            && count(array_unique($this->linkColumns($table))) === 2;
    }

    /** A model has one date format: seconds since 1970 go with nothing else. */
    private static function hasIntegerTimes(Table $table): bool
    {
        $families = array_map(fn (Column $column) => $column->family, $table->columns);

        return ($families['created_at'] ?? null) === Family::Integer && ($families['updated_at'] ?? null) === Family::Integer
            && ! in_array(Family::Date, $families, true) && ! in_array(Family::DateTime, $families, true);
    }

    /** @param  list<string>  $globs */
    private static function matches(string $name, array $globs): bool
    {
        foreach ($globs as $glob) {
            if (fnmatch($glob, $name)) {
                return true;
            }
        }

        return false;
    }
}
