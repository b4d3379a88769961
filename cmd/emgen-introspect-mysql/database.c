/* database - one connection to a server (database.h). */
#include "database.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "database_priv.h"
#include "dsn.h"
#include "mem.h"
#include "my_failure.h"

/*
 * How many times the --timeout a statement may run, and the server be silent:
 * reading a catalogue of ten thousand tables takes longer than to decide that a
 * lock is not to be had.
 */
enum { PATIENCE = 12 };

_Noreturn static void
fail(struct database *db, unsigned number, const char *message)
{
	struct my_error error;

	(void)my_error_set(&error, db->shown, number, message);
	driver_fail(db->driver, error.exception, &error.err);
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

		if (my_failure_of(number)->exit == EM_TEMP)
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
	unsigned lock = my_seconds(db->driver->timeout);
	unsigned most = my_seconds(db->driver->timeout * PATIENCE);
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
warn(void *arg, const char *parameter)
{
	driver_warn(arg, "the DSN's parameter %s is not known", parameter);
}

void
database_open(struct database *db, struct driver *driver)
{
	const struct my_options options = {
		.timeout = driver->timeout,
		.patience = driver->timeout * PATIENCE,
		.unknown = warn,
		.arg = driver,
	};
	struct my_error error;

	*db = (struct database){ .driver = driver };
	db->shown = dsn_redact(driver->dsn);
	db->handle = my_connect(&error, driver->dsn, &options);
	if (!db->handle)
		driver_fail(driver, error.exception, &error.err);
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
