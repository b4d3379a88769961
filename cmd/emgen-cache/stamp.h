/* stamp - old events as those of this run. */
#ifndef EMGEN_STAMP_H
#define EMGEN_STAMP_H

#include <stddef.h>

struct stamp;

/* The run and the cause are those of the environment; a new run without. */
struct stamp *stamp_new(void);
void stamp_free(struct stamp *stamp);

/*
 * Changes id, correlationid and causationid of whole lines, in place: a UUID is
 * as long as another.  An event that an emgen program wrote gets the id which
 * the program would give it in this run.
 */
void stamp_lines(struct stamp *stamp, char *lines, size_t len);

#endif
