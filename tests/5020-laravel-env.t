#!/bin/bash
# .env: what Laravel itself makes of it, and which database it would open.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# Texts at random, read by phpdotenv here and now; the seed is said.
seed=$((RANDOM + 1))
php "$data/dotenv/expect.php" "$laravel/vendor/autoload.php" "$seed" 3000 <"$data/dotenv/cases.txt" >cases.ndjson
"$build/unit/svc/dotenv" cases.ndjson >units
is "6,000 texts are read as phpdotenv reads them (seed $seed)" "$(grep -A 1 '^not ok' units | head -20)" ""
ok "all of them" test "$(grep -c 'as phpdotenv says$' units)" -gt 6000
php "$data/dotenv/expect.php" "$laravel/vendor/autoload.php" 7 300 <"$data/dotenv/cases.txt" >again
same "the kept cases are what this phpdotenv says" "$data/dotenv/cases.ndjson" again

# laravel_opens: driver and file of the default connection of the .env here,
# as Laravel's own configuration has it.
cat >opens.php <<'P'
<?php
require $argv[1] . '/vendor/autoload.php';
$dir = getcwd();
$app = new Illuminate\Foundation\Application($dir);
(new Illuminate\Foundation\Bootstrap\LoadEnvironmentVariables)->bootstrap($app);
$config = require $argv[1] . '/vendor/laravel/framework/config/database.php';
$config = (new Illuminate\Support\ConfigurationUrlParser)->parseConfiguration($config['connections'][$config['default']]);
$keys = $config['driver'] === 'sqlite' ? ['database'] : ['username', 'password', 'host', 'port', 'database'];
echo $config['driver'], "\n";
foreach ($keys as $key) {
    echo $key, '=', str_replace("$dir/", '', (string) ($config[$key] ?? '')), "\n";
}
P

# A driver that says what it would open, for any scheme.
mkdir drivers
cat >drivers/emgen-introspect-sqlite <<'P'
#!/usr/bin/python3
import os
from urllib.parse import unquote, urlsplit
scheme, rest = os.environ["EMGEN_DSN"].split(":", 1)
out = open("opened", "w")
print(scheme, file=out)
if scheme == "sqlite":
    print("database=" + unquote(rest).replace(os.getcwd() + "/", ""), file=out)
else:
    url = urlsplit(os.environ["EMGEN_DSN"])
    default = {"mysql": 3306, "mariadb": 3306, "pgsql": 5432}[scheme]
    for key, value in (("username", url.username), ("password", url.password), ("host", url.hostname),
                       ("port", url.port or default), ("database", url.path[1:])):
        print(f"{key}={unquote(str(value or ''))}", file=out)
P
chmod +x drivers/*
for scheme in mysql mariadb pgsql; do ln -s emgen-introspect-sqlite drivers/emgen-introspect-$scheme; done

n=0
opens() { # what is compared is the .env here
	n=$((n + 1))
	php opens.php "$laravel" >laravel.out 2>php.err
	EMGEN_EXEC_PATH=$PWD/drivers "$build/libexec/emgen-introspect" >out 2>err
	is "$(tr '\n' ';' <.env) is the same database" "$(cat opened)" "$(cat laravel.out)"
	rm -f opened
}
touch artisan
echo '{}' >composer.json
while IFS= read -r text; do
	printf '%b' "$text" >.env
	opens
done <<'E'
\n
DB_CONNECTION=sqlite
DB_CONNECTION=sqlite\nDB_DATABASE=database/x.sqlite
DB_DATABASE="/srv/my app/x#1?.db"
DB_URL=sqlite:///database/x.db
DB_URL=sqlite:////srv/x%20y.db
DB_URL=sqlite://localhost/database/x.db
DB_URL=sqlite3:///x.db
DB_CONNECTION=mysql
DB_CONNECTION=mysql\nDB_HOST=db.test\nDB_PORT=3307\nDB_DATABASE=shop\nDB_USERNAME=me\nDB_PASSWORD="p@s s/w:%rd"
DB_CONNECTION=mariadb\nDB_PASSWORD=null\nDB_DATABASE=x
DB_CONNECTION=pgsql\nDB_USERNAME=me\nDB_PASSWORD='"quoted"'
DB_CONNECTION=pgsql\nPASS='a$b'\nDB_PASSWORD="${PASS}c"
DB_CONNECTION=mysql\nDB_URL=postgres://u:p%40ss@h:5433/d
DB_URL=postgresql://u@h:5432/d
DB_CONNECTION=mysql\nDB_URL=mysql2://u:p@h/d
E
ok "many were compared" test $n -gt 12
