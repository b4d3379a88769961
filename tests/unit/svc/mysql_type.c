/* mysql_type - what a COLUMN_TYPE says. */
#include "mysql_type.h"

#include "../tap.h"

static struct table table = TABLE_INIT;

/* The type as one line: kind, length, precision, scale, unsigned. */
static void
type_is(const char *declared, const char *want)
{
	struct table_column *column = table_add_column(&table);
	const struct table_type *type = &column->type;
	char got[100];

	column->declared = declared;
	mysql_type(&table, column);
	(void)snprintf(got, sizeof(got), "%s %d %d %d%s%s", type->kind,
	    type->length, type->precision, type->scale,
	    type->is_unsigned ? " unsigned" : "",
	    type->is_known ? "" : " unknown");
	is(got, want, declared);
}

static void
check_numbers(void)
{
	type_is("tinyint(1)", "boolean -1 -1 -1");
	type_is("tinyint(4)", "integer -1 -1 -1");
	type_is("tinyint unsigned", "integer -1 -1 -1 unsigned");
	type_is("smallint(5) unsigned zerofill", "integer -1 -1 -1 unsigned");
	type_is("mediumint(9)", "integer -1 -1 -1");
	type_is("int", "integer -1 -1 -1");
	type_is("bigint(20) unsigned", "bigint -1 -1 -1 unsigned");
	type_is("bit(1)", "boolean -1 -1 -1");
	type_is("bit(8)", "integer -1 -1 -1 unsigned");
	type_is("bit(64)", "bigint -1 -1 -1 unsigned");
	type_is("decimal(12,2) unsigned", "decimal -1 12 2 unsigned");
	type_is("decimal(10,0)", "decimal -1 10 0");
	type_is("float(7,3)", "float -1 -1 -1");
	type_is("double unsigned", "float -1 -1 -1 unsigned");
	type_is("year(4)", "integer -1 -1 -1");
	type_is("year", "integer -1 -1 -1");
}

static void
check_texts(void)
{
	type_is("char(36)", "uuid 36 -1 -1");
	type_is("char(26)", "ulid 26 -1 -1");
	type_is("char(3)", "string 3 -1 -1");
	type_is("varchar(36)", "string 36 -1 -1");
	type_is("longtext", "text -1 -1 -1");
	type_is("binary(16)", "binary 16 -1 -1");
	type_is("varbinary(20)", "binary 20 -1 -1");
	type_is("mediumblob", "binary -1 -1 -1");
	type_is("json", "json -1 -1 -1");
	type_is("uuid", "uuid -1 -1 -1");
	type_is("inet4", "inet -1 -1 -1");
	type_is("inet6", "inet -1 -1 -1");
	type_is("geomcollection", "geometry -1 -1 -1");
	type_is("point", "geometry -1 -1 -1");
	type_is("xmltype", "other -1 -1 -1 unknown");
	type_is("", "other -1 -1 -1 unknown");
}

static void
check_times(void)
{
	type_is("date", "date -1 -1 -1");
	type_is("time", "time -1 0 -1");
	type_is("time(3)", "time -1 3 -1");
	type_is("datetime", "datetime -1 0 -1");
	type_is("datetime(6)", "datetime -1 6 -1");
	type_is("timestamp(3)", "datetime -1 3 -1");
}

static void
check_values(void)
{
	struct table_column *column = table_add_column(&table);
	static const char *const want[] = { "a", "it's", "back\\slash",
		"com,ma", "new\nline", "(x)", "\"", "" };

	column->declared = "enum('a','it''s','back\\\\slash','com,ma',"
			   "'new\\nline','(x)','\"','')";
	mysql_type(&table, column);
	is(column->type.kind, "enum", "an enum");
	ok(column->values.n == sizeof(want) / sizeof(*want), "has its values");
	for (size_t i = 0; i < column->values.n; i++)
		is(column->values.list[i], want[i], "each as it was meant");

	column = table_add_column(&table);
	column->declared = "set('x','y')";
	mysql_type(&table, column);
	is(column->type.kind, "set", "a set");
	ok(column->values.n == 2, "has its members");
}

int
main(void)
{
	check_numbers();
	check_texts();
	check_times();
	check_values();
	table_clear(&table);
	return done();
}
