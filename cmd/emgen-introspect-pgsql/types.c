/* types - the types of all columns that are read (types.h). */
#include "types.h"

#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "sql_values.h"

/*
 * The types of columns, and what those are made of: a row for each label of
 * an enum and each check of a domain, or one without.  The server's own are
 * read all, since they are few; on the others their columns depend, which is
 * less to search than all columns are.  Of the server's own rows, those of its
 * catalogue, nobody has columns: their fields are not counted.
 */
const char types_sql[] =
    "WITH RECURSIVE used (oid) AS (SELECT d.refobjid "
    "FROM pg_catalog.unnest($1::pg_catalog.oid[]) t (oid) "
    "JOIN pg_catalog.pg_depend d ON d.objid = t.oid AND d.objsubid > 0 "
    "AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass "
    "AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass "
    "UNION SELECT y.typbasetype FROM used "
    "JOIN pg_catalog.pg_type y ON y.oid = used.oid AND y.typtype = 'd') "
    "SELECT y.oid, y.typname, y.typnamespace = "
    "'pg_catalog'::pg_catalog.regnamespace, y.typtype, y.typcategory, "
    "y.typbasetype, y.typtypmod, y.typnotnull, "
    "pg_catalog.pg_get_expr(y.typdefaultbin, 0), CASE y.typtype WHEN 'd' "
    "THEN pg_catalog.format_type(y.typbasetype, y.typtypmod) END, "
    "CASE WHEN y.typtype = 'c' AND y.typnamespace <> "
    "'pg_catalog'::pg_catalog.regnamespace THEN (SELECT pg_catalog.count(*) "
    "FROM pg_catalog.pg_attribute a WHERE a.attrelid = y.typrelid "
    "AND a.attnum > 0 AND NOT a.attisdropped) ELSE 0 END, "
    "m.is_label, m.text, m.name "
    "FROM pg_catalog.pg_type y "
    "LEFT JOIN (SELECT e.enumtypid, true, "
    "e.enumsortorder::pg_catalog.float8, "
    "e.enumlabel::pg_catalog.text, NULL FROM pg_catalog.pg_enum e "
    "UNION ALL SELECT o.contypid, false, o.oid::pg_catalog.int8::pg_catalog.float8, "
    "pg_catalog.pg_get_expr(o.conbin, 0), o.conname::pg_catalog.text "
    "FROM pg_catalog.pg_constraint o "
    "WHERE o.contypid <> 0 AND o.contype = 'c') "
    "m (oid, is_label, place, text, name) ON m.oid = y.oid "
    "WHERE y.typnamespace = 'pg_catalog'::pg_catalog.regnamespace "
    "OR y.oid IN (SELECT u.oid FROM used u) "
    "ORDER BY y.oid, m.place";

/* Its columns. */
enum {
	OID,
	NAME,
	IS_OURS,
	TYPE,
	CATEGORY,
	BASE,
	MODIFIER,
	NOT_NULL,
	DEFAULT,
	BASE_NAME,
	FIELDS,
	IS_LABEL,
	TEXT,
	CHECK_NAME
};

struct type {
	unsigned long oid, base; /* base of a domain, or 0 */
	const char *name, *initial;
	const char *base_name; /* as it is declared, or NULL */
	long modifier;         /* of a domain */
	int fields;
	char type, category;
	bool is_ours, not_null;
	struct table_names values;
	struct table_checks checks; /* of a domain; then of all below it, too */
};

static const char *
keep(struct types *types, const char *text)
{
	return text ? arena_strdup(&types->arena, text) : NULL;
}

static struct type *
add_type(struct types *types, const struct cursor *row)
{
	struct type *type;

	types->list = arena_grow(
	    &types->arena, types->list, types->n, sizeof(*types->list));
	type = &types->list[types->n++];
	*type = (struct type){
		.oid = strtoul(cursor_text(row, OID), NULL, 10),
		.base = strtoul(cursor_text(row, BASE), NULL, 10),
		.name = keep(types, cursor_text(row, NAME)),
		.initial = keep(types, cursor_text(row, DEFAULT)),
		.base_name = keep(types, cursor_text(row, BASE_NAME)),
		.fields = (int)cursor_number(row, FIELDS),
		.modifier = cursor_number(row, MODIFIER),
		.type = *cursor_text(row, TYPE),
		.category = *cursor_text(row, CATEGORY),
		.is_ours = cursor_flag(row, IS_OURS),
		.not_null = cursor_flag(row, NOT_NULL),
	};
	return type;
}

static void
add_label(struct types *types, struct type *type, const char *label)
{
	struct table_names *values = &type->values;

	values->list = arena_grow(
	    &types->arena, values->list, values->n, sizeof(*values->list));
	values->list[values->n++] = keep(types, label);
}

static void
put_check(
    struct types *types, struct type *type, const struct table_check *check)
{
	struct table_checks *checks = &type->checks;

	checks->list = arena_grow(
	    &types->arena, checks->list, checks->n, sizeof(*checks->list));
	checks->list[checks->n++] = *check;
}

static void
add_check(struct types *types, struct type *type, const struct cursor *row)
{
	const char *expression = keep(types, cursor_text(row, TEXT));
	struct sql_values found;

	put_check(types, type,
	    &(struct table_check){
		keep(types, cursor_text(row, CHECK_NAME)), expression });
	if (!type->values.n &&
	    sql_values_allowed(&types->arena, SQL_PGSQL, expression, &found))
		type->values = (struct table_names){ found.values, found.n };
}

static const struct type *find(const struct types *types, unsigned long oid);

/*
 * A value must keep what the domain below says as well.  What is below may have
 * gathered its own already, or have it still to do: each says only its own.
 */
static void
gather_checks(struct types *types)
{
	size_t *own = arena_alloc(&types->arena, types->n, sizeof(*own));

	for (size_t i = 0; i < types->n; i++)
		own[i] = types->list[i].checks.n;
	for (size_t i = 0; i < types->n; i++) {
		struct type *type = &types->list[i];
		const struct type *below = find(types, type->base);

		for (; below; below = find(types, below->base))
			for (size_t k = 0; k < own[below - types->list]; k++)
				put_check(types, type, &below->checks.list[k]);
	}
}

void
types_read(struct types *types, struct cursor *cursor)
{
	struct type *type = NULL;
	unsigned long oid;
	const char *text;

	*types = (struct types){ .arena = ARENA_INIT };
	for (cursor_turn(cursor); cursor_has_row(cursor);
	     cursor_advance(cursor)) {
		oid = strtoul(cursor_text(cursor, OID), NULL, 10);
		if (!type || type->oid != oid)
			type = add_type(types, cursor);
		text = cursor_text(cursor, TEXT);
		if (text && cursor_flag(cursor, IS_LABEL))
			add_label(types, type, text);
		else if (text)
			add_check(types, type, cursor);
	}
	gather_checks(types);
}

void
types_clear(struct types *types)
{
	arena_clear(&types->arena);
}

static int
compare(const void *oid, const void *type)
{
	unsigned long a = *(const unsigned long *)oid;
	unsigned long b = ((const struct type *)type)->oid;

	return (a > b) - (a < b);
}

static const struct type *
find(const struct types *types, unsigned long oid)
{
	return types->n ? bsearch(&oid, types->list, types->n,
			      sizeof(*types->list), compare)
			: NULL;
}

/* The kinds that a type of a class has, whatever its name. */
static const char *
kind_of_class(const struct type *type)
{
	switch (type->type) {
	case 'e':
		return "enum";
	case 'r':
	case 'm':
		return "range";
	case 'c':
	case 'p':
		return "other";
	default:
		return type->category == 'A' ? "array" : NULL;
	}
}

static struct table_type
judge(const struct type *type, long modifier)
{
	struct table_type result = kind_of(type->name, modifier);
	const char *kind = kind_of_class(type);

	if (kind)
		return (struct table_type){ kind, TABLE_UNSAID, TABLE_UNSAID,
			TABLE_UNSAID, false, true };
	/* the rest of the server's own are text with a meaning of its own */
	result.is_known |= type->is_ours;
	return result;
}

static bool
holds_text(const struct table_type *type)
{
	return strcmp(type->kind, "string") == 0 ||
	       strcmp(type->kind, "text") == 0;
}

/* What a domain says counts before what the one below it says. */
static void
use_domain(struct type_facts *facts, const struct type *domain)
{
	facts->not_null |= domain->not_null;
	if (!facts->initial)
		facts->initial = domain->initial;
	if (!facts->values.n)
		facts->values = domain->values;
	facts->base_name = domain->base_name;
}

bool
types_facts(const struct types *types, unsigned long oid, long modifier,
    struct type_facts *facts)
{
	const struct type *type = find(types, oid);

	*facts = (struct type_facts){ .not_null = false };
	if (type)
		facts->checks = type->checks;
	for (; type && type->type == 'd'; type = find(types, type->base)) {
		use_domain(facts, type);
		if (type->modifier >= 0)
			modifier = type->modifier;
	}
	if (!type)
		return false;
	facts->type = judge(type, modifier);
	facts->fields = type->fields;
	if (!facts->values.n)
		facts->values = type->values;
	else if (holds_text(&facts->type))
		facts->type.kind = "enum";
	return true;
}
