/*
 * ev - newline-delimited events on file descriptors (emgen-events(5)).
 * Layer core; needs base.  Reading never parses: it frames, bounds and checks
 * UTF-8, and peeks at the type, so that a line which only passes costs a copy.
 *
 * This module serves filters and dies for them: a write that fails, a line
 * torn by the end of input, or a bad line with nowhere to put it ends the
 * program with the exit code of architecture (emgen(7)).
 */
#ifndef EMGEN_EV_H
#define EMGEN_EV_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "die.h"
#include "jsonv.h"

enum { EV_MAX_LINE = 1 << 24 }; /* bytes in one line, newline included */

struct ev_io;

/* What every filter can be told; EV_OPTS_INIT, then ev_option(). */
struct ev_opts {
	const char *rejects; /* file for EventRejected lines, or NULL */
	size_t max_line;     /* bytes */
	bool partial; /* a viewer: bad lines are warned of, the end is no error
		       */
	bool drains;  /* what would end the program ends the input instead */
	const char *input; /* what stdin is called in messages; or NULL */
};

/* clang-format off */
#define EV_OPTS_INIT { NULL, EV_MAX_LINE, false, false, NULL }
#define EV_LONGOPTS \
	{ "rejects", required_argument, NULL, EV_OPT_REJECTS }, \
	{ "max-line", required_argument, NULL, EV_OPT_MAX_LINE }
/* clang-format on */
enum { EV_OPT_REJECTS = 0x1000, EV_OPT_MAX_LINE };

/* True when getopt's c was one of EV_LONGOPTS; dies EM_PERM on bad values. */
bool ev_option(struct ev_opts *opts, int c, const char *arg);

/* One line as it came; all pointers are borrowed until the next ev_next(). */
struct ev_line {
	const char *bytes; /* not terminated; newline included */
	size_t len;
	const char *type; /* terminated; "" if the line has none */
	size_t number;    /* from 1, over all files */
	size_t offset;    /* of its first byte, over all files */
};

/* What an event follows from: its "id" and "correlationid", borrowed. */
struct ev_cause {
	const char *id, *run;
};

/* The head of an event that a program writes. */
struct ev_head {
	const char *type;
	const char *subject;   /* schema.table, table, or NULL */
	const json_t *cause;   /* the event it follows from, or NULL: the run */
	unsigned n;            /* tells apart events of one type and subject */
	struct ev_cause after; /* the cause, for who has no more of it */
};

/*
 * Reads the named files in turn ("-" is stdin), or stdin if there are none,
 * and writes to outfd; with -1 it holds what is written, see ev_held().  files
 * and opts are borrowed until ev_close().
 */
struct ev_io *ev_open(
    char *const files[], int outfd, const struct ev_opts *opts);

/* True when a whole line has been read already: ev_next() will not block. */
bool ev_ready(const struct ev_io *io);

/*
 * Next line, false at a clean end of input.  Writes out what is held before it
 * blocks.  A line cut off by the end of input dies EM_TEMP; one over the limit
 * or not UTF-8 is rejected and skipped.
 */
bool ev_next(struct ev_io *io, struct ev_line *line);

/*
 * The same for a program that waits for other things, too: when ev_fd() can be
 * read, ev_more() reads once; ev_try_next() gives the lines that are there, and
 * is false when there is no other.  All has been read when ev_fd() is -1.
 *
 *	while (ev_try_next(io, &line)) ...
 *	if (poll says so) (void)ev_more(io);
 */
int ev_fd(const struct ev_io *io);
bool ev_more(struct ev_io *io);
bool ev_try_next(struct ev_io *io, struct ev_line *line);

/*
 * Checks a line that came by another way as ev_next() does, and fills in its
 * type, borrowed until the next line; -1 when it is bad.
 */
int ev_look(struct ev_io *io, struct ev_line *line, struct em_err *err);

bool ev_is(const struct ev_line *line, const char *type);

/*
 * True for an event of a type that this program writes, and wrote: a stage
 * drops these, since it replaces its own earlier output when a recorded stream
 * is run through it again.
 */
bool ev_is_own(const struct ev_line *line, const char *type);

/* A string member of the envelope without parsing; false if there is none. */
bool ev_peek(const struct ev_line *line, const char *key, struct buf *value);

/*
 * The parsed event, a new reference, with a string "type" and an object
 * "data"; NULL after rejecting a line that is not (duplicate keys, lone
 * surrogates and trailing bytes are errors).
 */
json_t *ev_parse(struct ev_io *io, const struct ev_line *line);

/*
 * The same, to be looked at only: it lives as long as the arena, which is what
 * makes it cheap (jsonv.h).
 */
const struct jsonv *ev_read(
    struct ev_io *io, const struct ev_line *line, struct arena *arena);

struct ev_cause ev_cause(const struct jsonv *ev);

/*
 * Puts the line aside as EventRejected (--rejects, $EMGEN_REJECT_FD); with
 * neither, dies EM_PERM and says which line.
 */
void ev_reject(struct ev_io *io, const struct ev_line *line, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* True when ev_reject() has a place to put lines. */
bool ev_can_reject(const struct ev_io *io);

/* All return with the whole line written or held, or die. */
void ev_forward(struct ev_io *io, const struct ev_line *line);
void ev_write(struct ev_io *io, const void *lines, size_t len);
void ev_emit(struct ev_io *io, const struct ev_head *head, json_t *data_take);

/*
 * The same for data that is already text: append one JSON object to the buffer
 * that ev_begin() returns, then call ev_end().
 */
struct buf *ev_begin(struct ev_io *io, const struct ev_head *head);
void ev_end(struct ev_io *io);

/* Writes out what is held, before another program writes to the same place. */
void ev_flush(struct ev_io *io);

/* What is held without an outfd, for the caller to take and truncate. */
struct buf *ev_held(struct ev_io *io);

/* Writes no events from here on, nor those that are held. */
void ev_mute(struct ev_io *io);

/* The id of the event written last; borrowed until the next is written. */
const char *ev_last_id(const struct ev_io *io);

/* True when every analysis that began on the input has ended complete. */
bool ev_complete(const struct ev_io *io);

/* Part of the work failed: what ev_close() will return, EM_TEMP before EM_PERM.
 */
void ev_failed(struct ev_io *io, int code);

/*
 * Writes out, frees io and returns what main() should: EM_TEMP when an
 * analysis began and did not end.
 */
int ev_close(struct ev_io *io);

/* The member "data" of an event, and a string in an object ("" if none). */
const json_t *ev_data(const json_t *ev);
const char *ev_str(const json_t *object, const char *key);

#endif
