/* database - the sessions of a database (database.h). */
#include "database.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <errmsg.h>

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

/* Seconds for a second session to be there: one is enough. */
enum { SECOND_TIMEOUT = 1 };

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
database_fail_handle(struct database *db, MYSQL *handle)
{
	fail(db, mysql_errno(handle), mysql_error(handle));
}

void
database_fail_silent(struct database *db)
{
	fail(db, CR_SERVER_LOST, "Lost connection to server during query");
}

void
database_check_warnings(struct database *db, MYSQL *handle)
{
	MYSQL_RES *result;
	MYSQL_ROW row;

	if (mysql_query(handle, "SHOW WARNINGS") ||
	    !(result = mysql_store_result(handle)))
		database_fail_handle(db, handle);
	while ((row = mysql_fetch_row(result))) {
		unsigned number = (unsigned)strtoul(row[1], NULL, 10);

		if (my_failure_of(number)->exit == EM_TEMP)
			fail(db, number, row[2]);
	}
	mysql_free_result(result);
}

/* --- sessions --- */

static char *
copy_of(const char *text)
{
	return mem_strdup(text ? text : "");
}

/* 80016 is 8.0.16. */
static bool
has_checks(const struct database *db, MYSQL *handle)
{
	return db->flavour == MYSQL_MARIADB ||
	       mysql_get_server_version(handle) >= 80016;
}

/* What the first session says of the server. */
static void
take_server(struct database *db, MYSQL *handle, MYSQL_ROW row)
{
	db->version = copy_of(row[0]);
	db->name = copy_of(row[1]);
	db->folds_case = row[2] && strcmp(row[2], "0") != 0;
	db->place = copy_of(row[3]);
	db->flavour =
	    strcasestr(db->version, "mariadb") ? MYSQL_MARIADB : MYSQL_ORACLE;
	db->has_checks = has_checks(db, handle);
}

/* Whether a further one says the same. */
static bool
is_server(const struct database *db, MYSQL_ROW row)
{
	return row[1] && strcmp(row[1], db->name) == 0 && row[3] &&
	       strcmp(row[3], db->place) == 0;
}

static int
ask(struct database *db, MYSQL *handle, struct my_error *error)
{
	MYSQL_RES *result = NULL;
	MYSQL_ROW row = NULL;
	int rc = 0;

	if (!mysql_query(handle,
		"SELECT VERSION(), DATABASE(), @@lower_case_table_names, "
		"CONCAT_WS(' ', @@hostname, @@port, @@server_id, @@datadir)"))
		result = mysql_store_result(handle);
	if (result)
		row = mysql_fetch_row(result);
	if (!row)
		return my_error_of_handle(error, db->shown, handle);
	if (!db->place)
		take_server(db, handle, row);
	else if (!is_server(db, row))
		rc = my_error_set(error, db->shown, CR_SERVER_HANDSHAKE_ERR,
		    "another server answers");
	mysql_free_result(result);
	return rc;
}

/*
 * The catalogue is printed for the sql_mode: one that quotes in one way, and is
 * as strict about views as applications are.
 */
static int
set_variables(struct database *db, MYSQL *handle)
{
	unsigned lock = my_seconds(db->driver->timeout);
	unsigned most = my_seconds(db->driver->timeout * PATIENCE);
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql,
	    "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', lock_wait_timeout = %u",
	    lock);
	if (db->flavour == MYSQL_MARIADB)
		buf_addf(&sql, ", max_statement_time = %u", most);
	else
		buf_addf(&sql, ", max_execution_time = %u", most * 1000);
	rc = mysql_query(handle, sql.data);
	buf_clear(&sql);
	return rc;
}

/* Behind a proxy, it is the transaction that is with one server. */
static int
prepare(struct database *db, MYSQL *handle, struct my_error *error)
{
	if (mysql_query(handle,
		"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"))
		return my_error_of_handle(error, db->shown, handle);
	if (ask(db, handle, error) < 0)
		return -1;
	return set_variables(db, handle)
		   ? my_error_of_handle(error, db->shown, handle)
		   : 0;
}

static void
warn(void *arg, const char *parameter)
{
	driver_warn(arg, "the DSN's parameter %s is not known", parameter);
}

/* In milliseconds, as poll(2) waits. */
static int
patience_of(const struct database *db, const struct silence *said)
{
	double seconds =
	    silence_limit(said->answer, db->driver->timeout * PATIENCE, 0);

	if (seconds < 1)
		return 1000;
	return seconds * 1000 < INT_MAX ? (int)(seconds * 1000) : INT_MAX;
}

void
database_open(struct database *db, struct driver *driver)
{
	struct silence said = { .answer = 0 };
	const struct my_options options = {
		.timeout = driver->timeout,
		.patience = driver->timeout * PATIENCE,
		.said = &said,
		.unknown = warn,
		.arg = driver,
	};
	struct my_error error;
	MYSQL *handle;

	*db = (struct database){ .driver = driver };
	db->shown = dsn_redact(driver->dsn);
	handle = my_connect(&error, driver->dsn, &options);
	if (!handle || prepare(db, handle, &error) < 0)
		driver_fail(driver, error.exception, &error.err);
	db->patience_ms = patience_of(db, &said);
	db->sessions[0].handle = handle;
}

void
database_open_second(struct database *db)
{
	const struct my_options options = {
		.timeout = SECOND_TIMEOUT,
		.patience = db->driver->timeout * PATIENCE,
	};
	struct my_error ignored;
	MYSQL *handle = my_connect(&ignored, db->driver->dsn, &options);

	if (handle && prepare(db, handle, &ignored) < 0) {
		mysql_close(handle);
		handle = NULL;
	}
	db->sessions[1].handle = handle;
}

void
database_close(struct database *db)
{
	for (int i = 0; i < SESSIONS; i++)
		mysql_close(db->sessions[i].handle);
	free(db->shown);
	free(db->name);
	free(db->version);
	free(db->place);
}

void
database_quote(struct database *db, struct buf *sql, const char *text)
{
	size_t len = strlen(text);

	buf_addc(sql, '\'');
	buf_reserve(sql, 2 * len + 1);
	sql->len += mysql_real_escape_string(
	    db->sessions[0].handle, sql->data + sql->len, text, len);
	buf_addc(sql, '\'');
}
