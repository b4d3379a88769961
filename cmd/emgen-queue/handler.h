/* handler - the program that does a job. */
#ifndef EMGEN_QUEUE_HANDLER_H
#define EMGEN_QUEUE_HANDLER_H

#include <stdbool.h>

#include "buf.h"
#include "coproc.h"
#include "seat.h"

/*
 * Starts it, with the job of the seat in its environment when there is one.
 * NULL with err as that of proc_spawn().
 */
struct coproc *handler_start(struct seat *seat, struct em_err *err);

/* Gives it the event, and in a stream the Barrier behind it. */
void handler_give(struct seat *seat);

/* Gives it the Barrier alone. */
void handler_probe(struct seat *seat);

/* True for the Barrier that the seat waits for. */
bool handler_is_barrier(
    const struct seat *seat, const struct coproc_line *line, const char *type);

/* KiB of memory that the group of the handler uses. */
int64_t handler_memory(const struct seat *seat);

#endif
