<?php

declare(strict_types=1);

namespace App\Enums;

/** Values of invoices.phase. */
enum InvoicePhase: string
{
    case Draft = 'draft';
    case Paid = 'paid';
    case OnHold = 'on-hold';
    case Cancelled = 'cancelled';
}
