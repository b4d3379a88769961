/* key - which columns are keys, and who makes that of a new row (define.h). */
#include <string.h>

#include "define.h"
#include "kind.h"
#include "sql_token.h"
#include "uniqueid.h"

/* --- which they are --- */

static struct column *
column_at(const struct model *model, const struct jsonv *names, size_t i)
{
	return model_column(model, jsonv_string(jsonv_at(names, i)));
}

/* Of a list of one name, its column. */
static struct column *
sole_column(const struct model *model, const struct jsonv *names)
{
	return jsonv_size(names) == 1 ? column_at(model, names, 0) : NULL;
}

static void
mark_own_keys(struct model *model)
{
	const struct jsonv *keys =
	    jsonv_get(model->source->table, "uniqueKeys");
	struct column *column = sole_column(model, model->key);
	const struct jsonv *key;
	size_t i;

	if (column)
		column->is_unique = column->is_joined = true;
	for (i = 0; i < jsonv_size(model->key); i++)
		if ((column = column_at(model, model->key, i)))
			column->is_key = true;
	jsonv_each (keys, i, key)
		if ((column = sole_column(model, jsonv_get(key, "columns")))) {
			column->is_unique = true;
			column->is_null_once |=
			    jsonv_flag(key, "nullsNotDistinct");
		}
}

/* Whether the key may lead to no row, by a null beside one of its columns. */
static bool
is_null_beside(struct model *model, const struct jsonv *names, size_t at)
{
	for (size_t i = 0; i < jsonv_size(names); i++) {
		const struct column *column = column_at(model, names, i);

		if (i != at && column && column->is_nullable)
			return true;
	}
	return false;
}

static void
mark_foreign(struct model *model)
{
	const struct jsonv *keys =
	    jsonv_get(model->source->table, "foreignKeys");
	const struct jsonv *key;
	size_t i;

	jsonv_each (keys, i, key) {
		const struct jsonv *names = jsonv_get(key, "columns");

		for (size_t k = 0; k < jsonv_size(names); k++) {
			struct column *column = column_at(model, names, k);

			if (!column)
				continue;
			column->is_joined = true;
			column->is_foreign |= !is_null_beside(model, names, k);
		}
	}
}

/* Children are found by these, as a relation says. */
static void
mark_local_keys(struct model *model)
{
	const struct jsonv *list =
	    jsonv_get(model->source->relations, "relationships");
	const struct jsonv *relation;
	size_t i;

	jsonv_each (list, i, relation) {
		struct column *column =
		    column_at(model, jsonv_get(relation, "localKey"), 0);

		if (column)
			column->is_joined = true;
	}
}

void
model_mark_keys(struct model *model)
{
	mark_own_keys(model);
	mark_foreign(model);
	mark_local_keys(model);
}

/* --- who makes it --- */

bool
model_is_made(const struct column *column)
{
	return column->is_numbered && !column->is_foreign;
}

/*
 * Eloquent makes the key when the database does not, or does not tell it: only
 * PostgreSQL returns what a default has made.  A pivot's rows need no key told.
 */
static const char *
find_generated_key(const struct model *model)
{
	const struct column *column = sole_column(model, model->key);

	if (!column || column->is_foreign)
		return NULL;
	if (!model->pivot && strcmp(model->source->driver, "pgsql") != 0 &&
	    uniqueid_is_default(column->json))
		return "uuid";
	return uniqueid_of(column->json);
}

/*
 * PostgreSQL tells what any default made of the key, and Laravel keeps a number
 * or a UUID.
 */
bool
model_is_incrementing(const struct model *model, const struct column *column)
{
	return column->is_numbered ||
	       (strcmp(model->source->driver, "pgsql") == 0 &&
		   column->has_default && !column->is_foreign &&
		   (kind_is_integer(column) || column->kind == KIND_UUID));
}

bool
model_has_integer_key(const struct model *model, const struct column *column)
{
	const char *driver = model->source->driver;

	return kind_is_integer(column) &&
	       (column->is_numbered || column->is_foreign ||
		   !kind_may_be_beyond_integers(column, driver));
}

/* Whether the expression is of nothing but itself: it can be asked for alone.
 */
static bool
names_no_column(struct model *model, const char *sql)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(model->source->arena,
	    sql_dialect_of(model->source->driver), sql, &tokens);

	for (size_t i = 0; i < n; i++)
		if ((tokens[i].kind == SQL_WORD ||
			tokens[i].kind == SQL_QUOTED) &&
		    model_column(
			model, sql_text(model->source->arena, &tokens[i])))
			return false;
	return true;
}

/* The default that makes a key which save() would not get to know. */
static const char *
find_made_key(struct model *model)
{
	const struct column *column = sole_column(model, model->key);
	const char *sql = column ? column->expression : NULL;

	return sql && !model->generated_key && !model->pivot &&
		       column->is_attribute && !column->is_foreign &&
		       !model_is_incrementing(model, column) &&
		       names_no_column(model, sql)
		   ? sql
		   : NULL;
}

void
model_find_key_maker(struct model *model)
{
	model->generated_key = find_generated_key(model);
	model->made_key = find_made_key(model);
}
