<?php

declare(strict_types=1);

namespace App\Models;

use Illuminate\Database\Eloquent\Model;
use LogicException;

/**
 * No primary key: rows can be created and read. save() of a row that exists, refresh() and delete() throw:
 * use query()->where(...).
 *
 * @property int $rank
 * @property string $remark
 */
class TraceNote extends Model
{
    public $incrementing = false;

    public $timestamps = false;

    /** @var string|null */
    protected $primaryKey = null;

    /** @var list<string> */
    protected $fillable = ['rank', 'remark'];

    protected function setKeysForSaveQuery($query): never
    {
        throw new LogicException('trace_notes has no primary key: use query()->where(...).');
    }

    protected function setKeysForSelectQuery($query): never
    {
        throw new LogicException('trace_notes has no primary key: use query()->where(...).');
    }
}
