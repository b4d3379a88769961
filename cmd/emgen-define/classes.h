/* classes - what the tables of an analysis and their enums are called. */
#ifndef EMGEN_DEFINE_CLASSES_H
#define EMGEN_DEFINE_CLASSES_H

#include <jansson.h>

#include "jsonv.h"
#include "map.h"
#include "names.h"
#include "settings.h"

struct classes {
	struct map of_table;     /* "schema.name" or "name" -> class, in full */
	struct names_set *enums; /* classes of enums given out so far */
	json_t *written;         /* the same -> the model that a person wrote */
	json_t *of_type;         /* an enum type of the server -> its class */
	char *default_schema;    /* where a bare name is found, or NULL */
};

/* clang-format off */
#define CLASSES_INIT { MAP_INIT, NULL, NULL, NULL, NULL }
/* clang-format on */

/*
 * Names the tables of a SchemaAnalysisStarted event; data is its own.  Those
 * that only emgen.lock knows keep their class from others: their file may still
 * be there.
 */
int classes_open(struct classes *classes, const struct jsonv *data,
    const struct settings *settings, struct em_err *err);
void classes_close(struct classes *classes);

/* Warns of the user's classes for tables that the analysis has not. */
void classes_warn(const struct settings *settings, const struct jsonv *data);

/* The class of a table, borrowed; NULL when the analysis does not list it. */
const char *classes_find(
    const struct classes *classes, const char *schema, const char *name);

/* The same with its namespace. */
const char *classes_full(
    const struct classes *classes, const char *schema, const char *name);

/*
 * The model of a table that a person has written, {class, path, pivot}, or
 * NULL.  Then that is the table's class.
 */
const json_t *classes_written(
    const struct classes *classes, const char *schema, const char *name);

/* A new enum's class, unique; the caller frees it. */
char *classes_take_enum(
    struct classes *classes, const char *table, const char *column);

/*
 * The class of an enum type of the server, the same for each column of it;
 * *is_new tells whether it was given out just now.  Borrowed.
 */
const char *classes_enum_type(
    struct classes *classes, const char *type, bool *is_new);

/*
 * "name", or "schema.name" where there is a schema that is not the default
 * one; the caller frees it.
 */
char *classes_label(
    const struct classes *classes, const char *schema, const char *name);

#endif
