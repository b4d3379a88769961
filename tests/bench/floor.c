/*
 * floor - what the main job cannot be faster than: steps through the same
 * catalogue rows, in one transaction, and writes the same files by temporary
 * file and rename.  usage: floor DATABASE FROM-DIR TO-DIR
 */
#include <sqlite3.h>

#include "files.h"

static const char *const statements[] = {
	"BEGIN",
	"SELECT name, type, ncol, wr FROM pragma_table_list ORDER BY name",
	"SELECT name, sql FROM sqlite_schema ORDER BY name",
	"SELECT s.name, c.* FROM sqlite_schema s "
	"JOIN pragma_table_xinfo(s.name) c WHERE s.type = 'table'",
	"SELECT i.*, c.* FROM (SELECT DISTINCT tbl_name FROM sqlite_schema "
	"WHERE type = 'index') s JOIN pragma_index_list(s.tbl_name) i "
	"JOIN pragma_index_info(i.name) c",
	"SELECT s.name, f.* FROM sqlite_schema s "
	"JOIN pragma_foreign_key_list(s.name) f WHERE s.type = 'table'",
};

static void
read_catalogue(const char *path)
{
	sqlite3_stmt *stmt;
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL))
		die(EM_PERM, "%s: %s", path, sqlite3_errmsg(db));
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		if (sqlite3_prepare_v2(db, statements[i], -1, &stmt, NULL))
			die(EM_PERM, "%s", sqlite3_errmsg(db));
		while (sqlite3_step(stmt) == SQLITE_ROW)
			for (int c = sqlite3_column_count(stmt); c-- > 0;)
				(void)sqlite3_column_text(stmt, c);
		(void)sqlite3_finalize(stmt);
	}
	(void)sqlite3_close(db);
}

int
main(int argc, char *argv[])
{
	die_setname("floor");
	if (argc != 4)
		die_usage("usage: floor DATABASE FROM-DIR TO-DIR\n");
	read_catalogue(argv[1]);
	copy_files(argv[2], argv[3]);
	return EM_OK;
}
