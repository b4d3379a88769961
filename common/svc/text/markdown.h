/* markdown - text that is safe in Markdown.  Layer svc. */
#ifndef EMGEN_MARKDOWN_H
#define EMGEN_MARKDOWN_H

#include <stddef.h>

#include "buf.h"

/*
 * One line that shows the text, in a paragraph or a cell of a table: no
 * markup, no HTML, no line break, no invisible character.
 */
void markdown_text(struct buf *out, const char *text, size_t len);

#endif
