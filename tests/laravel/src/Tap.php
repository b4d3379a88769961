<?php

declare(strict_types=1);

namespace Emgen\Verify;

/** The Test Anything Protocol on stdout. */
final class Tap
{
    private int $count = 0;

    private int $failed = 0;

    /** @param  list<string>  $problems */
    public function result(string $name, array $problems): void
    {
        $this->count++;
        $this->failed += $problems === [] ? 0 : 1;
        echo $problems === [] ? 'ok' : 'not ok', " {$this->count} - {$name}\n";
        foreach ($problems as $problem) {
            echo '#   ', str_replace("\n", "\n#   ", $problem), "\n";
        }
    }

    public function end(): int
    {
        echo "1..{$this->count}\n";

        return $this->failed === 0 && $this->count > 0 ? 0 : 1;
    }
}
