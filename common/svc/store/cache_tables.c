/* cache_tables - the tables of the cache (cache_tables.h). */
#include "cache_tables.h"

#include "migrate.h"

#define TABLES(name, text)                                                     \
	"CREATE TABLE cache_clock ("                                           \
	"id INTEGER NOT NULL PRIMARY KEY, ticks BIGINT NOT NULL);"             \
	"INSERT INTO cache_clock (id, ticks) VALUES (1, 0);"                   \
	"CREATE TABLE cache_entries ("                                         \
	"cache_key " name " NOT NULL PRIMARY KEY, "                            \
	"value_id CHAR(36) NOT NULL UNIQUE, bytes BIGINT NOT NULL, "           \
	"stored_on BIGINT NOT NULL, expires_on BIGINT NOT NULL);"              \
	"CREATE INDEX cache_entries_expires_on ON cache_entries (expires_on);" \
	"CREATE TABLE cache_chunks ("                                          \
	"value_id CHAR(36) NOT NULL, n INTEGER NOT NULL, "                     \
	"body " text " NOT NULL, PRIMARY KEY (value_id, n));"                  \
	"CREATE TABLE cache_tags ("                                            \
	"tag " name " NOT NULL, value_id CHAR(36) NOT NULL, "                  \
	"PRIMARY KEY (tag, value_id));"                                        \
	"CREATE INDEX cache_tags_value_id ON cache_tags (value_id);"           \
	"CREATE TABLE cache_marks ("                                           \
	"kind CHAR(1) NOT NULL, name " name " NOT NULL, "                      \
	"ticks BIGINT NOT NULL, marked_on BIGINT NOT NULL, "                   \
	"PRIMARY KEY (kind, name));"                                           \
	"CREATE INDEX cache_marks_marked_on ON cache_marks (marked_on)"

static const struct migration migrations[] = {
	{ .sqlite = TABLES("VARCHAR(255)", "TEXT"),
	    .pgsql = TABLES("VARCHAR(255) COLLATE \"C\"", "TEXT"),
	    .mysql = TABLES("VARBINARY(255)", "MEDIUMBLOB") },
};

int
cache_make_tables(struct db *db, struct em_err *err)
{
	return migrate(db, "cache", migrations,
	    sizeof(migrations) / sizeof(migrations[0]), err);
}
