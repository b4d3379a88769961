/* report - what a run did, as a person wants to know it. */
#ifndef EMGEN_FRONT_REPORT_H
#define EMGEN_FRONT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ev.h"

struct report {
	bool quiet;      /* only errors */
	bool dry;        /* nothing is written: what would be */
	bool bar;        /* a progress bar on stderr */
	int64_t started; /* clock_monotonic_us */
	int64_t drawn;   /* when the bar was */
	size_t tables, done;
	size_t models, relations, warnings;
	size_t written, unchanged, skipped, failed; /* files */
	struct arena arena; /* of the event at hand; cleared at the end */
};

/* Counts an event and says what it tells: a line a file, or the bar. */
void report_event(
    struct report *report, struct ev_io *io, const struct ev_line *line);

/*
 * Copies what the stages wrote to their stderr, by whole lines; held keeps what
 * has come of the next.  False at the end.
 */
bool report_messages(struct report *report, int fd, struct buf *held);

/*
 * The last line: models, relations, files, warnings, time.  Exits when all went
 * well but stdout, which takes no more.
 */
void report_end(struct report *report, int code);

#endif
