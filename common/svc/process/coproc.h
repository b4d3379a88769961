/*
 * coproc - two-way talk with a child: lines into its stdin, lines out of its
 * stdout and, if it has one, of its descriptor for rejects.  Layer svc.
 *
 * Nothing blocks: one poll(2) serves both directions of one child, or of many.
 * Nothing grows without bound: input is taken while there is room, output is
 * read while less than the limit is held.  Only our own ends of the pipes are
 * non-blocking, never a descriptor that the child has.
 *
 *	co = coproc_start(&spec, true, EV_MAX_LINE, &err);
 *	sent += coproc_send(co, bytes + sent, len - sent);
 *	while (coproc_step(co, timeout, &err) > 0)
 *		while (coproc_line(co, COPROC_OUT, &line)) ...
 *	code = coproc_close(co);
 *
 * With several children: coproc_poll() for each, one poll(), coproc_move() for
 * each.
 */
#ifndef EMGEN_COPROC_H
#define EMGEN_COPROC_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "feed.h"
#include "proc.h"

enum coproc_stream { COPROC_OUT, COPROC_REJECTS, COPROC_STREAMS };
enum { COPROC_FDS = COPROC_STREAMS + 2 }; /* and stdin, and its end */

struct coproc;

/* Borrowed until the next call that is given the same coproc. */
struct coproc_line {
	const char *bytes; /* newline included */
	size_t len;
};

/*
 * Starts the program of spec, whose fd[0], fd[1] and keep are ours to set; with
 * rejects it has a descriptor for them, which $EMGEN_REJECT_FD names.  limit is
 * the longest line, newline included.  NULL with err of proc_spawn().  Release
 * with coproc_close().
 */
struct coproc *coproc_start(const struct proc_spec *spec, bool rejects,
    size_t limit, struct em_err *err);

/* Takes as many of the bytes as there is room for, and says how many. */
size_t coproc_send(struct coproc *co, const void *bytes, size_t len);

/*
 * The same without a limit, for who looks at feed_held() itself, and what the
 * child has not read; borrowed.
 */
struct feed *coproc_feed(struct coproc *co);

/* Closes the child's stdin when it has got all that was sent. */
void coproc_end_input(struct coproc *co);

/*
 * Goes away as a reader of stdout: the child's next write fails, and what has
 * come is forgotten.
 */
void coproc_hang_up(struct coproc *co);

/*
 * Waits until something happens and deals with it: 1; 0 when nothing did for
 * the time (-1: forever) or when all has ended; -1 for a line over the limit.
 */
int coproc_step(struct coproc *co, int timeout_ms, struct em_err *err);

/*
 * The same in halves.  coproc_poll() fills fds and says how many are used, 0
 * when there is nothing to wait for; coproc_move() is given them after poll().
 * Who sets fds[COPROC_OUT].fd to -1 leaves output in the pipe.
 */
nfds_t coproc_poll(struct coproc *co, struct pollfd fds[COPROC_FDS]);
int coproc_move(
    struct coproc *co, const struct pollfd fds[COPROC_FDS], struct em_err *err);

/* The next whole line that has come; false when there is none. */
bool coproc_line(
    struct coproc *co, enum coproc_stream stream, struct coproc_line *line);

/* True when there is one. */
bool coproc_ready(const struct coproc *co, enum coproc_stream stream);

/* What stands behind the last whole line: of a stream at its end, a torn one.
 */
struct coproc_line coproc_rest(
    const struct coproc *co, enum coproc_stream stream);

/* True when nothing more will come. */
bool coproc_at_end(const struct coproc *co, enum coproc_stream stream);

/* True when the child got all that was sent, or will never read it. */
bool coproc_sent(const struct coproc *co);
bool coproc_refused(const struct coproc *co);

/* True when the child has ended, with what a shell calls its exit code. */
bool coproc_exited(const struct coproc *co, int *code);

/* The child's process id, which is that of its group if it leads one. */
pid_t coproc_pid(const struct coproc *co);

/* Sends a signal, to the whole group if it leads one. */
void coproc_signal(struct coproc *co, int number);

/*
 * Ends whatever still runs by SIGKILL, with its group if it leads one, frees
 * co and returns the exit code.
 */
int coproc_close(struct coproc *co);

#endif
