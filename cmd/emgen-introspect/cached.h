/* cached - the driver by way of emgen-cache. */
#ifndef EMGEN_CACHED_H
#define EMGEN_CACHED_H

#include <stddef.h>

#include "die.h"

enum { ARGS_MAX = 32 };

/* A command line, ended by NULL; its texts are owned. */
struct args {
	char *list[ARGS_MAX];
	size_t n;
};

void args_clear(struct args *args);

/*
 * Puts "emgen-cache remember KEY ... --" before the command line of a driver.
 * The key is made of all that shapes what the driver writes: its options, the
 * DSN without its passwords, and where the environment leads it.
 */
int cached_wrap(struct args *args, const char *dsn, struct em_err *err);

#endif
