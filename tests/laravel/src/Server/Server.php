<?php

declare(strict_types=1);

namespace Emgen\Verify\Server;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\Table;
use PDO;
use PDOException;

/** What is special about a kind of database. */
abstract class Server
{
    /** @param  string  $database  --database of verify.php */
    public static function of(string $database): self
    {
        [$driver, $rest] = explode(':', $database, 2) + [1 => ''];
        parse_str(strtr($rest, ';', '&'), $words);

        return match ($driver) {
            'pgsql' => new Pgsql($words),
            'mysql', 'mariadb' => new Mysql($driver, $words),
            default => new Sqlite($database),
        };
    }

    /** @return array<string, mixed> the connection as Laravel configures it */
    abstract public function connection(): array;

    /** Takes away what would refuse or change rows behind the back of a check. */
    abstract public function prepare(PDO $pdo): void;

    abstract public function catalogue(PDO $pdo): Catalogue;

    /** An SQL expression that is different for each row of a table with this alias. */
    abstract public function key(Table $table, string $alias): string;

    /** Whether an insertion was refused because of the values. */
    abstract public function isRefusal(PDOException $e): bool;
}
