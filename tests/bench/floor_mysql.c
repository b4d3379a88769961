/*
 * floor_mysql - the floor on MySQL and MariaDB: the same catalogue rows through
 * the client library, and the same files.
 * usage: floor_mysql SOCKET DATABASE FROM-DIR TO-DIR
 */
#include <mysql.h>

#include "copy_files.h"
#include "die.h"

/* The columns that emgen-introspect-mysql reads (tables.c, rows.c). */
static const char *const statements[] = {
	"SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT "
	"FROM information_schema.TABLES WHERE TABLE_SCHEMA = ",
	"SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE, "
	"COLUMN_DEFAULT, IS_NULLABLE, EXTRA, GENERATION_EXPRESSION, "
	"COLUMN_COMMENT, CHARACTER_SET_NAME "
	"FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ",
	"SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, "
	"COLUMN_NAME, SUB_PART, LOWER(INDEX_TYPE) "
	"FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ",
	"SELECT TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION, COLUMN_NAME, "
	"REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, "
	"REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE "
	"WHERE REFERENCED_TABLE_NAME IS NOT NULL AND TABLE_SCHEMA = ",
	"SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE "
	"FROM information_schema.REFERENTIAL_CONSTRAINTS "
	"WHERE CONSTRAINT_SCHEMA = ",
	"SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE "
	"FROM information_schema.CHECK_CONSTRAINTS "
	"WHERE CONSTRAINT_SCHEMA = ",
};

static void
read_rows(MYSQL *handle, const char *statement, const char *database)
{
	char sql[1000];
	MYSQL_RES *result;

	(void)snprintf(sql, sizeof(sql), "%s'%s'", statement, database);
	result = mysql_query(handle, sql) ? NULL : mysql_use_result(handle);
	if (!result)
		die(EM_PERM, "%s", mysql_error(handle));
	while (mysql_fetch_row(result))
		;
	mysql_free_result(result);
}

static void
read_catalogue(const char *socket, const char *database)
{
	MYSQL *handle = mysql_init(NULL);

	if (!mysql_real_connect(
		handle, NULL, "root", "", database, 0, socket, 0))
		die(EM_PERM, "%s", mysql_error(handle));
	if (mysql_query(handle,
		"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"))
		die(EM_PERM, "%s", mysql_error(handle));
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++)
		read_rows(handle, statements[i], database);
	mysql_close(handle);
}

int
main(int argc, char *argv[])
{
	die_setname("floor_mysql");
	if (argc != 5)
		die_usage(
		    "usage: floor_mysql SOCKET DATABASE FROM-DIR TO-DIR\n");
	read_catalogue(argv[1], argv[2]);
	copy_files(argv[3], argv[4]);
	return EM_OK;
}
