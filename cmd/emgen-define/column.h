/* column - a column of a table, read once, with what the table says of it. */
#ifndef EMGEN_DEFINE_COLUMN_H
#define EMGEN_DEFINE_COLUMN_H

#include <stdbool.h>

#include <jansson.h>

#include "jsonv.h"

/* columnKind of the schemas. */
enum kind {
	KIND_UNKNOWN,
	KIND_ARRAY,
	KIND_BIGINT,
	KIND_BINARY,
	KIND_BOOLEAN,
	KIND_DATE,
	KIND_DATETIME,
	KIND_DATETIMETZ,
	KIND_DECIMAL,
	KIND_ENUM,
	KIND_FLOAT,
	KIND_GEOMETRY,
	KIND_INET,
	KIND_INTEGER,
	KIND_JSON,
	KIND_OTHER,
	KIND_RANGE,
	KIND_SET,
	KIND_STRING,
	KIND_TEXT,
	KIND_TIME,
	KIND_ULID,
	KIND_UUID,
};

struct column {
	const struct jsonv *json; /* what it was read from */
	const char *name, *type;  /* "" where there is none */
	const char *base_type;    /* what a domain is of, or NULL */
	enum kind kind;
	const char *kind_name;
	const char *comment;              /* or NULL */
	const char *literal, *expression; /* of its default, or NULL */
	const struct jsonv *length, *precision, *scale; /* integers, or not */
	const struct jsonv *fields, *srid;              /* the same */
	const struct jsonv *values, *checks;
	bool has_default;
	bool is_nullable, is_unsigned;
	bool is_generated, is_invisible, is_numbered;
	bool is_attribute; /* its name is one to Eloquent */

	/* Of the model: */
	bool is_key;       /* one of those that tell rows apart */
	bool is_unique;    /* alone */
	bool is_null_once; /* and null is but one of its values */
	bool is_foreign;   /* of a foreign key, and always some row's */
	bool is_joined;    /* rows are found by it */
	bool is_managed;   /* Eloquent fills it itself */
	bool is_hidden;    /* from JSON */
};

/* What the table has of a column. */
struct column column_read(const struct jsonv *json);

/*
 * It is hidden where a pattern is of its name, as it is written or in snake
 * case: accessToken is an access_token.
 */
void column_hide(struct column *column, const json_t *globs);

#endif
