<?php

declare(strict_types=1);

namespace Emgen\Verify;

use Emgen\Verify\Server\Mysql;
use Emgen\Verify\Server\Server;
use Emgen\Verify\Server\Sqlite;
use RuntimeException;

/** Command line of verify.php. */
final class Options
{
    private function __construct(
        public readonly string $vendor,
        public readonly Server $server,
        public readonly Folder $models,
        public readonly ?Folder $enums,
        public readonly ?Folder $factories,
        public readonly bool $views,
    ) {
    }

    public static function parse(): self
    {
        $given = getopt('', [
            'vendor:', 'database:', 'models:', 'namespace:', 'enums:', 'enums-namespace:',
            'factories:', 'factories-namespace:', 'views', 'driver:', 'socket:',
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
            server: self::server($given),
            models: new Folder($given['models'], $given['namespace'] ?? 'App\\Models'),
            enums: $folder('enums', $given['enums-namespace'] ?? 'App\\Enums'),
            factories: $folder('factories', $given['factories-namespace'] ?? 'Database\\Factories'),
            views: isset($given['views']),
        );
    }

    /** @param  array<string, string|false>  $given */
    private static function server(array $given): Server
    {
        $driver = $given['driver'] ?? 'sqlite';

        return match ($driver) {
            'sqlite' => new Sqlite($given['database']),
            'mysql', 'mariadb' => new Mysql($driver, $given['socket'], $given['database']),
            default => throw new RuntimeException("--driver: {$driver} is unknown"),
        };
    }

    /** @return list<Folder> */
    public function folders(): array
    {
        return array_values(array_filter([$this->models, $this->enums, $this->factories]));
    }
}
