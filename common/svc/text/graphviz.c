/* graphviz - text that is safe in a label of graphviz (graphviz.h). */
#include "graphviz.h"

#include <stdlib.h>

#include "mem.h"
#include "php.h"

static void
add(struct buf *out, char c)
{
	switch (c) {
	case '&':
		buf_adds(out, "&amp;");
		break;
	case '<':
		buf_adds(out, "&lt;");
		break;
	case '>':
		buf_adds(out, "&gt;");
		break;
	case '"':
		buf_adds(out, "&quot;");
		break;
	case '\'':
		buf_adds(out, "&#39;");
		break;
	case '\\':
		buf_adds(out, "\\\\"); /* \N is the name of the node */
		break;
	default:
		buf_addc(out, c);
	}
}

void
graphviz_label(struct buf *out, const char *text, size_t len)
{
	char *copy = mem_strndup(text, len);
	struct buf line = BUF_INIT;

	php_line(&line, copy);
	for (size_t i = 0; i < line.len; i++)
		add(out, line.data[i]);
	buf_clear(&line);
	free(copy);
}
