/* tidy - blank lines in PHP source (tidy.h). */
#include "tidy.h"

#include <stdbool.h>
#include <string.h>

static bool
is_line(const char *line, size_t len, const char *text)
{
	while (len && *line == ' ') {
		line++;
		len--;
	}
	return len == strlen(text) && memcmp(line, text, len) == 0;
}

/* A line of nothing, or of nothing but the asterisk of a docblock. */
static bool
is_blank(const char *line, size_t len)
{
	return len == 0 || is_line(line, len, "*");
}

static bool
opens(const char *line, size_t len)
{
	return (len && line[len - 1] == '{') || is_line(line, len, "/**");
}

static bool
closes(const char *line, size_t len)
{
	return is_line(line, len, "}") || is_line(line, len, "*/");
}

/*
 * As "artisan make:model" writes it.  Without the comment versions of Laravel's
 * formatter do not agree on where the braces belong.
 */
static void
fill_empty_class(struct buf *source)
{
	static const char empty[] = "\n{\n}\n";
	size_t tail = strlen(empty);

	if (source->len < tail ||
	    strcmp(source->data + source->len - tail, empty) != 0)
		return;
	buf_truncate(source, source->len - tail);
	buf_adds(source, "\n{\n    //\n}\n");
}

void
tidy(struct buf *source)
{
	char *to = source->data, *last = NULL; /* the line written last */
	const char *p = source->data, *end;
	size_t last_len = 0;

	if (!p)
		return;
	end = p + source->len;
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *next = newline ? newline + 1 : end;
		size_t len = (size_t)((newline ? newline : end) - p);

		if (last && closes(p, len) && is_blank(last, last_len))
			to = last;
		else if (is_blank(p, len) &&
			 (!last || is_blank(last, last_len) ||
			     opens(last, last_len))) {
			p = next;
			continue;
		}
		last = to;
		last_len = len;
		memmove(to, p, (size_t)(next - p));
		to += next - p;
		p = next;
	}
	buf_truncate(source, (size_t)(to - source->data));
	fill_empty_class(source);
}
