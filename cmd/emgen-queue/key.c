/* key - what jobs have in common (key.h). */
#include "key.h"

#include <string.h>

#include "ev.h"
#include "id.h"
#include "queue.h"
#include "utf8.h"

/* How long "{type}" and the like are at the start of a pattern, and the member
 * they name; 0 for any other text. */
static size_t
placeholder(const char *pattern, const char **member)
{
	static const char *const names[] = { "type", "subject", "id" };

	if (*pattern != '{')
		return 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t len = strlen(names[i]);

		*member = names[i];
		if (strncmp(pattern + 1, names[i], len) == 0 &&
		    pattern[len + 1] == '}')
			return len + 2;
	}
	return 0;
}

void
key_make(struct buf *key, const char *pattern, const json_t *ev)
{
	const char *member;
	char id[ID_TEXT];
	size_t len;

	for (; *pattern; pattern += len ? len : 1) {
		len = placeholder(pattern, &member);
		if (len)
			buf_adds(key, ev_str(ev, member));
		else
			buf_addc(key, *pattern);
	}
	if (key->len > QUEUE_NAME_MAX ||
	    utf8_valid(key->data, key->len) != key->len) {
		(void)id_derive(key->data, key->len, id);
		buf_clear(key);
		buf_adds(key, id);
	}
}
