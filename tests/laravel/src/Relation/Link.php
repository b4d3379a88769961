<?php

declare(strict_types=1);

namespace Emgen\Verify\Relation;

use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Subject;
use Illuminate\Database\Eloquent\SoftDeletes;

/** A relation method, and the foreign keys of the catalogue that it follows. */
final class Link
{
    /**
     * @param  string  $kind  BelongsTo, HasOne, HasMany, BelongsToMany, HasOneThrough or HasManyThrough
     * @param  ForeignKey  $key  in a BelongsToMany the pivot's key to the class that has the method
     * @param  ForeignKey|null  $far  in a BelongsToMany the pivot's key to the related class;
     *     through another table that table's key to the class that has the method, and $pivot that table
     */
    public function __construct(
        public readonly string $kind,
        public readonly string $method,
        public readonly Subject $subject,
        public readonly Subject $related,
        public readonly ForeignKey $key,
        public readonly ?ForeignKey $far = null,
        public readonly ?Table $pivot = null,
        public readonly ?string $pivotClass = null,
    ) {
    }

    /** Whether the class of a BelongsToMany's pivots only marks the links that are taken away. */
    public function detachesSoftly(): bool
    {
        return $this->pivotClass !== null && in_array(SoftDeletes::class, class_uses_recursive($this->pivotClass), true);
    }
}
