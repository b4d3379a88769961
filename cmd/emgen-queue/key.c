/* key - what jobs have in common (key.h). */
#include "key.h"

#include <string.h>

#include "ev.h"

void
key_make(struct buf *key, const char *pattern, const json_t *ev)
{
	static const char *const names[] = { "type", "subject", "id" };

	while (*pattern) {
		size_t i, len = 0;

		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			len = strlen(names[i]);
			if (*pattern == '{' && pattern[len + 1] == '}' &&
			    strncmp(pattern + 1, names[i], len) == 0)
				break;
		}
		if (i == sizeof(names) / sizeof(names[0])) {
			buf_addc(key, *pattern++);
			continue;
		}
		buf_adds(key, ev_str(ev, names[i]));
		pattern += len + 2;
	}
}
