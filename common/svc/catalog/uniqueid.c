/* uniqueid - keys that Eloquent makes (uniqueid.h). */
#include "uniqueid.h"

#include <string.h>
#include <strings.h>

#include "ev.h"

/* The kind of id that a column of text has room for, or NULL. */
static const char *
kind_of_text(const struct jsonv *column)
{
	const char *type = jsonv_str(column, "type");

	if (strncasecmp(type, "char", 4) != 0 || strcasestr(type, "varying"))
		return NULL;
	switch (jsonv_integer(jsonv_get(column, "length"))) {
	case 36:
		return "uuid";
	case 26:
		return "ulid";
	default:
		return NULL;
	}
}

/* uuid, ulid, or NULL for a column of neither. */
static const char *
kind_of(const struct jsonv *column)
{
	const char *kind = jsonv_str(column, "kind");

	if (strcmp(kind, "string") == 0)
		return kind_of_text(column);
	return strcmp(kind, "uuid") == 0 || strcmp(kind, "ulid") == 0 ? kind
								      : NULL;
}

bool
uniqueid_is_default(const struct jsonv *column)
{
	const char *sql =
	    jsonv_string(jsonv_get(jsonv_get(column, "default"), "expression"));

	const char *kind = sql ? kind_of(column) : NULL;

	return kind && strcmp(kind, "uuid") == 0 &&
	       strcasecmp(sql, "uuid()") == 0;
}

const char *
uniqueid_of(const struct jsonv *column)
{
	const char *kind = kind_of(column);

	return kind && !jsonv_is(jsonv_get(column, "default"), JSONV_OBJECT)
		   ? kind
		   : NULL;
}
