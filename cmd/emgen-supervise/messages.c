/* messages - what the programs of a line say on stderr (messages.h). */
#include "messages.h"

#include <string.h>
#include <unistd.h>

#include "tell.h"

enum { MESSAGE_MAX = 4096 };

/* One line of what a program said, or as much as is held of one. */
static void
say(struct member *m, size_t len, size_t used)
{
	tell(m->name, "%.*s", (int)len, m->text.data);
	memmove(m->text.data, m->text.data + used, m->text.len - used);
	buf_truncate(&m->text, m->text.len - used);
}

void
messages_read(struct member *m)
{
	char bytes[MESSAGE_MAX];
	ssize_t n;

	while (m->messages >= 0 &&
	       (n = read(m->messages, bytes, sizeof(bytes))) != 0) {
		const char *nl;

		if (n < 0)
			return;
		buf_add(&m->text, bytes, (size_t)n);
		while (m->text.len > 0 &&
		       (nl = memchr(m->text.data, '\n', m->text.len)))
			say(m, (size_t)(nl - m->text.data),
			    (size_t)(nl - m->text.data) + 1);
		while (m->text.len >= MESSAGE_MAX)
			say(m, MESSAGE_MAX, MESSAGE_MAX);
	}
	(void)close(m->messages);
	m->messages = -1;
	if (m->text.len > 0)
		say(m, m->text.len, m->text.len);
}
