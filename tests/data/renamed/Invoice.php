<?php

declare(strict_types=1);

namespace App\Models;

use App\Enums\InvoicePhase;
use Database\Factories\InvoiceFactory;
use Illuminate\Database\Eloquent\Collection;
use Illuminate\Database\Eloquent\Concerns\HasUuids;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\SoftDeletes;
use Illuminate\Support\Carbon;

/**
 * @property string $id
 * @property string $reference
 * @property int $buyer_id
 * @property int|null $field_agent_id
 * @property string|null $origin_id
 * @property string $unit_symbol
 * @property InvoicePhase $phase
 * @property numeric-string $amount
 * @property numeric-string|null $duty
 * @property bool $is_sample
 * @property array<array-key, mixed>|null $extra
 * @property Carbon|null $due_on
 * @property Carbon|null $issued_at
 * @property-read numeric-string|null $amount_with_duty
 * @property Carbon|null $created_at
 * @property Carbon|null $updated_at
 * @property Carbon|null $deleted_at
 * @property-read Member $buyer
 * @property-read Member|null $fieldAgent
 * @property-read Invoice|null $origin
 * @property-read Unit $unit
 * @property-read Collection<int, Invoice> $invoices
 * @property-read Collection<int, Article> $articles
 */
class Invoice extends Model
{
    /** @use HasFactory<InvoiceFactory> */
    use HasFactory, HasUuids, SoftDeletes;

    /** @var string */
    protected $dateFormat = 'Y-m-d H:i:s.u';

    /** @var array<string, mixed> */
    protected $attributes = [
        'phase' => 'draft',
        'amount' => '0.00',
        'is_sample' => false,
    ];

    /** @var list<string> */
    protected $fillable = [
        'reference',
        'buyer_id',
        'field_agent_id',
        'origin_id',
        'unit_symbol',
        'phase',
        'amount',
        'duty',
        'is_sample',
        'extra',
        'due_on',
        'issued_at',
    ];

    /** @return BelongsTo<Member, $this> */
    public function buyer(): BelongsTo
    {
        return $this->belongsTo(Member::class, 'buyer_id');
    }

    /** @return BelongsTo<Member, $this> */
    public function fieldAgent(): BelongsTo
    {
        return $this->belongsTo(Member::class, 'field_agent_id');
    }

    /** @return BelongsTo<Invoice, $this> */
    public function origin(): BelongsTo
    {
        return $this->belongsTo(Invoice::class, 'origin_id');
    }

    /** @return BelongsTo<Unit, $this> */
    public function unit(): BelongsTo
    {
        return $this->belongsTo(Unit::class, 'unit_symbol', 'symbol');
    }

    /** @return HasMany<Invoice, $this> */
    public function invoices(): HasMany
    {
        return $this->hasMany(Invoice::class, 'origin_id');
    }

    /** @return BelongsToMany<Article, $this, ArticleInvoice> */
    public function articles(): BelongsToMany
    {
        return $this->belongsToMany(Article::class, 'article_invoice', 'invoice_id', 'article_id')
            ->using(ArticleInvoice::class)
            ->withPivot('pieces', 'price_each')
            ->withTimestamps();
    }

    /** @return array<string, string> */
    protected function casts(): array
    {
        return [
            'phase' => InvoicePhase::class,
            'amount' => 'decimal:2',
            'duty' => 'decimal:4',
            'is_sample' => 'boolean',
            'extra' => 'array',
            'due_on' => 'date:Y-m-d',
            'issued_at' => 'datetime',
            'amount_with_duty' => 'decimal:2',
        ];
    }
}
