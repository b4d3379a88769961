<?php

declare(strict_types=1);

namespace Emgen\Verify\Check;

use Emgen\Verify\Catalogue\ForeignKey;
use Emgen\Verify\Catalogue\Table;
use Emgen\Verify\Relation\Link;
use Emgen\Verify\Relation\Links;
use Emgen\Verify\World;

/** Every table has its class, every foreign key its two relations. */
final class TableCheck
{
    public function __construct(private readonly World $world, private readonly Links $links)
    {
    }

    /** @return iterable<string> */
    public function problems(Table $table): iterable
    {
        yield from $this->presence($table);
        foreach ($table->foreignKeys as $key) {
            if ($key->isSimple() && $this->world->subjectOf($key->parent) !== null) {
                yield from $this->foreignKey($table, $key);
            }
        }
    }

    /** @return iterable<string> */
    private function presence(Table $table): iterable
    {
        $rules = $this->world->rules;
        $has = $this->world->subjectOf($table) !== null;
        $wanted = ! $rules->isFramework($table) && ! $rules->isPurePivot($table)
            && (! $table->isView || $this->world->options->views);
        if ($has !== $wanted) {
            yield $has ? 'has a class' : 'has no class';
        }
    }

    /** @return iterable<string> */
    private function foreignKey(Table $table, ForeignKey $key): iterable
    {
        $subject = $this->world->subjectOf($table);
        $through = $this->links->along($key, 'BelongsToMany');
        if ($this->world->rules->isFramework($table)) {
            return;
        }
        if ($subject === null || $subject->isPivot()) {
            yield from self::once($key, 'belongsToMany', $through);

            return;
        }
        yield from self::once($key, 'belongsTo', $this->links->along($key, 'BelongsTo'));
        $inverse = $this->links->along($key, 'HasOne', 'HasMany');
        if ($key->isAudit()) {
            yield from self::never($key, $inverse);
        } elseif ($through === [] || $inverse !== []) {
            yield from self::once($key, $table->isUnique($key->columns) ? 'hasOne' : 'hasMany', $inverse);
        }
    }

    /**
     * @param  list<Link>  $links
     * @return iterable<string>
     */
    private static function once(ForeignKey $key, string $kind, array $links): iterable
    {
        if (count($links) !== 1) {
            yield "{$key} has ".count($links)." {$kind}".self::names($links);
        }
    }

    /**
     * @param  list<Link>  $links
     * @return iterable<string>
     */
    private static function never(ForeignKey $key, array $links): iterable
    {
        if ($links !== []) {
            yield "{$key} is for auditing, but has an inverse".self::names($links);
        }
    }

    /** @param  list<Link>  $links */
    private static function names(array $links): string
    {
        $names = array_map(fn (Link $link) => $link->subject->name().'::'.$link->method.'()', $links);

        return $names === [] ? '' : ': '.implode(', ', $names);
    }
}
