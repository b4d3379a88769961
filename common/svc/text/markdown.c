/* markdown - text that is safe in Markdown (markdown.h). */
#include "markdown.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "php.h"

static const char *
entity(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	default:
		return NULL;
	}
}

/*
 * What means something anywhere, and what does at the start of a line: "1." and
 * "-" begin lists, "=" underlines a heading.
 */
static bool
is_markup(char c, bool first, bool after_digits)
{
	return (c && strchr("\\`*_[]()|~!#{}$@:", c)) ||
	       (first && strchr("-+=", c)) || (after_digits && strchr(".)", c));
}

void
markdown_text(struct buf *out, const char *text, size_t len)
{
	char *copy = mem_strndup(text, len);
	struct buf line = BUF_INIT;
	bool digits = true;

	php_line(&line, copy);
	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];

		if (entity(c)) {
			buf_adds(out, entity(c));
		} else {
			if (is_markup(c, i == 0, digits && i > 0))
				buf_addc(out, '\\');
			buf_addc(out, c);
		}
		digits &= c >= '0' && c <= '9';
	}
	buf_clear(&line);
	free(copy);
}
