/* uniqueid - keys that Eloquent makes (uniqueid.h). */
#include "uniqueid.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "ev.h"

static bool
is_char_of(const json_t *column, json_int_t length)
{
	return strcmp(ev_str(column, "kind"), "string") == 0 &&
	       strncasecmp(ev_str(column, "type"), "char", 4) == 0 &&
	       !strcasestr(ev_str(column, "type"), "varying") &&
	       json_integer_value(json_object_get(column, "length")) == length;
}

const char *
uniqueid_of(const json_t *column)
{
	const char *kind = ev_str(column, "kind");

	if (json_is_object(json_object_get(column, "default")))
		return NULL;
	if (strcmp(kind, "uuid") == 0 || is_char_of(column, 36))
		return "uuid";
	if (strcmp(kind, "ulid") == 0 || is_char_of(column, 26))
		return "ulid";
	return NULL;
}
