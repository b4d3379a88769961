/* ev_out - writing newline-delimited events (ev.h). */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base64.h"
#include "clock.h"
#include "die.h"
#include "ev_priv.h"
#include "jsonw.h"
#include "utf8.h"

enum { WRITE_SIZE = 1 << 15 };

/*
 * Writes whole lines.  The signals that end a program wait until they are out,
 * so that a reader never sees a line torn by them.
 */
static void
write_lines(int fd, const char *bytes, size_t len, const char *what)
{
	sigset_t ending, before;

	(void)sigemptyset(&ending);
	(void)sigaddset(&ending, SIGTERM);
	(void)sigaddset(&ending, SIGINT);
	(void)sigaddset(&ending, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &ending, &before);
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && !ev_try_again(fd, POLLOUT))
			die_errno("%s", what);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
}

void
ev_flush(struct ev_io *io)
{
	if (io->out_fd < 0)
		return;
	io->progress->in = io->number;
	if (io->out.len > 0 && !io->muted) {
		io->progress->doing = PROGRESS_WRITES;
		write_lines(io->out_fd, io->out.data, io->out.len,
		    "cannot write to stdout");
		io->progress->doing = PROGRESS_WORKS;
		io->progress->out = io->lines_out;
	}
	buf_truncate(&io->out, 0);
}

void
ev_open_rejects(struct ev_io *io)
{
	const char *env = getenv("EMGEN_REJECT_FD");
	char *end;

	io->reject_fd = -1;
	if (io->opts.rejects) {
		io->reject_fd = open(io->opts.rejects,
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		if (io->reject_fd < 0)
			die_errno("%s", io->opts.rejects);
	} else if (env && *env) {
		io->reject_fd = (int)strtol(env, &end, 10);
		if (*end || fcntl(io->reject_fd, F_GETFD) < 0)
			die(EM_PERM, "EMGEN_REJECT_FD: no descriptor: %s", env);
	}
}

void
ev_write(struct ev_io *io, const void *lines, size_t len)
{
	const char *end = (const char *)lines + len;

	if (len == 0)
		return; /* lines may be NULL */
	for (const char *p = lines; (p = memchr(p, '\n', (size_t)(end - p)));
	     p++)
		io->lines_out++;
	buf_add(&io->out, lines, len);
	if (io->out.len >= WRITE_SIZE)
		ev_flush(io);
}

void
ev_forward(struct ev_io *io, const struct ev_line *line)
{
	buf_add(&io->out, line->bytes, line->len);
	io->lines_out++;
	if (io->out.len >= WRITE_SIZE)
		ev_flush(io);
}

/* The run's own id: given, or new when first asked for. */
static const char *
correlation(struct ev_io *io)
{
	if (!*io->correlation)
		id_new(io->correlation);
	return io->correlation;
}

static const char *
cause_member(const json_t *cause, const char *name, const char *given)
{
	return given ? given : ev_str(cause, name);
}

static void
add_head(struct ev_io *io, struct buf *out, const struct ev_head *head,
    char id[ID_TEXT])
{
	const char *run =
	    cause_member(head->cause, "correlationid", head->after.run);
	const char *cause = cause_member(head->cause, "id", head->after.id);
	char now[CLOCK_TEXT];

	if (!*run)
		run = correlation(io);
	id_event(run, io->stage, head->type, head->subject, head->n, id);
	buf_adds(out, "{\"type\":");
	jsonw_string(out, head->type);
	buf_adds(out, ",\"specversion\":\"1.0\",\"id\":");
	jsonw_string(out, id);
	buf_adds(out, ",\"source\":");
	jsonw_string(out, io->stage);
	buf_adds(out, ",\"subject\":");
	jsonw_string(out, head->subject ? head->subject : io->stage);
	buf_adds(out, ",\"time\":");
	jsonw_string(out, clock_format(clock_now_us(), now));
	buf_adds(out, ",\"correlationid\":");
	jsonw_string(out, run);
	buf_adds(out, ",\"causationid\":");
	jsonw_string(out, *cause ? cause : run);
	buf_adds(out, ",\"data\":");
}

struct buf *
ev_begin(struct ev_io *io, const struct ev_head *head)
{
	io->event = io->out.len;
	add_head(io, &io->out, head, io->last_id);
	return &io->out;
}

void
ev_end(struct ev_io *io)
{
	buf_adds(&io->out, "}\n");
	if (io->out.len - io->event > io->opts.max_line) {
		buf_truncate(&io->out, io->event);
		ev_flush(io);
		die(EM_PERM, "an event would be longer than %zu bytes",
		    io->opts.max_line);
	}
	io->lines_out++;
	if (io->out.len >= WRITE_SIZE)
		ev_flush(io);
}

static int
append(const char *bytes, size_t len, void *out)
{
	buf_add(out, bytes, len);
	return 0;
}

void
ev_emit(struct ev_io *io, const struct ev_head *head, json_t *data_take)
{
	struct buf *out = ev_begin(io, head);

	if (json_dump_callback(data_take, append, out, JSON_COMPACT))
		die(EM_PERM, "%s: data that is no JSON", head->type);
	ev_end(io);
	json_decref(data_take);
}

struct buf *
ev_held(struct ev_io *io)
{
	return &io->out;
}

bool
ev_can_reject(const struct ev_io *io)
{
	return io->reject_fd >= 0;
}

void
ev_mute(struct ev_io *io)
{
	buf_truncate(&io->out, 0);
	io->muted = true;
}

const char *
ev_last_id(const struct ev_io *io)
{
	return io->last_id;
}

static void
add_rejected(struct ev_io *io, struct buf *out, const struct ev_line *line,
    const char *reason)
{
	struct ev_head head = { .type = "EventRejected",
		.subject = io->stage,
		.n = io->rejects++ };
	char id[ID_TEXT];

	add_head(io, out, &head, id);
	buf_adds(out, "{\"reason\":");
	jsonw_string(out, reason);
	buf_adds(out, ",\"stage\":");
	jsonw_string(out, io->stage);
	buf_addf(out, ",\"line\":%zu,\"offset\":%zu,\"original\":\"",
	    line->number, line->offset);
	base64_add(out, line->bytes,
	    line->len < EV_ORIGINAL_MAX ? line->len : EV_ORIGINAL_MAX);
	buf_adds(out, "\"}}\n");
}

void
ev_reject(struct ev_io *io, const struct ev_line *line, const char *fmt, ...)
{
	struct buf reason = BUF_INIT, out = BUF_INIT;
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (io->reject_fd < 0 && io->opts.partial) {
		die_warn("%s: line %zu: %s", io->name, line->number, text);
		return;
	}
	if (io->reject_fd < 0) {
		ev_flush(io);
		ev_stop(io, line, text);
		return;
	}
	buf_adds(&reason, text);
	buf_truncate(&reason, utf8_valid(reason.data, reason.len));
	add_rejected(io, &out, line, buf_peek(&reason));
	write_lines(
	    io->reject_fd, out.data, out.len, "cannot write to rejects");
	buf_clear(&reason);
	buf_clear(&out);
}
