/*
 * peer - who gets lines: a handler of commands or a listener to events, behind
 * a file, a FIFO, an open descriptor, or a program that we start.
 *
 * A peer's life, and what moves it on:
 *
 *	state    input over  it is there  it fails        all done
 *	OPENING  (waits on)  OPEN         DEAD            -
 *	OPEN     CLOSING     -            DEAD            -
 *	CLOSING  -           -            DEAD            GONE
 *	DEAD     -           -            -               GONE
 *
 * OPENING: a FIFO that nobody reads yet; what it gets waits.  OPEN: it gets
 * lines.  CLOSING: it gets what is left and the end of input, and its output is
 * read to the end.  DEAD: it gets no more, its output is still read; each line
 * that it did not take is in lost, also those it is given from here on.  GONE:
 * its process has ended and everything of it is closed.
 *
 * It fails when it cannot be opened or written to, when it ends before it has
 * taken all lines, when it writes no events, and when it gives no sign of life
 * for too long while somebody waits for it.
 */
#ifndef EMGEN_DISPATCH_PEER_H
#define EMGEN_DISPATCH_PEER_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "coproc.h"
#include "die.h"
#include "feed.h"

enum peer_state {
	PEER_OPENING,
	PEER_OPEN,
	PEER_CLOSING,
	PEER_DEAD,
	PEER_GONE,
};

enum {
	PEER_HELD_MAX = 1 << 18
}; /* bytes in its queue: then it is waited for
    */

struct peer {
	const char *types;  /* as they were given: "A,B", "Model*" */
	const char *target; /* the same: a path, or | and a command */
	const char *spool; /* a file for lines that it does not take, or NULL */
	bool handles;      /* commands; else it listens */

	enum peer_state state;
	struct coproc *co; /* a program, */
	struct feed pipe;  /* or a pipe, */
	int file;          /* or a file; else -1 */
	int spool_fd;

	size_t lines, bytes;     /* it was given */
	size_t came, came_bytes; /* lines that it wrote */
	size_t bad;              /* of those, no events */
	struct buf lost;         /* to be put aside by the caller */
	size_t aside;            /* lines that were */
	size_t kept;             /* lines of those that are somewhere */
	char why[256];           /* it is dead */
	int code;                /* what it adds to our exit code */

	bool over;    /* the input is */
	bool missed;  /* it did not take a line */
	bool said;    /* why */
	bool exited;  /* the process, noted */
	bool mute;    /* what it wrote is no longer looked at */
	bool stirred; /* since the last look */
	bool waited;  /* for it, at the last look */
	size_t left;  /* bytes that it had not read then */
	int64_t sign; /* of life, the last one */
	int64_t term; /* when it was told to end; 0: not yet */

	nfds_t fds, fd_count; /* its part of what is polled */
};

/* How long is too long, in microseconds; stall 0: never. */
struct peer_limits {
	int64_t stall, grace;
	size_t max_line;
};

/* Opens or starts it; -1 when it never can be. */
int peer_open(struct peer *peer, size_t max_line, struct em_err *err);
void peer_clear(struct peer *peer);

/* "handler of X", "listener of A,B" or "listener FILE", for messages. */
const char *peer_name(const struct peer *peer);

/* Does it ask for events, or handle commands, of the type? */
bool peer_wants(const struct peer *peer, const char *type);

/* Gives it a line, whole. */
void peer_give(struct peer *peer, const void *bytes, size_t len);

/* True when it must be waited for before it gets more. */
bool peer_full(struct peer *peer);

/* The input is over. */
void peer_end(struct peer *peer);

/* It fails: says why, once, and takes back what it has not read. */
void peer_fail(struct peer *peer, int code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, for what it writes: it is told to end, and no longer read. */
void peer_expel(struct peer *peer, int code, const char *what);

/* The command of a program that is started, or NULL. */
const char *peer_command(const struct peer *peer);

/*
 * What to poll for, at most COPROC_FDS, and what to do then.  Without wanted,
 * its output stays where it is.
 */
nfds_t peer_poll(struct peer *peer, bool wanted, struct pollfd *fds);
void peer_move(struct peer *peer, const struct pollfd *fds, nfds_t n);

/* The next line that it wrote; is there one? */
bool peer_line(struct peer *peer, struct coproc_line *line);
bool peer_ready(const struct peer *peer);

/* Whom we wait for in vain fails; who has ended goes.  excused: we hold it up.
 */
void peer_look(struct peer *peer, const struct peer_limits *limits, int64_t now,
    bool excused);

/* True while time alone can change something. */
bool peer_timed(struct peer *peer);

#endif
