/*
 * request - a command line of emgen-cache.  A verb gets it and returns what
 * main() should.
 */
#ifndef EMGEN_REQUEST_H
#define EMGEN_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "cache.h"

struct request {
	const char *dsn;
	struct cache_name
	    name; /* the key, where the verb takes one; the tags */
	int64_t ttl;
	bool all, json, restamp;
	char **operands; /* behind the key; ended by NULL */
};

int remember_run(const struct request *request);
int put_run(const struct request *request);
int get_run(const struct request *request);
int forget_run(const struct request *request);
int flush_run(const struct request *request);
int list_run(const struct request *request);
int sweep_run(const struct request *request);

/* The cache of the request; ends the program when it cannot be opened. */
struct cache *request_cache(const struct request *request);
struct cache *request_cache_to_look(const struct request *request);

#endif
