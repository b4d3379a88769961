<?php

declare(strict_types=1);

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;

/**
 * Primary key (year_no, row_no): save(), refresh() and is() see the whole key. delete() throws, find() and destroy()
 * know no such key: use query()->where(...).
 *
 * @property int $year_no
 * @property int $row_no
 * @property int|null $note
 */
class LedgerRow extends Model
{
    /** Columns of the primary key; Eloquent itself knows only one. */
    public const KEY = ['year_no', 'row_no'];

    public $incrementing = false;

    public $timestamps = false;

    /** @var string|null */
    protected $primaryKey = null;

    /** @var list<string> */
    protected $fillable = ['year_no', 'row_no', 'note'];

    public function getKey(): string
    {
        return json_encode(array_map(fn (string $column) => $this->getAttribute($column), self::KEY), JSON_THROW_ON_ERROR);
    }

    /**
     * @param  Builder<static>  $query
     * @return Builder<static>
     */
    protected function setKeysForSaveQuery($query): Builder
    {
        foreach (self::KEY as $column) {
            $query->where($column, '=', $this->original[$column] ?? $this->getAttribute($column));
        }

        return $query;
    }

    /**
     * @param  Builder<static>  $query
     * @return Builder<static>
     */
    protected function setKeysForSelectQuery($query): Builder
    {
        return $this->setKeysForSaveQuery($query);
    }
}
