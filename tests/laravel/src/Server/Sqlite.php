<?php

declare(strict_types=1);

namespace Emgen\Verify\Server;

use Emgen\Verify\Catalogue\Catalogue;
use Emgen\Verify\Catalogue\SqliteCatalogue;
use Emgen\Verify\Catalogue\Table;
use PDO;
use PDOException;

/** A file, of which a copy is worked on. */
final class Sqlite extends Server
{
    private readonly string $copy;

    public function __construct(string $file)
    {
        $this->copy = tempnam(sys_get_temp_dir(), 'emgen-verify');
        copy($file, $this->copy);
        register_shutdown_function(fn () => unlink($this->copy));
    }

    public function connection(): array
    {
        return ['driver' => 'sqlite', 'database' => $this->copy, 'foreign_key_constraints' => false];
    }

    public function prepare(PDO $pdo): void
    {
        $names = $pdo->query("SELECT name FROM sqlite_master WHERE type = 'trigger'")->fetchAll(PDO::FETCH_COLUMN);
        foreach ($names as $name) {
            $pdo->exec('DROP TRIGGER '.Catalogue::quote($name));
        }
        $pdo->exec('PRAGMA foreign_keys = OFF');
    }

    public function catalogue(PDO $pdo): Catalogue
    {
        return new SqliteCatalogue($pdo);
    }

    /** The rowid, or the primary key where there is none. */
    public function key(Table $table, string $alias): string
    {
        if (! $table->hasRowid) {
            $parts = array_map(fn (string $c) => 'quote('.$alias.'.'.Catalogue::quote($c).')', $table->primaryKey);

            return implode(" || ',' || ", $parts);
        }
        $names = array_map('strtolower', array_keys($table->columns));
        $free = array_diff(['_rowid_', 'rowid', 'oid'], $names);

        return $alias.'.'.reset($free);
    }

    public function isRefusal(PDOException $e): bool
    {
        return str_contains($e->getMessage(), 'constraint failed');
    }
}
