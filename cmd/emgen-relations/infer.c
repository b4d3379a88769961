/*
 * infer - keys that only the names of columns tell (schema.h).
 *
 * orders.customer_id refers to the table whose class is Customer when that has
 * a primary key of one column and the same kind, and created_by to users.  A
 * database without foreign keys says no more; so it is done for who asks for
 * it.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "names.h"
#include "schema.h"
#include "sqltype.h"
#include "words.h"

enum { BY_WHOLE_NAME = 9, BY_LAST_WORDS = 7 }; /* in tenths */

/* Tables by schema and class: their place, or -1 when several have it. */
struct classes {
	struct schema *schema;
	const char *prefix;
	json_t *places;
};

/* "shop.orderline" for order_lines of shop; the caller frees it. */
static char *
class_key(const char *schema, const char *name)
{
	char *class = names_class(name);
	struct buf key = BUF_INIT;

	buf_addf(&key, "%s.%s", schema ? schema : "", class);
	for (char *c = key.data; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	free(class);
	return key.data;
}

static void
add_class(struct classes *classes, size_t place)
{
	const struct table *table = classes->schema->tables[place];
	char *key = class_key(
	    table->schema, names_unprefixed(table->name, classes->prefix));
	bool taken = json_object_get(classes->places, key) != NULL;

	(void)json_object_set_new(
	    classes->places, key, json_integer(taken ? -1 : (json_int_t)place));
	free(key);
}

static struct table *
find_class(const struct classes *classes, const char *schema, const char *name)
{
	char *key = class_key(schema, name);
	const json_t *place = json_object_get(classes->places, key);

	free(key);
	return place && json_integer_value(place) >= 0
		   ? classes->schema->tables[json_integer_value(place)]
		   : NULL;
}

/* The name behind its first word: user of author_user and authorUser. */
static const char *
next_word(const char *name)
{
	const char *c = name;

	while (*c && *c != '_' &&
	       !(c > name && isupper((unsigned char)*c) &&
		   islower((unsigned char)c[-1])))
		c++;
	return c + strspn(c, "_");
}

/* What the words before _id stand for, and how sure that is. */
static struct table *
find_parent(const struct classes *classes, struct table *table,
    const char *stem, int *confidence)
{
	*confidence = BY_WHOLE_NAME;
	for (; *stem; stem = next_word(stem)) {
		struct table *to = find_class(classes, table->schema, stem);

		if (to)
			return to;
		*confidence = BY_LAST_WORDS;
		if (strcasecmp(stem, "parent") == 0)
			return table;
	}
	return NULL;
}

/* taggable_id beside taggable_type refers to rows of any table. */
static bool
is_morph(const struct table *table, const char *id)
{
	bool found = false;

	for (size_t i = 0; i < table->column_count && !found; i++)
		found = words_are_siblings(id, table->columns[i].name, "type");
	return found;
}

/* created_by says who did it, group_by and sort_by do not. */
static bool
tells_author(const char *column)
{
	char *stem = names_is_audit(column) ? words_but_last(column) : NULL;
	size_t n = stem ? strlen(stem) : 0;
	bool tells = n > 2 && (strcasecmp(stem + n - 2, "ed") == 0 ||
				  strcasecmp(stem + n - 2, "en") == 0);

	free(stem);
	return tells;
}

/* The table that the name of a column stands for, and how sure that is. */
static struct table *
find_target(const struct classes *classes, struct table *table,
    const char *name, int *confidence)
{
	static const char *const id[] = { "id", NULL };
	char *stem = words_end(name, id) ? words_but_last(name) : NULL;
	struct table *to = NULL;

	if (stem && !is_morph(table, name))
		to = find_parent(classes, table, stem, confidence);
	free(stem);
	if (!tells_author(name))
		return to;
	*confidence = BY_LAST_WORDS;
	return find_class(classes, table->schema, "users");
}

static bool
can_refer(const struct table *table, size_t column, const struct table *to)
{
	if (to->is_view || to->primary.count != 1 ||
	    (to == table && key_is(&table->primary, column)))
		return false;
	return sqltypes_are_alike(table->columns[column].base,
	    to->columns[to->primary.columns[0]].base);
}

/* The key of one column, in fk; false when its name says nothing. */
static bool
infer_key(const struct classes *classes, struct table *table, size_t column,
    struct foreign_key *fk)
{
	struct arena *arena = &classes->schema->arena;
	const char *name = table->columns[column].name;
	struct table *to = NULL;
	size_t *columns;
	int confidence = 0;

	if (!table_is_foreign(table, column))
		to = find_target(classes, table, name, &confidence);
	if (!to || !can_refer(table, column, to))
		return false;
	*fk = (struct foreign_key){
		.on = table, .to_label = to->label, .confidence = confidence
	};
	columns = arena_alloc(arena, 1, sizeof(*columns));
	columns[0] = column;
	fk->from = (struct key){ 1, columns };
	fk->to_names = arena_alloc(arena, 1, sizeof(*fk->to_names));
	fk->to_names[0] = to->columns[to->primary.columns[0]].name;
	fk->role = key_role(arena, name, fk->to_names[0]);
	return true;
}

static void
infer_keys(const struct classes *classes, struct table *table)
{
	size_t n = table->foreign_key_count;
	struct foreign_key *keys = arena_alloc(
	    &classes->schema->arena, n + table->column_count, sizeof(*keys));

	if (n > 0)
		memcpy(keys, table->foreign_keys, n * sizeof(*keys));
	for (size_t i = 0; i < table->column_count; i++)
		if (infer_key(classes, table, i, &keys[n]))
			n++;
	table->foreign_keys = keys;
	table->foreign_key_count = n;
}

void
schema_infer(struct schema *schema, const char *prefix)
{
	struct classes classes = { schema, prefix, json_object() };

	for (size_t i = 0; i < schema->count; i++)
		add_class(&classes, i);
	for (size_t i = 0; i < schema->count; i++)
		if (!schema->tables[i]->is_view)
			infer_keys(&classes, schema->tables[i]);
	json_decref(classes.places);
}
