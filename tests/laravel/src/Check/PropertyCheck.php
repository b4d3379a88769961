<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\Column;
use Emgen\Verify\Catalogue\Family;
use Emgen\Verify\Check;
use Emgen\Verify\Subject;
use Emgen\Verify\World;
use Illuminate\Support\Carbon;

/** The docblock: every column is there, and every value of every row is what it says. */
final class PropertyCheck implements Check
{
    public function __construct(private readonly World $world)
    {
    }

    public function name(): string
    {
        return 'properties';
    }

    public function problems(Subject $subject): iterable
    {
        yield from $this->names($subject);
        foreach ($subject->table->columns as $column) {
            if (isset($subject->docblock->types[$column->name])) {
                yield from $this->column($subject, $column);
            }
        }
        foreach ($this->world->rows->all($subject->table) as $row) {
            yield from $this->serialised($subject, $row);
        }
    }

    /**
     * toArray() shows every column but the hidden ones, and what was stored.
     *
     * @param  array<string, mixed>  $row
     * @return iterable<string>
     */
    private function serialised(Subject $subject, array $row): iterable
    {
        $array = $subject->hydrate($row)->toArray();
        $shown = array_diff_key($row, array_flip($this->world->rules->hidden($subject->table)));
        if (array_keys($array) !== array_keys($shown)) {
            yield 'toArray() has '.json_encode(array_keys($array)).', the table '.json_encode(array_keys($shown));
        }
        foreach ($shown as $name => $raw) {
            $column = $subject->table->column($name);
            $wanted = $raw === null ? null : match ($this->world->rules->family($subject->table, $column)) {
                Family::Boolean => (bool) $raw,
                Family::Decimal => Column::decimal($raw, $column->scale),
                Family::Json => json_decode((string) $raw, true),
                Family::Float => (float) $raw,
                Family::Digits => (string) $raw,
                Family::DateTime => Carbon::parse($raw)->toJSON(),
                Family::Integer => is_string($array[$name]) && $array[$name] !== $raw
                    ? Carbon::createFromTimestamp($raw)->toJSON()
                    : Column::integer($raw),
                default => $raw,
            };
            if ($array[$name] !== $wanted) {
                yield "{$name}: toArray() says ".json_encode($array[$name]).' for '.json_encode($raw);
            }
        }
    }

    /** @return iterable<string> */
    private function names(Subject $subject): iterable
    {
        $documented = array_keys($subject->docblock->types);
        $columns = array_values(array_filter(array_keys($subject->table->columns), self::isVariable(...)));
        $relations = array_keys($subject->relationMethods());
        if (array_slice($documented, 0, count($columns)) !== $columns) {
            yield 'columns are '.json_encode($columns).', @property has '.json_encode($documented);
        }
        if (array_slice($documented, count($columns)) !== $relations) {
            yield 'relations are '.json_encode($relations).', @property has '.json_encode($documented);
        }
    }

    /** @return iterable<string> */
    private function column(Subject $subject, Column $column): iterable
    {
        $docblock = $subject->docblock;
        $type = $docblock->types[$column->name];
        if ($column->word === 'BYTEA') {
            if ($type !== 'mixed') {
                yield "{$column->name} is a stream, @property says {$type}";
            }

            return;
        }
        if ($type !== 'mixed' && $docblock->isNullable($column->name) !== $column->nullable) {
            yield "{$column->name} is ".($column->nullable ? '' : 'not ')."nullable, @property says {$type}";
        }
        if (in_array($column->name, $docblock->readOnly, true) !== $column->generated) {
            yield "{$column->name}: @property-read is for generated columns";
        }
        if ($type === 'mixed' && $column->family !== Family::Other) {
            yield "{$column->name}: @property says mixed";
        }
        foreach ($this->world->rows->all($subject->table) as $row) {
            $value = $subject->hydrate($row)->getAttribute($column->name);
            if (! $docblock->accepts($column->name, $value) && ! self::isTooLarge($column, $value)) {
                yield "{$column->name}: @property says {$type}, the value is ".get_debug_type($value);
                break;
            }
        }
        yield from $this->enum($subject, $column, $type);
    }

    /** @return iterable<string> */
    private function enum(Subject $subject, Column $column, string $type): iterable
    {
        $class = $subject->docblock->classOf(str_replace('|null', '', $type));
        if ($this->world->rules->family($subject->table, $column) !== Family::Enum) {
            return;
        }
        if ($class === null || ! enum_exists($class)) {
            yield "{$column->name}: @property says {$type}, not an enum";

            return;
        }
        $cases = array_map(fn (\BackedEnum $case) => $case->value, $class::cases());
        if ($cases !== $column->values) {
            yield "{$class} has ".json_encode($cases).', the CHECK '.json_encode($column->values);
        }
    }

    /** 2^64-1: PHP has no such int, and MySQL gives its digits. */
    private static function isTooLarge(Column $column, mixed $value): bool
    {
        return $column->isUnsigned && is_string($value) && ctype_digit($value) && (string) (int) $value !== $value;
    }

    private static function isVariable(string $name): bool
    {
        return preg_match('/^[a-zA-Z_\x80-\xff][\w\x80-\xff]*$/', $name) === 1;
    }
}
