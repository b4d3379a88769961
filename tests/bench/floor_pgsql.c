/*
 * floor_pgsql - what the main job on PostgreSQL cannot be faster than: takes
 * the same catalogue rows through libpq, as COPY gives them, and writes the
 * same files.  usage: floor_pgsql CONNINFO FROM-DIR TO-DIR
 */
#include <libpq-fe.h>
#include <stdio.h>

#include "copy_files.h"
#include "die.h"

#define OF "JOIN pg_class c ON c.oid = "
#define IN_PUBLIC                                                              \
	" AND c.relnamespace = 'public'::regnamespace "                        \
	"AND c.relkind IN ('r', 'p') ORDER BY c.relname"

static const char *const statements[] = {
	"SELECT oid, relname FROM pg_class c WHERE true" IN_PUBLIC,
	"SELECT c.relname, a.attnum, a.attname, "
	"format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, "
	"a.attgenerated, pg_get_expr(d.adbin, 0) FROM pg_attribute a " OF
	"a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid "
	"AND d.adnum = a.attnum WHERE a.attnum > 0" IN_PUBLIC ", a.attnum",
	"SELECT c.relname, x.relname, i.indisprimary, i.indisunique, a.attname "
	"FROM pg_index i " OF "i.indrelid JOIN pg_class x ON "
	"x.oid = i.indexrelid CROSS JOIN unnest(i.indkey) WITH ORDINALITY "
	"k (n, place) JOIN pg_attribute a ON a.attrelid = c.oid "
	"AND a.attnum = k.n WHERE true" IN_PUBLIC ", x.relname, k.place",
	"SELECT c.relname, o.conname, o.confupdtype, o.confdeltype, p.relname, "
	"a.attname, b.attname FROM pg_constraint o " OF "o.conrelid "
	"JOIN pg_class p ON p.oid = o.confrelid "
	"JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = conkey[1] "
	"JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = confkey[1] "
	"WHERE o.contype = 'f'" IN_PUBLIC ", o.conname",
	"SELECT c.relname, o.conname, pg_get_expr(o.conbin, o.conrelid) "
	"FROM pg_constraint o " OF "o.conrelid "
	"WHERE o.contype = 'c'" IN_PUBLIC ", o.conname",
	"SELECT c.relname, d.objsubid, d.description FROM pg_description d " OF
	"d.objoid WHERE d.classoid = 'pg_class'::regclass" IN_PUBLIC
	", d.objsubid",
	"SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, "
	"t.typnotnull, e.enumlabel FROM pg_type t "
	"LEFT JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.oid IN "
	"(SELECT a.atttypid FROM pg_attribute a " OF "a.attrelid "
	"WHERE a.attnum > 0 AND c.relnamespace = 'public'::regnamespace "
	"AND c.relkind IN ('r', 'p')) ORDER BY t.oid, e.enumsortorder",
};

static void
check(PGconn *conn, PGresult *result, ExecStatusType wanted)
{
	if (PQresultStatus(result) != wanted)
		die(EM_PERM, "%s", PQerrorMessage(conn));
	PQclear(result);
}

static void
read_catalogue(const char *conninfo)
{
	PGconn *conn = PQconnectdb(conninfo);
	char sql[1024], *row;

	if (PQstatus(conn) != CONNECTION_OK)
		die(EM_PERM, "%s", PQerrorMessage(conn));
	check(conn,
	    PQexec(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
	    PGRES_COMMAND_OK);
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		(void)snprintf(
		    sql, sizeof(sql), "COPY (%s) TO STDOUT", statements[i]);
		check(conn, PQexec(conn, sql), PGRES_COPY_OUT);
		while (PQgetCopyData(conn, &row, 0) > 0)
			PQfreemem(row);
		check(conn, PQgetResult(conn), PGRES_COMMAND_OK);
	}
	PQfinish(conn);
}

int
main(int argc, char *argv[])
{
	die_setname("floor_pgsql");
	if (argc != 4)
		die_usage("usage: floor_pgsql CONNINFO FROM-DIR TO-DIR\n");
	read_catalogue(argv[1]);
	copy_files(argv[2], argv[3]);
	return EM_OK;
}
