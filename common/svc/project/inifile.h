/*
 * inifile - [sections] of KEY = VALUE, read with libinih.  Layer svc.
 *
 * A comment begins with ; or # at the start of a line, or with ; after a
 * blank.  Indentation means nothing: libinih would take an indented line for
 * more of the value before it.  A line too long for libinih's buffer is an
 * error here, where libinih would read its rest as another line.
 */
#ifndef EMGEN_INIFILE_H
#define EMGEN_INIFILE_H

#include <stdbool.h>

#include "die.h"

/*
 * What is done with each key; text is borrowed for the call.  Fills err and
 * returns -1 to end the reading.
 */
struct inifile_user {
	int (*use)(void *ctx, const char *section, const char *key,
	    const char *value, struct em_err *err);
	void *ctx;
	unsigned *line; /* is set to the number of the key's line, or NULL */
	bool headings;  /* it is told of each [section], too: key is NULL */
};

/* -1 with the number of the line in err when it is malformed or refused. */
int inifile_parse(
    const char *text, const struct inifile_user *user, struct em_err *err);

/* The same from a file; 0 as well when there is none. */
int inifile_load(
    const char *path, const struct inifile_user *user, struct em_err *err);

#endif
