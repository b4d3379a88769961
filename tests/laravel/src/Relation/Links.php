<?php

declare(strict_types=1);

namespace Emgen\Verify\Relation;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Rows;
use Emgen\Verify\Subject;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use Illuminate\Database\Eloquent\Relations\HasManyThrough;
use Illuminate\Database\Eloquent\Relations\HasOneOrMany;
use Illuminate\Database\Eloquent\Relations\HasOneThrough;
use Illuminate\Database\Eloquent\Relations\MorphTo;
use Illuminate\Database\Eloquent\Relations\Relation;
use RuntimeException;
use Throwable;

/** All relation methods of all models. */
final class Links
{
    /** @var array<string, list<Link>> by table of the class that has the method */
    private array $links = [];

    /** @var array<string, array<string, string>> what a method throws, by table and method */
    private array $broken = [];

    /** @param  array<string, Subject>  $subjects by table */
    public function __construct(
        private readonly Catalogue $catalogue,
        private readonly Rows $rows,
        private readonly array $subjects,
    ) {
    }

    /** @return list<Link> */
    public function of(Subject $subject): array
    {
        return $this->links[$subject->table->name] ??= $this->read($subject);
    }

    /** @return array<string, string> what is wrong with methods that give no relation */
    public function broken(Subject $subject): array
    {
        $this->of($subject);

        return $this->broken[$subject->table->name] ?? [];
    }

    /** @return list<Link> every relation that follows this key in this way */
    public function along(ForeignKey $key, string ...$kinds): array
    {
        $all = array_merge(...array_map($this->of(...), array_values($this->subjects)));

        return array_values(array_filter(
            $all,
            fn (Link $link) => in_array($link->kind, $kinds, true) && $link->key === $key,
        ));
    }

    /** @return list<Link> */
    private function read(Subject $subject): array
    {
        $links = [];
        foreach ($subject->relationMethods() as $method => $declared) {
            if ((string) $declared->getReturnType() === MorphTo::class) {
                continue; // follows no foreign key: morphs.php judges it
            }
            try {
                $links[] = $this->link($subject, $method);
            } catch (Throwable $e) {
                $this->broken[$subject->table->name][$method] = $e->getMessage();
            }
        }

        return $links;
    }

    private function link(Subject $subject, string $method): Link
    {
        $rows = $this->rows->all($subject->table);
        $relation = $subject->hydrate($rows[array_key_first($rows)])->{$method}();
        $related = $this->subjectOf($relation);

        return match (true) {
            $relation instanceof BelongsToMany => $this->manyToMany($subject, $method, $relation, $related),
            $relation instanceof HasManyThrough, $relation instanceof HasOneThrough => $this->through($subject, $method, $relation, $related),
            $relation instanceof HasOneOrMany => new Link(
                kind: class_basename($relation),
                method: $method,
                subject: $subject,
                related: $related,
                key: self::key($related->table, $relation->getForeignKeyName(), $subject->table),
            ),
            $relation instanceof BelongsTo => new Link(
                kind: 'BelongsTo',
                method: $method,
                subject: $subject,
                related: $related,
                key: self::key($subject->table, $relation->getForeignKeyName(), $related->table),
            ),
            default => throw new RuntimeException('no idea of '.$relation::class),
        };
    }

    /**
     * @param  BelongsToMany<*, *>  $relation
     */
    private function manyToMany(Subject $subject, string $method, BelongsToMany $relation, Subject $related): Link
    {
        $pivot = $this->catalogue->find($relation->getTable())
            ?? throw new RuntimeException("there is no table {$relation->getTable()}");

        return new Link(
            kind: 'BelongsToMany',
            method: $method,
            subject: $subject,
            related: $related,
            key: self::key($pivot, $relation->getForeignPivotKeyName(), $subject->table),
            far: self::key($pivot, $relation->getRelatedPivotKeyName(), $related->table),
            pivot: $pivot,
            pivotClass: $relation->getPivotClass(),
        );
    }

    /**
     * @param  HasManyThrough<*, *, *>|HasOneThrough<*, *, *>  $relation
     */
    private function through(Subject $subject, string $method, Relation $relation, Subject $related): Link
    {
        [$between, $near] = explode('.', $relation->getQualifiedFirstKeyName());
        $table = $this->catalogue->find($between)
            ?? throw new RuntimeException("there is no table {$between}");

        return new Link(
            kind: class_basename($relation),
            method: $method,
            subject: $subject,
            related: $related,
            key: self::key($related->table, $relation->getForeignKeyName(), $table),
            far: self::key($table, $near, $subject->table),
            pivot: $table,
        );
    }

    private static function key(Table $child, string $column, Table $parent): ForeignKey
    {
        foreach ($child->foreignKeys as $key) {
            if ($key->isSimple() && $key->columns[0] === $column && $key->parent === $parent->name) {
                return $key;
            }
        }
        throw new RuntimeException("there is no foreign key {$child->name}.{$column} -> {$parent->name}");
    }

    /** @param Relation<*, *, *> $relation */
    private function subjectOf(Relation $relation): Subject
    {
        foreach ($this->subjects as $subject) {
            if ($subject->class === $relation->getRelated()::class) {
                return $subject;
            }
        }
        throw new RuntimeException($relation->getRelated()::class.' is no generated model');
    }
}
