<?php

// The peer of `make bench`: Laravel's own schema builder reads every table's
// columns, indexes and foreign keys.  usage: peer.php AUTOLOAD DATABASE

declare(strict_types=1);

use Illuminate\Database\Capsule\Manager;

require $argv[1];

$capsule = new Manager;
$capsule->addConnection(['driver' => 'sqlite', 'database' => $argv[2]]);
$schema = $capsule->getConnection()->getSchemaBuilder();
$columns = 0;
foreach ($schema->getTables() as $table) {
    $columns += count($schema->getColumns($table['name']));
    $schema->getIndexes($table['name']);
    $schema->getForeignKeys($table['name']);
}
echo $columns, "\n";
