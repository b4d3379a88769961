<?php

declare(strict_types=1);

namespace Emgen\Verify;

use RuntimeException;

/** Command line of verify.php and factories.php. */
final class Options
{
    /** @param  array<string, string>  $more */
    private function __construct(
        public readonly string $vendor,
        public readonly string $database,
        public readonly Folder $models,
        public readonly ?Folder $enums,
        public readonly ?Folder $factories,
        public readonly bool $views,
        public readonly array $more,
    ) {
    }

    /** @param  list<string>  $more options of one program only */
    public static function parse(array $more = []): self
    {
        $given = getopt('', [
            'vendor:', 'database:', 'models:', 'namespace:', 'enums:', 'enums-namespace:',
            'factories:', 'factories-namespace:', 'views', ...$more,
        ]);
        foreach (['vendor', 'database', 'models'] as $name) {
            if (! isset($given[$name])) {
                throw new RuntimeException("--{$name} is missing");
            }
        }
        $folder = fn (string $name, string $namespace): ?Folder => isset($given[$name])
            ? new Folder($given[$name], $namespace)
            : null;

        return new self(
            vendor: $given['vendor'],
            database: $given['database'],
            models: new Folder($given['models'], $given['namespace'] ?? 'App\\Models'),
            enums: $folder('enums', $given['enums-namespace'] ?? 'App\\Enums'),
            factories: $folder('factories', $given['factories-namespace'] ?? 'Database\\Factories'),
            views: isset($given['views']),
            more: $given,
        );
    }

    /** @return list<Folder> */
    public function folders(): array
    {
        return array_values(array_filter([$this->models, $this->enums, $this->factories]));
    }
}
