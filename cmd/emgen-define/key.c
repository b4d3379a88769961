/* key - who makes the key of a new row (define.h). */
#include <string.h>

#include "define.h"
#include "kind.h"
#include "sql_token.h"
#include "uniqueid.h"

bool
model_is_made(const struct model *model, const struct jsonv *column)
{
	return jsonv_flag(column, "autoIncrement") &&
	       !model_is_foreign(model, jsonv_str(column, "name"));
}

/*
 * Eloquent makes the key when the database does not, or does not tell it: only
 * PostgreSQL returns what a default has made.  A pivot's rows need no key told.
 */
static const char *
find_generated_key(const struct model *model)
{
	const char *name = jsonv_string(jsonv_at(model->key, 0));
	const struct jsonv *column;

	if (jsonv_size(model->key) != 1)
		return NULL;
	column = model_column(model, name);
	if (!column || model_is_foreign(model, name))
		return NULL;
	if (!model->pivot && strcmp(model->source->driver, "pgsql") != 0 &&
	    uniqueid_is_default(column))
		return "uuid";
	return uniqueid_of(column);
}

/*
 * PostgreSQL tells what any default made of the key, and Laravel keeps a number
 * or a UUID.
 */
bool
model_is_incrementing(const struct model *model, const struct jsonv *column)
{
	return jsonv_flag(column, "autoIncrement") ||
	       (strcmp(model->source->driver, "pgsql") == 0 &&
		   jsonv_is(jsonv_get(column, "default"), JSONV_OBJECT) &&
		   (kind_is_integer(column) || kind_is(column, "uuid")) &&
		   !model_is_foreign(model, jsonv_str(column, "name")));
}

/* Whether the expression is of nothing but itself: it can be asked for alone.
 */
static bool
names_no_column(struct model *model, const char *sql)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(
	    &model->arena, sql_dialect_of(model->source->driver), sql, &tokens);

	for (size_t i = 0; i < n; i++)
		if ((tokens[i].kind == SQL_WORD ||
			tokens[i].kind == SQL_QUOTED) &&
		    model_column(model, sql_text(&model->arena, &tokens[i])))
			return false;
	return true;
}

/* The default that makes a key which save() would not get to know. */
static const char *
find_made_key(struct model *model)
{
	const char *name = jsonv_string(jsonv_at(model->key, 0));
	const struct jsonv *column;
	const char *sql;

	if (jsonv_size(model->key) != 1 || model->generated_key || model->pivot)
		return NULL;
	column = model_column(model, name);
	sql =
	    jsonv_string(jsonv_get(jsonv_get(column, "default"), "expression"));
	return sql && names_can_be_attribute(name) &&
		       !model_is_foreign(model, name) &&
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
