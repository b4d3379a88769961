/* subscriber - what emgen store subscribe was told, and where it is. */
#ifndef EMGEN_SUBSCRIBER_H
#define EMGEN_SUBSCRIBER_H

#include <stdbool.h>

#include "buf.h"
#include "ev.h"
#include "handler.h"
#include "subscription.h"
#include "verbs.h"

enum { BACKOFF_MAX = 16 };

struct subscriber {
	struct place place;
	struct subscription *sub;
	struct store_query query;
	struct handler handler;
	unsigned batch, park_after;
	int64_t backoff[BACKOFF_MAX]; /* seconds; the last repeats */
	size_t backoffs;
	bool append, stop_when_empty;

	int64_t single_until; /* one by one up to here: a batch failed */
	unsigned attempts;    /* that failed, of what is next */
	struct buf lines, output;
	struct ev_io *io;
};

/* Reads the command line; ends the program for --help and wrong use. */
void subscriber_parse(struct subscriber *s, int argc, char *argv[]);

#endif
