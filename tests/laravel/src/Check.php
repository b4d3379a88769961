<?php

declare(strict_types=1);

namespace Emgen\Verify;

/** One group of claims about a model.  It runs in a transaction that is taken back. */
interface Check
{
    public function name(): string;

    /** @return iterable<string> what is wrong, one sentence each */
    public function problems(Subject $subject): iterable;
}
