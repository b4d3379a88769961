/* uniqueid - keys that Eloquent makes (uniqueid.h). */
#include "uniqueid.h"

#include <string.h>
#include <strings.h>

#include "ev.h"

static bool
is_char_of(const struct jsonv *column, int64_t length)
{
	return strcmp(jsonv_str(column, "kind"), "string") == 0 &&
	       strncasecmp(jsonv_str(column, "type"), "char", 4) == 0 &&
	       !strcasestr(jsonv_str(column, "type"), "varying") &&
	       jsonv_integer(jsonv_get(column, "length")) == length;
}

static bool
is_uuid(const struct jsonv *column)
{
	return strcmp(jsonv_str(column, "kind"), "uuid") == 0 ||
	       is_char_of(column, 36);
}

bool
uniqueid_is_default(const struct jsonv *column)
{
	const char *sql =
	    jsonv_string(jsonv_get(jsonv_get(column, "default"), "expression"));

	return sql && strcasecmp(sql, "uuid()") == 0 && is_uuid(column);
}

const char *
uniqueid_of(const struct jsonv *column)
{
	const char *kind = jsonv_str(column, "kind");

	if (jsonv_is(jsonv_get(column, "default"), JSONV_OBJECT))
		return NULL;
	if (is_uuid(column))
		return "uuid";
	if (strcmp(kind, "ulid") == 0 || is_char_of(column, 26))
		return "ulid";
	return NULL;
}
