<?php

declare(strict_types=1);

namespace Emgen\Verify\Server;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\MysqlSchema;
use Emgen\Verify\Catalogue\Table;
use PDO;
use PDOException;

/** MariaDB over its socket.  The database is used up: its tables get a column that numbers their rows. */
final class Mysql implements Server
{
    /** Invisible: neither SELECT * nor Eloquent know it. */
    public const ROW = 'emgen_verify_row';

    private const MODES = [
        'ANSI_QUOTES', 'STRICT_TRANS_TABLES', 'NO_ZERO_IN_DATE', 'NO_ZERO_DATE',
        'ERROR_FOR_DIVISION_BY_ZERO', 'NO_ENGINE_SUBSTITUTION',
    ];

    public function __construct(
        private readonly string $driver,
        private readonly string $socket,
        private readonly string $database,
    ) {
    }

    /** As Laravel has it, but for the quotes around names, and ONLY_FULL_GROUP_BY, which sakila's views do not keep. */
    public function connection(): array
    {
        return [
            'driver' => $this->driver, 'unix_socket' => $this->socket, 'database' => $this->database,
            'username' => 'root', 'password' => '', 'charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci',
            'strict' => true, 'modes' => self::MODES,
        ];
    }

    public function prepare(PDO $pdo): void
    {
        $pdo->exec('SET foreign_key_checks = 0, check_constraint_checks = 1');
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
        $pdo->exec('START TRANSACTION');
    }

    public function catalogue(PDO $pdo): Catalogue
    {
        return (new MysqlSchema($pdo))->read();
    }

    public function rowKey(Table $table, string $alias): string
    {
        return $alias.'.'.Catalogue::quote($table->autoIncrement() ?? self::ROW);
    }

    public function refuses(PDOException $e): bool
    {
        return $e->getCode() === '23000';
    }
}
