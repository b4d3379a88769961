/*
 * status - what a running pipeline says of itself, as emgen-status reads it
 * (control.h).  Layer svc.
 */
#ifndef EMGEN_STATUS_H
#define EMGEN_STATUS_H

#include <stdbool.h>
#include <sys/types.h>

#include "buf.h"
#include "progress.h"

/* All borrowed. */
struct status_stage {
	const char *stage, *line, *state;
	pid_t pid; /* 0: does not run */
	int64_t seconds;
	unsigned starts;
	const struct progress *progress;
	const char *why; /* it is parked, or NULL */
};

/* One object: begin, stages, end. */
void status_begin(struct buf *out, const char *pipeline, bool ending);
void status_add(struct buf *out, const struct status_stage *stage);
void status_end(struct buf *out, const char *const *queues, size_t n);

#endif
