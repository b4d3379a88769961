/* expand - ${NAME} and ${NAME:-DEFAULT} in a text.  Layer svc. */
#ifndef EMGEN_EXPAND_H
#define EMGEN_EXPAND_H

#include "buf.h"
#include "die.h"

/*
 * Appends the text to out with its variables replaced; as in a shell, one that
 * is empty gives its default.  A variable is what the last NAME=VALUE of
 * settings (lines, or NULL) says, else the environment.  -1 for one that is not
 * set and has no default, and for what is no variable.
 */
int expand(struct buf *out, const char *text, const char *settings,
    struct em_err *err);

#endif
