/* model - the facts of a definition (model.h). */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ev.h"

/* --- reading --- */

static bool
is_list_of(const json_t *list, bool (*fits)(const json_t *item))
{
	const json_t *item;
	size_t i;

	if (list && !json_is_array(list))
		return false;
	json_array_foreach (list, i, item)
		if (!fits(item))
			return false;
	return true;
}

static bool
is_name(const json_t *item)
{
	return json_is_string(item) || json_is_null(item);
}

static bool
has_name(const json_t *item)
{
	return json_is_string(json_object_get(item, "name"));
}

static bool
has_columns(const json_t *item)
{
	const json_t *columns = json_object_get(item, "columns");

	return json_array_size(columns) > 0 && is_list_of(columns, is_name);
}

static const char *
find_fault(const struct model *model)
{
	if (!*model->table)
		return "no table.name";
	if (!json_is_array(model->columns) ||
	    !is_list_of(model->columns, has_name))
		return "columns are no list of columns";
	if (!is_list_of(model->key, is_name))
		return "key.columns are no names";
	if (!is_list_of(model->indexes, has_columns))
		return "indexes are no list of indexes";
	if (!is_list_of(model->foreign_keys, has_columns))
		return "foreignKeys are no list of keys";
	if (!is_list_of(model->relations, has_name))
		return "relations are no list of relations";
	return NULL;
}

int
model_read(struct model *model, const json_t *data, struct em_err *err)
{
	const json_t *facts = json_object_get(data, "attributes");
	const json_t *table = json_object_get(facts, "table");
	const char *wrong;

	*model = (struct model){
		.facts = facts,
		.class = ev_str(data, "name"),
		.table = ev_str(table, "name"),
		.driver = ev_str(facts, "driver"),
		.columns = json_object_get(facts, "columns"),
		.key =
		    json_object_get(json_object_get(facts, "key"), "columns"),
		.indexes = json_object_get(facts, "indexes"),
		.foreign_keys = json_object_get(facts, "foreignKeys"),
		.relations = json_object_get(facts, "relations"),
		.is_pivot = strcmp(ev_str(facts, "artifact"), "pivot") == 0,
		.is_view = strcmp(ev_str(table, "kind"), "view") == 0,
	};
	wrong = find_fault(model);
	return wrong ? err_set(err, EM_PERM, "attributes: %s", wrong) : 0;
}

/* --- columns --- */

const json_t *
model_column(const struct model *model, const char *name)
{
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column)
		if (strcmp(ev_str(column, "name"), name) == 0)
			return column;
	return NULL;
}

bool
column_is(const json_t *column, const char *kind)
{
	return strcmp(ev_str(column, "kind"), kind) == 0;
}

bool
column_is_integer(const json_t *column)
{
	return column_is(column, "integer") || column_is(column, "bigint");
}

bool
column_is_datetime(const json_t *column)
{
	return column_is(column, "datetime") || column_is(column, "datetimetz");
}

bool
column_is_text(const json_t *column)
{
	return column_is(column, "string") || column_is(column, "text");
}

bool
column_is_nullable(const json_t *column)
{
	return json_is_true(json_object_get(column, "nullable"));
}

json_int_t
column_length(const json_t *column)
{
	const json_t *length = json_object_get(column, "length");

	return json_is_integer(length) ? json_integer_value(length) : -1;
}

const json_t *
model_values(const struct model *model, const json_t *column)
{
	const json_t *values = json_object_get(column, "values");
	const json_t *item;
	size_t i;

	if (json_array_size(values) > 0)
		return values;
	json_array_foreach (json_object_get(model->facts, "enums"), i, item)
		if (strcmp(ev_str(item, "class"), ev_str(column, "type")) == 0)
			return json_object_get(item, "cases");
	return NULL;
}

/* --- lists of names --- */

bool
names_have(const json_t *names, const char *name)
{
	const json_t *item;
	size_t i;

	json_array_foreach (names, i, item)
		if (json_is_string(item) &&
		    strcmp(json_string_value(item), name) == 0)
			return true;
	return false;
}

bool
names_begin(const json_t *names, const json_t *others)
{
	const json_t *other;
	size_t i;

	if (json_array_size(others) > json_array_size(names))
		return false;
	json_array_foreach (others, i, other)
		if (!json_is_string(other) ||
		    !json_equal(json_array_get(names, i), other))
			return false;
	return true;
}

char *
names_join(const json_t *names)
{
	struct buf text = BUF_INIT;
	const json_t *name;
	size_t i;

	json_array_foreach (names, i, name)
		buf_addf(&text, "%s%s", i > 0 ? ", " : "",
		    json_is_string(name) ? json_string_value(name)
					 : "an expression");
	return buf_detach(&text);
}

/* --- keys --- */

bool
model_is_key(const struct model *model, const char *column)
{
	return names_have(model->key, column);
}

bool
model_is_foreign(const struct model *model, const char *column)
{
	const json_t *key;
	size_t i;

	json_array_foreach (model->foreign_keys, i, key)
		if (names_have(key_columns(key), column))
			return true;
	return false;
}

/* Whether the first of names are the others, in any order. */
static bool
begins_with_all(const json_t *names, const json_t *others)
{
	size_t n = json_array_size(others);

	if (json_array_size(names) < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *name = json_string_value(json_array_get(names, i));

		if (!name || !names_have(others, name))
			return false;
	}
	return true;
}

/* By all of its columns a hash, too, finds rows; other kinds are for searches.
 */
static bool
index_finds_by(const json_t *index, const json_t *columns)
{
	const char *method = index_method(index);
	const json_t *own = key_columns(index);

	return begins_with_all(own, columns) &&
	       (!*method ||
		   (strcmp(method, "hash") == 0 &&
		       json_array_size(own) == json_array_size(columns)));
}

bool
model_finds_by(const struct model *model, const json_t *columns)
{
	const json_t *index;
	size_t i;

	json_array_foreach (model->indexes, i, index)
		if (index_finds_by(index, columns))
			return true;
	return begins_with_all(model->key, columns);
}
