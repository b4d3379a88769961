#!/bin/bash
# Laravel's validator with the rules of form requests: on three servers they say
# of value after value what the database says.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# requests NAME DSN DATABASE [OPTION...]: made of a new database, and judged by it.
requests() {
	exits "$1: generate for Laravel $version" 0 emit "$1" "$2"
	php "$top/tests/laravel/requests.php" --vendor "$laravel/vendor" --database "$3" --models "$1/Models" \
		--enums "$1/Enums" --factories "$1/Factories" --requests "$1/Http/Requests" "${@:4}" >tap 2>&1
	is "$1: the rules say what the database says" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
}

# SQLite holds any value in most columns.
sqlite() {
	rm -rf sqlite sqlite.db
	sqlite3 sqlite.db <"$(ddl requests)"
	requests sqlite sqlite:sqlite.db sqlite.db --lax
}

pg_create pgsql "$(ddl requests pgsql)"
requests pgsql "$(pg_dsn pgsql)" "pgsql:host=$pg_dir;port=$pg_port;dbname=pgsql;user=postgres"
load maria "$(ddl requests mysql)"
requests maria "$(dsn maria)" "mariadb:unix_socket=$mariadb_socket;dbname=maria;user=root"

for version in $versions; do
	use_laravel "$version"
	sqlite
done

# The judge notices.
sed -i "s/'max:20'/'max:25'/" pgsql/Http/Requests/ItemRequest.php
php "$top/tests/laravel/requests.php" --vendor "$laravel/vendor" --models pgsql/Models --enums pgsql/Enums \
	--factories pgsql/Factories --requests pgsql/Http/Requests \
	--database "pgsql:host=$pg_dir;port=$pg_port;dbname=pgsql;user=postgres" >tap 2>&1
like "a text that is too long is noticed" tap 'sku = "x{21}" passes, and is not stored'
