/* model - the facts of a definition, as the rules ask for them. */
#ifndef EMGEN_ANALYZE_MODEL_H
#define EMGEN_ANALYZE_MODEL_H

#include <jansson.h>
#include <stdbool.h>

#include "die.h"
#include "key.h"

/* All borrowed from the event. */
struct model {
	const json_t *facts; /* "attributes" */
	const char *class;
	const char *table;
	const char *driver; /* "" when it is not said, and with it no keys */
	const json_t *columns, *key; /* the names of the primary key's */
	const json_t *indexes, *foreign_keys, *relations;
	bool is_pivot;
	bool is_view;
};

/* -1 when these are not the data of a definition or of AnalyzeModel. */
int model_read(struct model *model, const json_t *data, struct em_err *err);

/* The column, or NULL. */
const json_t *model_column(const struct model *model, const char *name);

bool column_is(const json_t *column, const char *kind);
bool column_is_integer(const json_t *column);
bool column_is_datetime(const json_t *column);
bool column_is_text(const json_t *column); /* a string or text */
bool column_is_nullable(const json_t *column);
json_int_t column_length(const json_t *column); /* -1 without */

/* The values that it is restricted to, or NULL: texts, or cases of an enum. */
const json_t *model_values(const struct model *model, const json_t *column);

/* Whether a list of names has the name, or begins with those of another. */
bool names_have(const json_t *names, const char *name);
bool names_begin(const json_t *names, const json_t *others);

/* "a, b", owned by the caller. */
char *names_join(const json_t *names);

/* Whether the column is one of the primary key, of a foreign key. */
bool model_is_key(const struct model *model, const char *column);
bool model_is_foreign(const struct model *model, const char *column);

/* Whether rows are found by the columns: an index, or the key, begins with all.
 */
bool model_finds_by(const struct model *model, const json_t *columns);

#endif
