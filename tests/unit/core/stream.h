/*
 * stream - a small filter over ev.h in a process of its own, for unit tests:
 * its input in pieces of any size, and all that it says.
 */
#ifndef EMGEN_STREAM_H
#define EMGEN_STREAM_H

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "ev.h"

struct stream {
	const char *input; /* of stdin */
	size_t len;        /* of it; 0: strlen(input) */
	size_t piece;      /* bytes that one read gives; 0: as many as fit */
	size_t first;      /* of the first read, if it differs */
	char *const *files;
	const char *reject_fd; /* $EMGEN_REJECT_FD; "" gives it a file */
	const char *run;       /* $EMGEN_CORRELATION_ID */
	struct ev_opts opts;
	void (*act)(struct ev_io *io); /* what the filter does */

	int code; /* what came of it; the caller clears the buffers */
	struct buf out, err, rejects;
};

/* clang-format off */
#define STREAM_INIT \
	{ "", 0, 0, 0, NULL, NULL, NULL, EV_OPTS_INIT, NULL, \
	  -1, BUF_INIT, BUF_INIT, BUF_INIT }
/* clang-format on */

static int
stream_check(int rc)
{
	if (rc < 0)
		die_errno("stream");
	return rc;
}

static int
stream_file(void)
{
	return stream_check(memfd_create("stream", 0));
}

/* What was written to a file, which is closed. */
static void
stream_read(int fd, struct buf *bytes)
{
	ssize_t n;

	(void)lseek(fd, 0, SEEK_SET);
	do {
		buf_reserve(bytes, 1 << 16);
		n = read(fd, bytes->data + bytes->len, 1 << 16);
		if (n > 0)
			bytes->len += (size_t)n;
	} while (n > 0);
	bytes->data[bytes->len] = '\0';
	(void)close(fd);
}

/* Stdin whose every read(2) gives one piece: a socket of packets. */
static int
stream_pieces(const struct stream *s)
{
	size_t at = 0, piece = s->first ? s->first : s->piece;
	int ends[2];

	stream_check(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
	for (; at < s->len; at += piece, piece = s->piece) {
		if (piece > s->len - at)
			piece = s->len - at;
		stream_check(
		    (int)send(ends[1], s->input + at, piece, MSG_DONTWAIT));
	}
	(void)close(ends[1]);
	return ends[0];
}

static int
stream_input(const struct stream *s)
{
	size_t at = 0;
	int fd;

	if (s->piece)
		return stream_pieces(s);
	fd = stream_file();
	while (at < s->len)
		at += (size_t)stream_check(
		    (int)write(fd, s->input + at, s->len - at));
	(void)lseek(fd, 0, SEEK_SET);
	return fd;
}

static void
stream_filter(const struct stream *s, int rejects)
{
	char number[16];
	struct ev_io *io;

	(void)snprintf(number, sizeof(number), "%d", rejects);
	(void)unsetenv("EMGEN_REJECT_FD");
	(void)unsetenv("EMGEN_CORRELATION_ID");
	if (s->reject_fd)
		(void)setenv("EMGEN_REJECT_FD",
		    *s->reject_fd ? s->reject_fd : number, 1);
	if (s->run)
		(void)setenv("EMGEN_CORRELATION_ID", s->run, 1);
	die_setname("emgen-test");
	io = ev_open(s->files, STDOUT_FILENO, &s->opts);
	s->act(io);
	exit(ev_close(io));
}

static void
stream_run(struct stream *s)
{
	int in, out = stream_file(), err = stream_file();
	int rejects = stream_file(), status;
	pid_t pid;

	s->len = s->len ? s->len : strlen(s->input);
	in = stream_input(s);
	(void)fflush(stdout);
	pid = stream_check(fork());
	if (pid == 0) {
		(void)dup2(in, STDIN_FILENO);
		(void)dup2(out, STDOUT_FILENO);
		(void)dup2(err, STDERR_FILENO);
		stream_filter(s, rejects);
	}
	stream_check(waitpid(pid, &status, 0));
	s->code =
	    WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	(void)close(in);
	stream_read(out, &s->out);
	stream_read(err, &s->err);
	stream_read(rejects, &s->rejects);
}

static void
stream_clear(struct stream *s)
{
	buf_clear(&s->out);
	buf_clear(&s->err);
	buf_clear(&s->rejects);
}

#endif
