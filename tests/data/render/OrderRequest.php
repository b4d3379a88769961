<?php

declare(strict_types=1);

namespace App\Http\Requests;

use App\Enums\OrderStatus;
use App\Models\Order;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class OrderRequest extends FormRequest
{
    /**
     * What the table takes. PATCH may leave columns out.
     *
     * @return array<string, list<mixed>>
     */
    public function rules(): array
    {
        $required = $this->isMethod('PATCH') ? ['sometimes', 'required'] : ['required'];
        $row = $this->route('order');
        $row = $row instanceof Order ? $row : null;

        return [
            'number' => [...$required, 'string', 'max:20', Rule::unique(Order::class, 'number')->ignore($row)],
            'customer_id' => [...$required, 'integer'],
            'sales_rep_id' => ['nullable', 'integer'],
            'parent_id' => ['nullable', 'uuid'],
            'currency_code' => [...$required, 'string', 'max:3'],
            'status' => [...$required, Rule::enum(OrderStatus::class)],
            'total' => [...$required, 'numeric', 'decimal:0,2', 'min:-9999999999.99', 'max:9999999999.99'],
            'tax_rate' => ['nullable', 'numeric', 'decimal:0,4', 'min:-9.9999', 'max:9.9999'],
            'is_gift' => [...$required, 'boolean'],
            'meta' => ['nullable', 'array'],
            'delivery_on' => ['nullable', 'date_format:Y-m-d'],
            'placed_at' => ['nullable', 'date'],
        ];
    }
}
