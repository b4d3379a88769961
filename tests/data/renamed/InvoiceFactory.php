<?php

declare(strict_types=1);

namespace Database\Factories;

use App\Enums\InvoicePhase;
use App\Models\Invoice;
use App\Models\Member;
use App\Models\Unit;
use Illuminate\Database\Eloquent\Factories\Factory;

/**
 * @extends Factory<Invoice>
 */
class InvoiceFactory extends Factory
{
    /** @var class-string<Invoice> */
    protected $model = Invoice::class;

    /**
     * Required columns only; nullable ones stay null so that no cycle is created.
     *
     * @return array<string, mixed>
     */
    public function definition(): array
    {
        return [
            'reference' => fake()->unique()->bothify('????????########'),
            'buyer_id' => Member::factory(),
            'unit_symbol' => fn () => Unit::factory()->create()->symbol,
            'phase' => fake()->randomElement(InvoicePhase::cases()),
            'amount' => fake()->randomFloat(2, 0, 99_999),
            'is_sample' => fake()->boolean(),
        ];
    }
}
