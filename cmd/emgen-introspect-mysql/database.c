/* database - one connection to a server (database.h). */
#include "database.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "connect.h"
#include "database_priv.h"
#include "dsn.h"
#include "failure.h"
#include "mem.h"

_Noreturn static void
fail(struct database *db, unsigned number, const char *message)
{
	const struct failure *failure = failure_of(number);
	struct em_err err;

	(void)err_set(
	    &err, failure->exit, "%s: %s (%u)", db->shown, message, number);
	driver_fail(db->driver, failure->exception, &err);
}

void
database_fail(
    struct database *db, int code, const char *exception, const char *fmt, ...)
{
	char why[512];
	struct em_err err;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	(void)err_set(&err, code, "%s: %s", db->shown, why);
	driver_fail(db->driver, exception, &err);
}

void
database_fail_handle(struct database *db)
{
	fail(db, mysql_errno(db->handle), mysql_error(db->handle));
}

void
database_fail_statement(struct database *db, MYSQL_STMT *stmt)
{
	fail(db, mysql_stmt_errno(stmt), mysql_stmt_error(stmt));
}

static void
run(struct database *db, const char *sql)
{
	if (mysql_query(db->handle, sql))
		database_fail_handle(db);
}

void
database_check_warnings(struct database *db)
{
	MYSQL_RES *result;
	MYSQL_ROW row;

	run(db, "SHOW WARNINGS");
	result = mysql_store_result(db->handle);
	if (!result)
		database_fail_handle(db);
	while ((row = mysql_fetch_row(result))) {
		unsigned number = (unsigned)strtoul(row[1], NULL, 10);

		if (failure_of(number)->exit == EM_TEMP)
			fail(db, number, row[2]);
	}
	mysql_free_result(result);
}

static char *
copy_of(const char *text)
{
	return mem_strdup(text ? text : "");
}

/* 80016 is 8.0.16. */
static bool
has_checks(const struct database *db)
{
	return db->flavour == MYSQL_MARIADB ||
	       mysql_get_server_version(db->handle) >= 80016;
}

/* What the server is. */
static void
ask(struct database *db)
{
	MYSQL_RES *result;
	MYSQL_ROW row;

	run(db, "SELECT VERSION(), DATABASE(), @@lower_case_table_names");
	result = mysql_store_result(db->handle);
	row = result ? mysql_fetch_row(result) : NULL;
	if (!row)
		database_fail_handle(db);
	db->version = copy_of(row[0]);
	db->name = copy_of(row[1]);
	db->folds_case = row[2] && strcmp(row[2], "0") != 0;
	mysql_free_result(result);
	db->flavour =
	    strcasestr(db->version, "mariadb") ? MYSQL_MARIADB : MYSQL_ORACLE;
	db->has_checks = has_checks(db);
}

/*
 * The catalogue is printed for the sql_mode: one that quotes in one way, and is
 * as strict about views as applications are.
 */
static void
prepare_session(struct database *db)
{
	unsigned lock = connect_seconds(db->driver->timeout);
	unsigned most = connect_seconds(db->driver->timeout * CONNECT_PATIENCE);
	struct buf sql = BUF_INIT;

	buf_addf(&sql,
	    "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', lock_wait_timeout = %u",
	    lock);
	if (db->flavour == MYSQL_MARIADB)
		buf_addf(&sql, ", max_statement_time = %u", most);
	else
		buf_addf(&sql, ", max_execution_time = %u", most * 1000);
	run(db, sql.data);
	buf_clear(&sql);
	run(db, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
}

static void
check_parts(struct database *db, const struct dsn_url *url)
{
	if (!url->database)
		database_fail(db, EM_PERM, "bad-dsn",
		    "names no database: mysql://user@host/database");
}

void
database_open(struct database *db, struct driver *driver)
{
	struct dsn_url url = { .n = 0 };
	struct em_err err;

	*db = (struct database){ .driver = driver };
	db->shown = dsn_redact(driver->dsn);
	if (dsn_url_parse(&url, driver->dsn, &err) < 0)
		driver_fail(driver, "bad-dsn", &err);
	check_parts(db, &url);
	db->handle = mysql_init(NULL);
	if (!db->handle)
		database_fail(
		    db, EM_TEMP, "out-of-memory", "there is no memory");
	if (connect_open(db->handle, driver, &url) < 0 ||
	    mysql_set_character_set(db->handle, "utf8mb4"))
		database_fail_handle(db);
	dsn_url_clear(&url);
	ask(db);
	prepare_session(db);
}

void
database_close(struct database *db)
{
	mysql_close(db->handle);
	free(db->shown);
	free(db->name);
	free(db->version);
}

void
database_quote(struct database *db, struct buf *sql, const char *text)
{
	size_t len = strlen(text);

	buf_addc(sql, '\'');
	buf_reserve(sql, 2 * len + 1);
	sql->len += mysql_real_escape_string(
	    db->handle, sql->data + sql->len, text, len);
	buf_addc(sql, '\'');
}
