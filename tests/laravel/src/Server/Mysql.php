<?php

declare(strict_types=1);

namespace Emgen\Verify\Server;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\MysqlCatalogue;
use Emgen\Verify\Catalogue\Table;
use PDO;
use PDOException;

/** MariaDB or MySQL over its socket.  The database is used up: its tables get a column that numbers their rows. */
final class Mysql extends Server
{
    /** Invisible: neither SELECT * nor Eloquent know it. */
    public const ROW = 'emgen_verify_row';

    /** MySQL's number of a check that is violated, for which it has no SQLSTATE. */
    private const CHECK_VIOLATED = 3819;

    private const MODES = [
        'ANSI_QUOTES', 'STRICT_TRANS_TABLES', 'NO_ZERO_IN_DATE', 'NO_ZERO_DATE',
        'ERROR_FOR_DIVISION_BY_ZERO', 'NO_ENGINE_SUBSTITUTION',
    ];

    /**
     * @param  string  $driver  mysql or mariadb
     * @param  array<string, string>  $words  unix_socket, dbname, user
     */
    public function __construct(private readonly string $driver, private readonly array $words)
    {
    }

    /** As Laravel has it, but for the quotes around names, and ONLY_FULL_GROUP_BY, which sakila's views do not keep. */
    public function connection(): array
    {
        return [
            'driver' => $this->driver, 'unix_socket' => $this->words['unix_socket'],
            'database' => $this->words['dbname'], 'username' => $this->words['user'], 'password' => '',
            'charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci',
            'strict' => true, 'modes' => self::MODES,
        ];
    }

    public function prepare(PDO $pdo): void
    {
        $pdo->exec('SET foreign_key_checks = 0');
        $triggers = 'SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()';
        foreach ($pdo->query($triggers)->fetchAll(PDO::FETCH_COLUMN) as $name) {
            $pdo->exec('DROP TRIGGER '.Catalogue::quote($name));
        }
        $tables = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
            AND TABLE_TYPE <> 'VIEW' AND TABLE_TYPE <> 'SEQUENCE' AND TABLE_NAME NOT IN (
                SELECT TABLE_NAME FROM information_schema.COLUMNS
                WHERE TABLE_SCHEMA = DATABASE() AND EXTRA LIKE '%auto_increment%')";
        foreach ($pdo->query($tables)->fetchAll(PDO::FETCH_COLUMN) as $name) {
            $pdo->exec('ALTER TABLE '.Catalogue::quote($name).' ADD COLUMN '.self::ROW
                .' bigint unsigned NOT NULL AUTO_INCREMENT INVISIBLE, ADD KEY ('.self::ROW.')');
        }
        $pdo->beginTransaction();
    }

    public function catalogue(PDO $pdo): Catalogue
    {
        return new MysqlCatalogue($pdo);
    }

    public function key(Table $table, string $alias): string
    {
        $number = $table->numbered[0] ?? null;
        $columns = $number === null || $table->isUnique([$number]) ? [$number ?? self::ROW] : $table->primaryKey;
        $columns = array_map(fn (string $column) => $alias.'.'.Catalogue::quote($column), $columns);

        return count($columns) === 1 ? $columns[0] : "CONCAT_WS('-', ".implode(', ', $columns).')';
    }

    /** Integrity constraints. */
    public function isRefusal(PDOException $e): bool
    {
        return $e->getCode() === '23000' || ($e->errorInfo[1] ?? 0) === self::CHECK_VIOLATED;
    }
}
