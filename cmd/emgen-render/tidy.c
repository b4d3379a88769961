/* tidy - blank lines in PHP source (tidy.h). */
#include "tidy.h"

#include <stdbool.h>
#include <string.h>

struct line {
	const char *at, *end; /* its newline is not of it */
	const char *text;     /* behind its indentation */
};

static struct line
line_at(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t)(end - p));
	struct line line = { p, newline ? newline : end, p };

	while (line.text < line.end && *line.text == ' ')
		line.text++;
	return line;
}

/* Inline, so that the length of a text in quotes is known. */
static inline bool
is_line(const struct line *line, const char *text)
{
	size_t len = strlen(text);

	return (size_t)(line->end - line->text) == len &&
	       memcmp(line->text, text, len) == 0;
}

/* A line of nothing, or of nothing but the asterisk of a docblock. */
static bool
is_blank(const struct line *line)
{
	return line->at == line->end || is_line(line, "*");
}

static bool
opens(const struct line *line)
{
	return (line->at < line->end && line->end[-1] == '{') ||
	       is_line(line, "/**");
}

static bool
closes(const struct line *line)
{
	return is_line(line, "}") || is_line(line, "*/");
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
	bool after_blank = true, after_open = false;
	const char *p = source->data, *end, *next;

	if (!p)
		return;
	for (end = p + source->len; p < end; p = next) {
		struct line line = line_at(p, end);
		bool blank = is_blank(&line);

		next = line.end < end ? line.end + 1 : end;
		if (blank && (after_blank || after_open))
			continue;
		if (last && after_blank && closes(&line))
			to = last;
		last = to;
		after_blank = blank;
		after_open = opens(&line);
		if (to != p)
			memmove(to, p, (size_t)(next - p));
		to += next - p;
	}
	buf_truncate(source, (size_t)(to - source->data));
	fill_empty_class(source);
}
