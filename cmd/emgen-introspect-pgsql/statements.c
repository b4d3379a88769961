/* statements - what is asked of PostgreSQL's catalogue (statements.h). */
#include "statements.h"

#define TABLES                                                                 \
	"FROM pg_catalog.unnest($1::pg_catalog.oid[]) "                        \
	"WITH ORDINALITY t (oid, i) "

#define ACTION(column)                                                         \
	"CASE " column " WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' "  \
	"WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' "                    \
	"WHEN 'd' THEN 'SET DEFAULT' END, "

/* clang-format off */
const struct statement statements[STATEMENTS] = {
	[COMMENTS] = { "emgen_comments",
	    "SELECT t.i, d.objsubid, d.description "
	    TABLES
	    "JOIN pg_catalog.pg_description d ON d.objoid = t.oid "
	    "AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass "
	    "ORDER BY t.i, d.objsubid" },
	/*
	 * INCLUDE's columns stand behind those of the key; places are from 0.
	 * Before 15 pg_index has no indnullsnotdistinct: then the name is that
	 * of the column beside it.
	 */
	[INDEXES] = { "emgen_indexes",
	    "SELECT k.i, x.relname, k.indisprimary, k.indisunique, "
	    "k.is_partial, k.are_nulls_alike, m.amname, k.attnum "
	    "FROM (SELECT t.i, i.indexrelid, i.indisprimary, "
	    "i.indisunique, i.indpred IS NOT NULL AS is_partial, "
	    "i.are_nulls_alike, "
	    "i.indnkeyatts, pg_catalog.unnest(i.indkey) AS attnum, "
	    "pg_catalog.generate_subscripts(i.indkey, 1) AS place "
	    TABLES
	    "CROSS JOIN (VALUES (false)) older (indnullsnotdistinct) "
	    "CROSS JOIN LATERAL (SELECT i.*, "
	    "indnullsnotdistinct AS are_nulls_alike "
	    "FROM pg_catalog.pg_index i WHERE i.indrelid = t.oid "
	    "AND i.indisvalid AND i.indisready AND i.indislive) i) k "
	    "JOIN pg_catalog.pg_class x ON x.oid = k.indexrelid "
	    "JOIN pg_catalog.pg_am m ON m.oid = x.relam "
	    "WHERE k.place < k.indnkeyatts "
	    "ORDER BY k.i, x.relname, k.place" },
	/*
	 * Those to the parts of a partitioned table have a parent.  Columns
	 * that are referred to are looked up as they lie on the disk.
	 */
	[FOREIGNS] = { "emgen_foreigns",
	    "SELECT k.i, k.conname, "
	    ACTION("k.confupdtype") ACTION("k.confdeltype")
	    "n.nspname, p.relname, k.mine, "
	    "(SELECT b.attname FROM pg_catalog.pg_attribute b "
	    "WHERE b.attrelid = k.confrelid AND b.attnum = k.theirs) "
	    "FROM (SELECT t.i, o.conname, o.confrelid, "
	    "o.confupdtype, o.confdeltype, "
	    "pg_catalog.unnest(o.conkey) AS mine, "
	    "pg_catalog.unnest(o.confkey) AS theirs, "
	    "pg_catalog.generate_subscripts(o.conkey, 1) AS place "
	    TABLES
	    "JOIN pg_catalog.pg_constraint o ON o.conrelid = t.oid "
	    "AND o.contype = 'f' AND o.conparentid = 0 "
	    "ORDER BY o.confrelid OFFSET 0) k "
	    "JOIN pg_catalog.pg_class p ON p.oid = k.confrelid "
	    "JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace "
	    "ORDER BY k.i, k.conname, k.place" },
	/*
	 * Those that are enforced, and what a key WITHOUT OVERLAPS asks of its
	 * last column: pg_constraint has the columns for these from 18 on.  And
	 * what the first partition asks of its rows, unless one takes all that
	 * the others do not, or a hash decides.
	 */
	[CHECKS] = { "emgen_checks",
	    "SELECT t.i, false, o.conname, CASE o.contype WHEN 'c' "
	    "THEN pg_catalog.pg_get_expr(o.conbin, o.conrelid) "
	    "ELSE (SELECT pg_catalog.format('(NOT isempty(%I))', a.attname) "
	    "FROM pg_catalog.pg_attribute a WHERE a.attrelid = o.conrelid "
	    "AND a.attnum = o.conkey[pg_catalog.array_upper(o.conkey, 1)]) END "
	    TABLES
	    "CROSS JOIN (VALUES (true, false)) older (conenforced, conperiod) "
	    "CROSS JOIN LATERAL (SELECT o.* FROM pg_catalog.pg_constraint o "
	    "WHERE o.conrelid = t.oid AND (o.contype = 'c' AND conenforced "
	    "OR o.contype IN ('p', 'u') AND conperiod)) o "
	    "UNION ALL "
	    "SELECT t.i, true, NULL, "
	    "pg_catalog.pg_get_partition_constraintdef("
	    "(SELECT h.inhrelid FROM pg_catalog.pg_inherits h "
	    "WHERE h.inhparent = t.oid ORDER BY h.inhrelid LIMIT 1)) "
	    TABLES
	    "JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = t.oid "
	    "AND p.partstrat <> 'h' AND p.partdefid = 0 "
	    "ORDER BY 1, 2, 3" },
	/*
	 * A loop over the tables, which are in order: nothing is sorted, so
	 * that the first rows come at once, and the others while these are
	 * merged.  A default names no column, so it needs no table to be read
	 * by.
	 */
	[COLUMNS] = { "emgen_columns",
	    "SELECT t.i, a.attnum, a.attname, "
	    "pg_catalog.format_type(a.atttypid, a.atttypmod), "
	    "a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, "
	    "a.attgenerated, pg_catalog.pg_get_expr(a.adbin, 0) "
	    TABLES
	    "CROSS JOIN LATERAL (SELECT a.*, "
	    "(SELECT d.adbin FROM pg_catalog.pg_attrdef d "
	    "WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum "
	    "AND a.atthasdef AND a.attgenerated = '') AS adbin "
	    "FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.oid "
	    "AND a.attnum > 0 AND NOT a.attisdropped "
	    "ORDER BY a.attnum OFFSET 0) a" },
};
/* clang-format on */
