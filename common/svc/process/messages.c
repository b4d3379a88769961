/* messages - lines of text that come through a pipe (messages.h). */
#include "messages.h"

#include <string.h>
#include <unistd.h>

int
messages_read(struct messages *messages, int fd,
    void (*say)(const void *ctx, const char *line, int len), const void *ctx)
{
	char *from = messages->text, *end = from + messages->held, *nl;
	ssize_t n = read(fd, end, MESSAGES_MAX - messages->held);

	if (n < 0)
		return 0;
	end += n;
	for (; (nl = memchr(from, '\n', (size_t)(end - from))); from = nl + 1)
		say(ctx, from, (int)(nl - from));
	if (end - from == MESSAGES_MAX || (n == 0 && end > from)) {
		say(ctx, from, (int)(end - from));
		from = end;
	}
	messages->held = (size_t)(end - from);
	memmove(messages->text, from, messages->held);
	return n == 0 ? -1 : 1;
}

void
messages_add(struct buf *text, const char *bytes, size_t len)
{
	for (; len > 0; bytes++, len--) {
		if (*bytes)
			buf_addc(text, *bytes);
		else
			buf_adds(text, "\\x00");
	}
}
