<?php

declare(strict_types=1);

namespace Symfony\Component\Clock;

use DateTimeZone;

/** The one type of symfony/clock that Carbon cannot be loaded without. */
if (! interface_exists(ClockInterface::class)) {
    interface ClockInterface extends \Psr\Clock\ClockInterface
    {
        public function sleep(float|int $seconds): void;

        public function withTimeZone(DateTimeZone|string $timezone): static;
    }
}
