/* dialect - SQL that is written once (dialect.h). */
#include "dialect.h"

#include <stdbool.h>
#include <string.h>

enum { KINDS = DB_MYSQL + 1 };

/* By kind of database; $ stands for the word's argument. */
static const struct {
	const char *word, *of_kind[KINDS];
} words[] = {
	{ "now", { "CAST(strftime('%s', 'now') AS INTEGER)",
		     "CAST(floor(extract(epoch FROM statement_timestamp())) "
		     "AS INTEGER)",
		     "UNIX_TIMESTAMP()" } },
	{ "microseconds",
	    { "CAST((julianday('now') - 2440587.5) * 86400000 + 0.5 "
	      "AS INTEGER) * 1000",
		"CAST(extract(epoch FROM clock_timestamp()) * 1000000 "
		"AS BIGINT)",
		"CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)" } },
	{ "utc", { "datetime('now')",
		     "date_trunc('second', "
		     "statement_timestamp() AT TIME ZONE 'UTC')",
		     "UTC_TIMESTAMP()" } },
	{ "hours ago ", { "datetime('now', '-' || $ || ' hours')",
			    "(statement_timestamp() AT TIME ZONE 'UTC' - "
			    "CAST($ AS integer) * interval '1 hour')",
			    "(UTC_TIMESTAMP() - INTERVAL $ HOUR)" } },
	{ "moment ", { "$", "$", "STR_TO_DATE($, '%Y-%m-%dT%H:%i:%s.%fZ')" } },
	{ "text of ", { "$",
			  "to_char($ AT TIME ZONE 'UTC', "
			  "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
			  "DATE_FORMAT($, '%Y-%m-%dT%H:%i:%s.%fZ')" } },
	{ "key", { "\"key\"", "\"key\"", "`key`" } },
	{ "for update", { "", "FOR UPDATE", "FOR UPDATE" } },
	{ "skip locked", { "", "FOR UPDATE", "FOR UPDATE" } },
	{ "or nothing ", { "ON CONFLICT DO NOTHING", "ON CONFLICT DO NOTHING",
			     "ON DUPLICATE KEY UPDATE $ = $" } },
	{ "or update ",
	    { "ON CONFLICT ($) DO UPDATE SET", "ON CONFLICT ($) DO UPDATE SET",
		"ON DUPLICATE KEY UPDATE" } },
	{ "new ", { "excluded.$", "excluded.$", "VALUES($)" } },
};

static const char *const has_table_sql[KINDS] = {
	"SELECT 1 FROM sqlite_master "
	"WHERE type IN ('table', 'view') AND name = ?",
	/* what reads a catalog hears of tables that others have made */
	"SELECT 1 FROM pg_class WHERE oid = to_regclass(?)",
	"SELECT 1 FROM information_schema.TABLES "
	"WHERE TABLE_SCHEMA = database() AND TABLE_NAME = ?",
};

static void
add_meaning(
    struct buf *sql, const char *meaning, const char *argument, size_t len)
{
	for (; *meaning; meaning++) {
		if (*meaning == '$')
			buf_add(sql, argument, len);
		else
			buf_addc(sql, *meaning);
	}
}

/* The text between braces; one that is not known stays as it is. */
static void
add_word(struct buf *sql, const struct db *db, const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if (n > len || strncmp(words[i].word, text, n) != 0)
			continue;
		add_meaning(
		    sql, words[i].of_kind[db_kind(db)], text + n, len - n);
		if (strcmp(words[i].word, "skip locked") == 0 &&
		    db_skips_locked(db))
			buf_adds(sql, " SKIP LOCKED");
		return;
	}
	buf_addf(sql, "{%.*s}", (int)len, text);
}

void
dialect_add(struct buf *sql, const struct db *db, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "{"), len;

		buf_add(sql, text, plain);
		text += plain;
		if (!*text)
			return;
		len = strcspn(++text, "}");
		add_word(sql, db, text, len);
		text += len + (text[len] == '}');
	}
}

struct db_stmt *
dialect_prepare(struct db *db, const char *text, struct em_err *err)
{
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;

	dialect_add(&sql, db, text);
	stmt = db_prepare(db, buf_peek(&sql), err);
	buf_clear(&sql);
	return stmt;
}

int
dialect_prepare_all(struct db *db, const char *const texts[], size_t n,
    struct db_stmt *stmts[], struct em_err *err)
{
	for (size_t i = 0; i < n; i++) {
		stmts[i] = dialect_prepare(db, texts[i], err);
		if (!stmts[i])
			return -1;
	}
	return 0;
}

int
dialect_has_table(struct db *db, const char *name, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db, has_table_sql[db_kind(db)], err);
	int rc;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, name);
	rc = db_row(stmt, err);
	db_finalize(stmt);
	return rc;
}
