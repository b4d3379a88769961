/* tell - what the supervisor says (tell.h). */
#include "tell.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "ev.h"
#include "messages.h"

static int events = -1;
static struct ev_io *io; /* makes the lines, and holds them */

void
tell(const char *name, const char *fmt, ...)
{
	char text[4 * MESSAGES_MAX + 64], safe[sizeof(text)], now[CLOCK_TEXT];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)fprintf(stderr, "%s %s: %s\n", clock_format(clock_now_us(), now),
	    name, die_printable(safe, sizeof(safe), text));
}

void
tell_open(const char *path)
{
	static char null[] = "/dev/null";
	static char *const files[] = { null, NULL };
	static const struct ev_opts opts = EV_OPTS_INIT;

	if (!path)
		return;
	io = ev_open(files, -1, &opts);
	events = open(
	    path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0666);
	if (events < 0)
		die_errno("%s", path);
}

/* One event in one write, with an id that no other start shares. */
static void
emit(const struct member *m, const char *type, json_t *more_take)
{
	const char *run = m->line->run.id;
	json_t *cause =
	    json_pack("{s:s, s:s}", "correlationid", run, "id", run);
	json_t *data = json_pack("{s:s, s:i}", "stage", m->program->name,
	    "starts", (int)(m->starts ? m->starts : 1));
	struct ev_head head = { .type = type,
		.subject = m->program->name,
		.cause = cause,
		.n = (unsigned)(clock_now_us() / 1000) };

	(void)json_object_update(data, more_take);
	json_decref(more_take);
	ev_emit(io, &head, data);
	if (write(events, ev_held(io)->data, ev_held(io)->len) !=
	    (ssize_t)ev_held(io)->len)
		tell("supervise", "cannot write events: %s", strerror(errno));
	buf_truncate(ev_held(io), 0);
	json_decref(cause);
}

void
tell_started(const struct member *m)
{
	if (events >= 0)
		emit(m, "StageStarted", json_pack("{s:i}", "pid", (int)m->pid));
}

void
tell_exited(const struct member *m)
{
	bool killed = WIFSIGNALED(m->status);

	if (events >= 0 && m->pid > 0)
		emit(m, "StageExited",
		    json_pack("{s:i, s:i}", "pid", (int)m->pid,
			killed ? "signal" : "code",
			killed ? WTERMSIG(m->status) : WEXITSTATUS(m->status)));
}

void
tell_parked(const struct line *line)
{
	const struct member *m =
	    line->culprit && !line->late ? line->culprit : line->members;

	tell(m->program->name, "parked: %s", line->why);
	if (events >= 0)
		emit(m, "StageParked", json_pack("{s:s}", "reason", line->why));
}
