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

# Rows of factories are somebody's, where it is known whose, and else nobody's.
for name in known unknown; do sqlite3 $name.db <"$(ddl morphs)"; done
exits "known: generate" 0 emit known sqlite:known.db "${targets[@]}"
exits "unknown: generate" 0 emit unknown sqlite:unknown.db
whose() {
	tell "$1" "$1.db" <<'P'
<?php
use App\Models\{Comment, Note, Video};

[$comments, $notes] = [Comment::factory()->count(2)->create(), Note::factory()->count(2)->create()];
echo json_encode($comments->map(fn ($comment) => $comment->fresh()->commentable?->getTable())->concat($notes->map(fn ($note) => $note->fresh()->subject?->getTable())))."\n";
echo Comment::factory()->for(Video::factory(), 'commentable')->create()->fresh()->commentable->getTable()."\n";
P
}
is "factories make what their rows belong to" "$(whose known)" '["posts","posts","documents","documents"]
videos'
is "where nobody knows it they belong to nothing" "$(whose unknown)" '[null,null,null,null]
videos'
is "which is said" "$(grep -h 'Belongs to' unknown/Factories/*)" "     * Belongs to no row: give it one with for(\$row, 'commentable').
     * Belongs to no row: give it one with for(\$row, 'subject')."

is "what may be anything has no relation" "$(grep -c 'function' sqlite/Models/Account.php)" 0

# The judge notices.
sed -i "s/'commentable_id')/'id')/" sqlite/Models/Comment.php
rm sqlite.db && sqlite3 sqlite.db <"$(ddl morphs)"
php "$top/tests/laravel/morphs.php" --vendor "$laravel/vendor" --database sqlite.db --models sqlite/Models >tap 2>&1
is "a wrong key is noticed" "$(grep -c '^not ok .*commentable of each' tap)" 1
