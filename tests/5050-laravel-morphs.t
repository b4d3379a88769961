#!/bin/bash
# Real Eloquent on polymorphic relations: on three servers, by names of classes
# and by a morph map, they find the rows that SQL finds.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

targets=(--morph 'comments.commentable=posts,videos' --morph 'images.imageable=posts,videos' --morph notes.subject=documents)

# morphs NAME DSN DATABASE [OPTION...]: made of a new database, and judged by its rows.
morphs() {
	exits "$1: generate for Laravel $version" 0 emit "$1" "$2" "${targets[@]}"
	php "$top/tests/laravel/morphs.php" --vendor "$laravel/vendor" --database "$3" \
		--models "$1/Models" "${@:4}" >tap 2>&1
	is "$1: the rows are those of SQL ${*:4}" "$(grep -v '^ok ' tap)" "1..$(grep -c '^ok ' tap)"
	ok "$1: of many claims" test "$(grep -c '^ok ' tap)" -gt 25
}

sqlite() {
	rm -rf sqlite sqlite.db
	sqlite3 sqlite.db <"$(ddl morphs)"
	morphs sqlite sqlite:sqlite.db sqlite.db "$@"
}

for version in $versions; do
	use_laravel "$version"
	sqlite
	sqlite --map
done

use_laravel 12
for name in pgsql pgsqlmap; do
	pg_create $name "$(ddl morphs pgsql)"
	load maria$name "$(ddl morphs mysql)"
done
morphs pgsql "$(pg_dsn pgsql)" "pgsql:host=$pg_dir;port=$pg_port;dbname=pgsql;user=postgres"
morphs pgsqlmap "$(pg_dsn pgsqlmap)" "pgsql:host=$pg_dir;port=$pg_port;dbname=pgsqlmap;user=postgres" --map
morphs mariapgsql "$(dsn mariapgsql)" "mariadb:unix_socket=$mariadb_socket;dbname=mariapgsql;user=root"
morphs mariapgsqlmap "$(dsn mariapgsqlmap)" "mariadb:unix_socket=$mariadb_socket;dbname=mariapgsqlmap;user=root" --map

is "what may be anything has no relation" "$(grep -c 'function' sqlite/Models/Account.php)" 0

# The judge notices.
sed -i "s/'commentable_id')/'id')/" sqlite/Models/Comment.php
rm sqlite.db && sqlite3 sqlite.db <"$(ddl morphs)"
php "$top/tests/laravel/morphs.php" --vendor "$laravel/vendor" --database sqlite.db --models sqlite/Models >tap 2>&1
is "a wrong key is noticed" "$(grep -c '^not ok .*commentable of each' tap)" 1
