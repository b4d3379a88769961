<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Catalogue\Table;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\Pivot;
use Illuminate\Database\Eloquent\Relations\Relation;
use ReflectionClass;
use ReflectionMethod;
use ReflectionNamedType;

/** A generated model class and the table that it says it stands for. */
final class Subject
{
    /** @var ReflectionClass<Model> */
    public readonly ReflectionClass $reflection;

    public readonly Docblock $docblock;

    /** @param  class-string<Model>  $class */
    public function __construct(public readonly string $class, public readonly Table $table)
    {
        $this->reflection = new ReflectionClass($class);
        $this->docblock = new Docblock($this->documented());
    }

    /**
     * In the mode split the base class has it all.
     *
     * @return ReflectionClass<Model>
     */
    private function documented(): ReflectionClass
    {
        $parent = $this->reflection->getParentClass();

        return $parent && str_ends_with($parent->getNamespaceName(), '\\Base') ? $parent : $this->reflection;
    }

    public function name(): string
    {
        return $this->reflection->getShortName();
    }

    /** Of no use but as one: what also is a model says what can be filled. */
    public function isPivot(): bool
    {
        return is_subclass_of($this->class, Pivot::class) && $this->make()->getFillable() === [];
    }

    public function make(): Model
    {
        return new $this->class();
    }

    /**
     * All rows, soft-deleted ones too.
     *
     * @return Builder<Model>
     */
    public function query(): Builder
    {
        return $this->class::query()->withoutGlobalScopes();
    }

    /**
     * The model of a row, as Eloquent makes it.
     *
     * @param  array<string, mixed>  $row
     */
    public function hydrate(array $row): Model
    {
        return $this->make()->newFromBuilder($row);
    }

    /**
     * A new model with the values of a row, each written as a user would: cast, through its attribute.
     *
     * @param  array<string, mixed>  $row
     */
    public function fill(array $row): Model
    {
        $source = $this->hydrate($row);
        $model = $this->make();
        foreach (array_keys($row) as $column) {
            $model->setAttribute($column, $source->getAttribute($column));
        }

        return $model;
    }

    /** @return array<string, ReflectionMethod> relation methods that generated code has */
    public function relationMethods(): array
    {
        $methods = [];
        foreach ($this->reflection->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
            $type = $method->getReturnType();
            if (! str_starts_with($method->class, 'Illuminate') && $type instanceof ReflectionNamedType
                && is_subclass_of($type->getName(), Relation::class)) {
                $methods[$method->name] = $method;
            }
        }

        return $methods;
    }

    public function uses(string $trait): bool
    {
        return in_array($trait, class_uses_recursive($this->class), true);
    }
}
