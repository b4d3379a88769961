/* graphviz - text that is safe in a label of graphviz.  Layer svc. */
#ifndef EMGEN_GRAPHVIZ_H
#define EMGEN_GRAPHVIZ_H

#include "buf.h"

/*
 * Appends the text on one line, as it may stand between the tags of an
 * HTML-like label, <...>: nothing of it is markup or an escape, and what cannot
 * be seen is left out.
 */
void graphviz_label(struct buf *out, const char *text, size_t len);

#endif
