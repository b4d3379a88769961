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
use Illuminate\Database\Eloquent\Relations\HasOneOrMany;
use Illuminate\Database\Eloquent\Relations\Relation;
use RuntimeException;

/** All relation methods of all models. */
final class Links
{
    /** @var array<string, list<Link>> by table of the class that has the method */
    private array $links = [];

    /** @param array<string, Subject> $subjects by table */
    public function __construct(
        private readonly Catalogue $catalogue,
        private readonly Rows $rows,
        private readonly array $subjects,
    ) {
    }

    /** @return list<Link> */
    public function of(Subject $subject): array
    {
        return $this->links[$subject->table->name] ??= array_values(array_map(
            fn (string $method) => $this->link($subject, $method),
            array_keys($subject->relationMethods()),
        ));
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

    private function link(Subject $subject, string $method): Link
    {
        $rows = $this->rows->all($subject->table);
        $relation = $subject->hydrate($rows[array_key_first($rows)])->{$method}();
        $related = $this->subjectOf($relation, $subject->name().'::'.$method);

        return match (true) {
            $relation instanceof BelongsToMany => $this->manyToMany($subject, $method, $relation, $related),
            $relation instanceof HasOneOrMany => new Link(
                kind: class_basename($relation),
                method: $method,
                subject: $subject,
                related: $related,
                key: $this->key($related->table, $relation->getForeignKeyName(), $subject->table),
                claim: "{$related->table->name}.{$relation->getForeignKeyName()} -> {$subject->table->name}",
            ),
            $relation instanceof BelongsTo => new Link(
                kind: 'BelongsTo',
                method: $method,
                subject: $subject,
                related: $related,
                key: $this->key($subject->table, $relation->getForeignKeyName(), $related->table),
                claim: "{$subject->table->name}.{$relation->getForeignKeyName()} -> {$related->table->name}",
            ),
            default => throw new RuntimeException("{$method}(): no idea of ".$relation::class),
        };
    }

    /** @param BelongsToMany<\Illuminate\Database\Eloquent\Model, \Illuminate\Database\Eloquent\Model> $relation */
    private function manyToMany(Subject $subject, string $method, BelongsToMany $relation, Subject $related): Link
    {
        $pivot = $this->catalogue->find($relation->getTable());
        $near = $relation->getForeignPivotKeyName();
        $far = $relation->getRelatedPivotKeyName();

        return new Link(
            kind: 'BelongsToMany',
            method: $method,
            subject: $subject,
            related: $related,
            key: $pivot === null ? null : $this->key($pivot, $near, $subject->table),
            far: $pivot === null ? null : $this->key($pivot, $far, $related->table),
            pivot: $pivot,
            pivotClass: $relation->getPivotClass(),
            claim: "{$relation->getTable()}.{$near} -> {$subject->table->name} and .{$far} -> {$related->table->name}",
        );
    }

    private function key(Table $child, string $column, Table $parent): ?ForeignKey
    {
        foreach ($child->foreignKeys as $key) {
            if ($key->isSimple() && $key->columns[0] === $column && $key->parent === $parent->name) {
                return $key;
            }
        }

        return null;
    }

    /** @param Relation<*, *, *> $relation */
    private function subjectOf(Relation $relation, string $method): Subject
    {
        foreach ($this->subjects as $subject) {
            if ($subject->class === $relation->getRelated()::class) {
                return $subject;
            }
        }
        throw new RuntimeException("{$method}(): ".$relation->getRelated()::class.' is no generated model');
    }
}
