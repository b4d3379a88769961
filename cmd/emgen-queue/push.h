/* push - lines that become jobs: one by one, or as a batch or a chain. */
#ifndef EMGEN_QUEUE_PUSH_H
#define EMGEN_QUEUE_PUSH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "ev.h"
#include "job.h"
#include "places.h"

/* A line that waits for its commit. */
struct waiting {
	json_t *ev; /* NULL for a line that only passes */
	char *bytes;
	size_t len;
};

/* All of the input belongs together: --batch, --chain; borrowed from argv. */
struct group {
	const char *batch; /* its name, or NULL */
	bool chain, allow_failures;
	const char *then, *catch, *finally; /* queues, or NULL */
};

struct push {
	struct places places;
	struct ev_io *io;
	const char *queue;
	int64_t delay, ttl;
	const char *unique;
	struct job options; /* what all payloads have in common */
	struct group group;
	struct waiting *lines;
	size_t n, cap, max;
	struct arena arena; /* for the bytes of what waits */
};

/* A line becomes a job: 1, 0 for a repeat, or while its key is taken, -1. */
int push_one(struct push *p, const struct waiting *line, struct em_err *err);

/* --- push_group.c --- */

/* getopt's entries, and what takes their values: true when c was one. */
enum {
	GROUP_OPT = PLACES_OPT_FAILED + 1,
	GROUP_OPT_CHAIN,
	GROUP_OPT_ALLOW,
	GROUP_OPT_THEN,
	GROUP_OPT_CATCH,
	GROUP_OPT_FINALLY
};
/* clang-format off */
#define GROUP_LONGOPTS { "batch", required_argument, NULL, GROUP_OPT }, \
	{ "chain", no_argument, NULL, GROUP_OPT_CHAIN }, \
	{ "allow-failures", no_argument, NULL, GROUP_OPT_ALLOW }, \
	{ "then", required_argument, NULL, GROUP_OPT_THEN }, \
	{ "catch", required_argument, NULL, GROUP_OPT_CATCH }, \
	{ "finally", required_argument, NULL, GROUP_OPT_FINALLY }
/* clang-format on */
bool group_option(struct group *group, int c, const char *arg);

/* Ends the program when options do not go together. */
void group_check(const struct push *p);

bool group_is_asked(const struct group *group);

/* All lines become a batch, a chain, or both: all, or nothing; 0, or -1. */
int group_push(struct push *p, struct em_err *err);

#endif
