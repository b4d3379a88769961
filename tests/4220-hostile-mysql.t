#!/bin/bash
# Names, comments and defaults of a database that mean harm, from the server to
# PHP: every file parses and loads, and holds them as text only.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

{
	cat "$data/hostile.mysql.sql"
	echo "CREATE TABLE wide (id int PRIMARY KEY"
	for n in $(seq 999); do printf ', `c%d` int' "$n"; done
	echo ') ENGINE=MyISAM;'
} >hostile.sql
sql -e 'CREATE DATABASE hostile; CREATE DATABASE far; CREATE TABLE far.parents (id int PRIMARY KEY)'
ok "the server takes it" sql hostile <hostile.sql
sql hostile -e 'CREATE TABLE near (id int PRIMARY KEY, parent_id int, FOREIGN KEY (parent_id) REFERENCES far.parents (id))'

make_models() {
	emgen generate "$(dsn hostile)" --views --out in/Models --enums in/Enums --factories in/Factories --docs in/docs \
		--laravel 12 "$@"
}
exits "generate" 0 make_models --events hostile.ndjson
mv err first.err
events hostile.ndjson
is "every table has its event" \
	"$(jq -r 'select(.type == "TableAnalyzed").data.table.name | @json' hostile.ndjson | LC_ALL=C sort)" \
	"$(sql -e "SELECT JSON_QUOTE(TABLE_NAME) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'hostile'" |
		jq -r '@json' | LC_ALL=C sort)"
like "the key into another database is told" first.err 'near \(parent_id\) to far.parents: the table was not read'
is "in its event, too" "$(jq -c 'select(.subject == "near" and .type == "TableAnalyzed").data.table.foreignKeys[].references' hostile.ndjson)" \
	'{"schema":"far","table":"parents","columns":["id"]}'
is "nothing unreadable is said" "$(LC_ALL=C.UTF-8 grep -cP '[\x{0}-\x{8}\x{b}-\x{1f}\x{7f}-\x{9f}\x{202e}\x{2066}]' first.err)" 0

is "every path is below its folder" "$(find . -name '*.php' ! -path './in/*'; find in -type l; ls /etc/passwd.php 2>/dev/null)" ""
ok "no two files differ in case only" test "$(find in -type f | tr '[:upper:]' '[:lower:]' | sort | uniq -d | wc -l)" = 0
ok "PHP takes every file" bash -c 'find in -name "*.php" -print0 | xargs -0 -n 50 php -l'
exits "generate again" 0 make_models --check
find in -type f -print0 | sort -z | xargs -0 sha256sum >sums
exits "once more" 0 make_models
is "nothing changes" "$(sha256sum -c --quiet sums 2>&1)" ""

# All of them in one process: each loads, finds its table, and reads from it;
# what PHP's own tokenizer calls a name is never the attack.
cat >load.php <<'P'
<?php
[, $vendor, $socket] = $argv;
require "$vendor/autoload.php";
set_error_handler(fn ($level, $message) => throw new ErrorException($message));
spl_autoload_register(function ($class) {
    foreach (['App\\Models\\' => 'Models', 'App\\Enums\\' => 'Enums', 'Database\\Factories\\' => 'Factories'] as $prefix => $folder) {
        if (str_starts_with($class, $prefix)) {
            require "in/$folder/".substr($class, strlen($prefix)).'.php';
        }
    }
});
$db = new Illuminate\Database\Capsule\Manager;
$db->addConnection(['driver' => 'mariadb', 'unix_socket' => $socket, 'database' => 'hostile', 'username' => 'root',
    'charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci', 'strict' => true]);
$db->bootEloquent();
foreach (['Models', 'Enums', 'Factories'] as $folder) {
    foreach (glob("in/$folder/*.php") as $file) {
        foreach (PhpToken::tokenize(file_get_contents($file)) as $token) {
            if ($token->is([T_STRING, T_INLINE_HTML, T_NAME_QUALIFIED, T_VARIABLE]) && str_contains($token->text, 'pwned')) {
                echo "$file: {$token->text} is code\n";
            }
        }
    }
}
foreach (glob('in/Models/*.php') as $file) {
    $class = 'App\\Models\\'.basename($file, '.php');
    if (! class_exists($class)) {
        echo "$file has no $class\n";
        continue;
    }
    $model = new $class;
    // Eloquent takes a table's name apart at these; emgen has warned of them.
    if (! preg_match('/\.|->| as /i', $model->getTable())) {
        $model->newQuery()->get();
    }
    $tables[] = $model->getTable();
    foreach ($model->getAttributes() as $name => $value) {
        $defaults[$model->getTable()][$name] = $value;
    }
}
foreach (glob('in/Factories/*.php') as $file) {
    if (! class_exists('Database\\Factories\\'.basename($file, '.php'))) {
        echo "$file has no class of its name\n";
    }
}
foreach (glob('in/Enums/*.php') as $file) {
    $enum = 'App\\Enums\\'.basename($file, '.php');
    $values[] = array_map(fn ($case) => $case->value, $enum::cases());
}
sort($tables, SORT_STRING);
echo json_encode($tables, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
file_put_contents('defaults.json', json_encode($defaults));
file_put_contents('values.json', json_encode($values));
P
php load.php "$laravel/vendor" "$mariadb_socket" >loaded 2>&1
is "each model loads, reads its table, and there is one for each" "$(cat loaded)" \
	"$(jq -sc '[.[] | select(.type == "TableAnalyzed").data.table.name] | sort' hostile.ndjson)"
is "each default is the text that the server has" \
	"$(jq -c '.["'"'"'; pwned(); //"] | .["'"'"'; pwned(); //"], .["*/ pwned(); /*"], .["{$pwned()}"], .["back\\slash"], .["line\nbreak"]' defaults.json)" \
	"$(sql hostile -e "INSERT INTO \`'; pwned(); //\` () VALUES (); SELECT JSON_QUOTE(\`'; pwned(); //\`), JSON_QUOTE(\`*/ pwned(); /*\`),
		JSON_QUOTE(\`{\$pwned()}\`), JSON_QUOTE(\`back\\slash\`), JSON_QUOTE(\`line
break\`) FROM \`'; pwned(); //\`" | tr '\t' '\n' | jq -c .)"
is "each value of the enum is a case" "$(jq -c 'map(select(any(. == "../x")))[]' values.json)" \
	'["../x","*/ pwned();","'"'"'","\\","a\nb","?>","{$x}",""]'
