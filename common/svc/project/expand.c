/* expand - ${NAME} and ${NAME:-DEFAULT} in a text (expand.h). */
#include "expand.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* Appends its value; false when it has none, or an empty one and *set. */
static bool
add_variable(struct buf *out, const char *name, size_t len,
    const char *settings, bool *set)
{
	char *key = mem_strndup(name, len);
	const char *value = getenv(key);
	size_t value_len = value ? strlen(value) : 0;

	free(key);
	for (const char *p = settings; p && *p; p += *p == '\n') {
		size_t line = strcspn(p, "\n");

		if (line > len && memcmp(p, name, len) == 0 && p[len] == '=') {
			value = p + len + 1;
			value_len = line - len - 1;
		}
		p += line;
	}
	*set = value;
	if (value)
		buf_add(out, value, value_len);
	return value_len > 0;
}

int
expand(
    struct buf *out, const char *text, const char *settings, struct em_err *err)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
				      "abcdefghijklmnopqrstuvwxyz0123456789";

	for (const char *at; (at = strstr(text, "${"));) {
		size_t len = strspn(at + 2, letters);
		const char *rest = at + 2 + len, *end = strchr(rest, '}');
		bool set, defaults = strncmp(rest, ":-", 2) == 0;

		if (!end || !len || (rest != end && !defaults))
			return err_set(err, EM_PERM,
			    "neither ${NAME} nor ${NAME:-DEFAULT}: %s", at);
		buf_add(out, text, (size_t)(at - text));
		if (!add_variable(out, at + 2, len, settings, &set)) {
			if (!set && !defaults)
				return err_set(err, EM_PERM,
				    "%.*s is not set, and has no default: "
				    "${%.*s:-...}",
				    (int)len, at + 2, (int)len, at + 2);
			if (defaults)
				buf_add(
				    out, rest + 2, (size_t)(end - rest) - 2);
		}
		text = end + 1;
	}
	buf_adds(out, text);
	return 0;
}
