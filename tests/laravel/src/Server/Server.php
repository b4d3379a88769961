<?php

declare(strict_types=1);

namespace Emgen\Verify\Server;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\Table;
use PDO;
use PDOException;

/** What differs from one kind of database to the next. */
interface Server
{
    /** @return array<string, mixed> as in Laravel's config/database.php */
    public function connection(): array;

    /** Nothing but the rows that are written may change: no triggers, no cascades; and rows can be told apart. */
    public function prepare(PDO $pdo): void;

    public function catalogue(PDO $pdo): Catalogue;

    /** An SQL expression that is different for each row of a table, whatever becomes of the row. */
    public function rowKey(Table $table, string $alias): string;

    /** Whether a constraint is why a row was not taken. */
    public function refuses(PDOException $e): bool;
}
