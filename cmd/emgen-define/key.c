/* key - who makes the key of a new row (define.h). */
#include <string.h>

#include "define.h"
#include "kind.h"
#include "sql_token.h"
#include "uniqueid.h"

bool
model_is_made(const struct column *column)
{
	return column->is_numbered && !column->is_foreign;
}

/* The one column that rows are told apart by, or NULL. */
static const struct column *
sole_key(const struct model *model)
{
	return jsonv_size(model->key) == 1
		   ? model_column(model, jsonv_string(jsonv_at(model->key, 0)))
		   : NULL;
}

/*
 * Eloquent makes the key when the database does not, or does not tell it: only
 * PostgreSQL returns what a default has made.  A pivot's rows need no key told.
 */
static const char *
find_generated_key(const struct model *model)
{
	const struct column *column = sole_key(model);

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
	const struct column *column = sole_key(model);
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
