/* ev_priv - what ev.c, which reads, and ev_out.c, which writes, share. */
#ifndef EMGEN_EV_PRIV_H
#define EMGEN_EV_PRIV_H

#include "ev.h"
#include "id.h"
#include "progress.h"

enum { EV_ORIGINAL_MAX = 1 << 16 }; /* bytes of a rejected line kept */

/*
 * Input is one buffer that holds the unread bytes [start, end) and grows to
 * the longest line.  Output is one buffer of whole lines, but while an event
 * is being built between ev_begin() and ev_end(); it is written when it is
 * large, and always before a read that may block.
 */
struct ev_io {
	struct ev_opts opts;
	const char *stage;

	char *const *files; /* those still to be read */
	const char *name;   /* of the open one */
	int in;
	char *bytes;
	size_t start, end, cap;
	size_t seen;           /* bytes from start without a newline */
	size_t number, offset; /* of the line read last */
	bool is_long;          /* the line at start is over the limit */
	struct buf original;   /* its beginning */
	size_t skipped;        /* bytes of it that are gone */
	struct buf type;

	bool stopped; /* before its end */
	struct progress *progress;

	int out_fd, reject_fd;
	bool muted; /* what is written goes nowhere */
	struct buf out;
	size_t event; /* where the one being built begins */
	size_t lines_out;
	unsigned rejects;

	char correlation[ID_TEXT]; /* of the run, for causes without one */
	char last_id[ID_TEXT];

	unsigned begun, ended, failed; /* analyses */
	bool open;                     /* the one begun last */
	int code;
};

/*
 * True when errno says that a read or write may be repeated; waits until it
 * can be, where whoever shares the descriptor made it non-blocking.
 */
bool ev_try_again(int fd, short events);

/* Says what is wrong with the line, and ends the input with EM_PERM. */
void ev_stop(struct ev_io *io, const struct ev_line *line, const char *what);

/* Opens where EventRejected lines go, if anywhere. */
void ev_open_rejects(struct ev_io *io);

#endif
