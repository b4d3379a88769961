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

/* True when there may be more; one that never stops is not waited for. */
static bool
read_some(struct member *m)
{
	char bytes[MESSAGE_MAX];
	ssize_t n = read(m->messages, bytes, sizeof(bytes));
	const char *nl;

	if (n < 0)
		return false;
	if (n == 0) {
		(void)close(m->messages);
		m->messages = -1;
		if (m->text.len > 0)
			say(m, m->text.len, m->text.len);
		return false;
	}
	buf_add(&m->text, bytes, (size_t)n);
	while (
	    m->text.len > 0 && (nl = memchr(m->text.data, '\n', m->text.len)))
		say(m, (size_t)(nl - m->text.data),
		    (size_t)(nl - m->text.data) + 1);
	while (m->text.len >= MESSAGE_MAX)
		say(m, MESSAGE_MAX, MESSAGE_MAX);
	return true;
}

void
messages_read(struct member *m)
{
	if (m->messages >= 0)
		(void)read_some(m);
}

void
messages_end(struct member *m)
{
	bool more = m->messages >= 0;

	while (more)
		more = read_some(m);
}
