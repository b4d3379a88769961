/*
 * turnstile - a fair queue of processes for one thing.  Layer svc.
 *
 * Two flocks: take `next`, take `main`, let go of `next`.  Whoever waits for
 * `main` holds `next`, so that nobody overtakes; the kernel lets go of both for
 * a process that dies.  SQLite's own busy handler polls instead, and can starve
 * a writer for seconds.
 */
#ifndef EMGEN_TURNSTILE_H
#define EMGEN_TURNSTILE_H

#include "die.h"

struct turnstile;

/* The lock files are PATH-next and PATH-main, made when they are not there. */
struct turnstile *turnstile_open(const char *path, struct em_err *err);
void turnstile_close(struct turnstile *ts);

/*
 * NULL is of what nobody else has.  Waits for its turn, but no longer than
 * seconds (-1, EM_TEMP): who has it may have been stopped.
 */
int turnstile_enter(struct turnstile *ts, double seconds, struct em_err *err);
void turnstile_leave(struct turnstile *ts);

#endif
