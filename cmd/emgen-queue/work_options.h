/* work_options - what emgen queue work was told. */
#ifndef EMGEN_WORK_OPTIONS_H
#define EMGEN_WORK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "limiter.h"

enum {
	BACKOFF_MAX = 16,
	TYPES_MAX = 16,
	WORK_UNSAID = -1,
	WORK_MAX_CRASHES = 25, /* in a row, where tries have no limit */
};

/* Lines of that type in a handler's output become jobs on that queue. */
struct follow_up {
	const char *type, *queue;
	bool pushed; /* since the last commit */
};

/* Times are in seconds; all text is borrowed from the command line. */
struct work_options {
	const char *database, *failed; /* DSNs; failed: NULL for the same */
	const char *store;             /* or NULL */
	const char **queues;           /* in order of priority, ended by NULL */
	char *names;                   /* what they point into; owned */
	const char *name;              /* of the worker, in messages */
	int64_t workers;
	bool stream;

	int64_t tries;       /* 0: no limit */
	int64_t max_crashes; /* in a row; 0: no limit; or WORK_UNSAID */
	int64_t backoff[BACKOFF_MAX];
	size_t backoffs;
	int64_t retry_after;
	double timeout, grace; /* 0: none */
	double sleep, rest, block_for;
	int64_t max_jobs, max_time; /* 0: no limit */
	int64_t memory, max_output; /* MiB */
	bool once, stop_when_empty, stop_when_done;

	struct limiter_rate throttle; /* its name is NULL without */
	char *throttle_name;          /* owned */
	enum limiter_window window;
	int64_t throttle_counts; /* 0: a throttled attempt is none */
	int64_t release;
	const char *no_overlap; /* a key, or NULL */

	struct follow_up follow_ups[TYPES_MAX];
	size_t n_follow_ups;
	const char *unique;    /* the key of follow-ups, or NULL, for ... */
	int64_t ttl;           /* ... so many seconds at the most */
	const char *on_failed; /* a type, or NULL: what is built in */

	char *path;        /* of the handler; owned */
	char *const *argv; /* ended by NULL */
};

/* Reads the command line; ends the program for --help and wrong use. */
void work_options_parse(struct work_options *opt, int argc, char *argv[]);
void work_options_clear(struct work_options *opt);

#endif
