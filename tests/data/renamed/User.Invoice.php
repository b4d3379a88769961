<?php

declare(strict_types=1);

namespace App\Models;

use Database\Factories\InvoiceFactory;
use Illuminate\Database\Eloquent\Factories\HasFactory;

class Invoice extends Base\Invoice
{
    /** @use HasFactory<InvoiceFactory> */
    use HasFactory;
}
