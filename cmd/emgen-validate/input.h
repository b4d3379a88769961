/*
 * input - lines of files, the bad ones too.  core/ev is for filters, which stop
 * at a torn line and reject a long one; here both are reported and passed by.
 */
#ifndef EMGEN_VALIDATE_INPUT_H
#define EMGEN_VALIDATE_INPUT_H

#include <stdbool.h>
#include <stddef.h>

struct input;

/* Bytes are borrowed until the next call. */
struct input_line {
	const char *file;
	size_t number; /* from 1 in each file */
	const char *bytes;
	size_t len;    /* with the newline */
	bool complete; /* ends with a newline, and is not over the limit */
	bool long_;    /* over the limit: only its beginning is here */
};

/* Reads the files in turn ("-" is stdin), stdin if there are none. */
struct input *input_open(char *const files[], size_t max_line);
void input_close(struct input *in);

/* False at the end.  Writes stdout out before a read that may block. */
bool input_next(struct input *in, struct input_line *line);

/* The line and all that follows it in its file, as one. */
void input_whole(struct input *in, struct input_line *line);

#endif
