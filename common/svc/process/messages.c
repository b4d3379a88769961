/* messages - lines of text that come through a pipe (messages.h). */
#include "messages.h"

#include <string.h>
#include <unistd.h>

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

static void
say_line(void (*say)(const void *ctx, const char *line), const void *ctx,
    const char *from, const char *end)
{
	struct buf line = BUF_INIT;

	messages_add(&line, from, (size_t)(end - from));
	say(ctx, buf_peek(&line));
	buf_clear(&line);
}

int
messages_read(struct messages *messages, int fd,
    void (*say)(const void *ctx, const char *line), const void *ctx)
{
	char *from = messages->text, *end = from + messages->held, *nl;
	ssize_t n = read(fd, end, MESSAGES_MAX - messages->held);

	if (n < 0)
		return 0;
	end += n;
	for (; (nl = memchr(from, '\n', (size_t)(end - from))); from = nl + 1)
		say_line(say, ctx, from, nl);
	if (end - from == MESSAGES_MAX || (n == 0 && end > from)) {
		say_line(say, ctx, from, end);
		from = end;
	}
	messages->held = (size_t)(end - from);
	memmove(messages->text, from, messages->held);
	return n == 0 ? -1 : 1;
}
