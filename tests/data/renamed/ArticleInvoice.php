<?php

declare(strict_types=1);

namespace App\Models;

use Illuminate\Database\Eloquent\Relations\Pivot;
use Illuminate\Support\Carbon;

/**
 * @property string $invoice_id
 * @property int $article_id
 * @property int $pieces
 * @property numeric-string $price_each
 * @property Carbon|null $created_at
 * @property Carbon|null $updated_at
 */
class ArticleInvoice extends Pivot
{
    /** @var string */
    protected $table = 'article_invoice';

    /** @var string Both keys let save() and delete() work on a row that was not loaded through the relation. */
    protected $foreignKey = 'invoice_id';

    /** @var string */
    protected $relatedKey = 'article_id';

    /** @var array<string, mixed> */
    protected $attributes = ['pieces' => 1];

    /** @return array<string, string> */
    protected function casts(): array
    {
        return [
            'price_each' => 'decimal:2',
        ];
    }
}
