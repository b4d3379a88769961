/* guard - jobs that must wait: --throttle and --no-overlap. */
#ifndef EMGEN_GUARD_H
#define EMGEN_GUARD_H

#include <stdbool.h>

#include "seat.h"
#include "work_options.h"

struct guard;

/* NULL with err; both are asked in the database of the queue. */
struct guard *guard_open(
    const struct work_options *opt, const char *dsn, struct em_err *err);
void guard_close(struct guard *guard);

/* 1 when the job may begin now, 0 when why says what holds it back, -1. */
int guard_admits(struct seat *seat, struct em_err *why);

/* The lease of its key is kept with that of the job, and given back. */
void guard_renew(struct seat *seat);
void guard_leave(struct seat *seat);

#endif
