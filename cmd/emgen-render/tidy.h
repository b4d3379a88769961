/* tidy - blank lines in PHP source, so that templates need not count them. */
#ifndef EMGEN_RENDER_TIDY_H
#define EMGEN_RENDER_TIDY_H

#include "buf.h"

/*
 * Takes out blank lines, of docblocks too, that follow another or an opening
 * brace, or stand before the end of a docblock or a closing brace; and puts a
 * comment into an empty class.  Texts of a database have no line breaks here:
 * php_quote() and php_doc() see to that.
 */
void tidy(struct buf *source);

#endif
