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

static int events = -1;
static struct ev_io *io; /* makes the lines, and holds them */

void
tell(const char *name, const char *fmt, ...)
{
	char text[4097 + 64], safe[2 * sizeof(text)], now[CLOCK_TEXT];
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
emit(const struct group *g, const char *type, const char *name,
    json_t *data_take)
{
	struct ev_head head = { .type = type,
		.subject = name,
		.n = (unsigned)(clock_now_us() / 1000) };
	json_t *cause = json_pack("{s:s, s:s}", "correlationid",
	    *g->run ? g->run : "", "id", *g->run ? g->run : "");

	head.cause = cause;
	ev_emit(io, &head, data_take);
	if (write(events, ev_held(io)->data, ev_held(io)->len) !=
	    (ssize_t)ev_held(io)->len)
		tell("supervise", "cannot write events: %s", strerror(errno));
	buf_truncate(ev_held(io), 0);
	json_decref(cause);
}

void
tell_started(const struct group *g, const struct member *m)
{
	if (events >= 0)
		emit(g, "StageStarted", m->name,
		    json_pack("{s:s, s:i, s:i}", "stage", m->name, "pid",
			(int)m->pid, "starts", (int)m->starts));
}

void
tell_exited(const struct group *g, const struct member *m)
{
	bool killed = WIFSIGNALED(m->status);

	if (events >= 0 && m->pid > 0)
		emit(g, "StageExited", m->name,
		    json_pack("{s:s, s:i, s:i, s:i}", "stage", m->name, "pid",
			(int)m->pid, killed ? "signal" : "code",
			killed ? WTERMSIG(m->status) : WEXITSTATUS(m->status),
			"starts", (int)m->starts));
}

void
tell_parked(const struct group *g)
{
	const struct member *m =
	    g->culprit && !g->late ? g->culprit : g->members;

	tell(m->name, "parked: %s", g->why);
	if (events >= 0)
		emit(g, "StageParked", m->name,
		    json_pack("{s:s, s:i, s:s}", "stage", m->name, "starts",
			(int)(m->starts ? m->starts : 1), "reason", g->why));
}
