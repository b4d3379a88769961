/* list - texts in an array that NULL ends.  Layer base. */
#ifndef EMGEN_LIST_H
#define EMGEN_LIST_H

#include <stdbool.h>

/* True when the text is one of them; in ASCII capitals, too, for _nocase. */
bool list_has(const char *const list[], const char *text);
bool list_has_nocase(const char *const list[], const char *text);

#endif
