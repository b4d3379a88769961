/* process - the holder and the programs of a line that runs (process.h). */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "compose.h"
#include "die.h"
#include "mem.h"
#include "proc.h"
#include "tell.h"

enum {
	KEPT = 3,        /* descriptors of a program */
	LAST_WORDS = 64, /* reads, for what is in a pipe; more may come */
	DIED_OF_SIGTERM = 128 + SIGTERM
};

void
process_init(struct line *line)
{
	runid_find(&line->run, line->lock);
	line->hold = (struct hold)HOLD_INIT;
	line->keep =
	    mem_zalloc(KEPT * line->plan->count + 1, sizeof(*line->keep));
	line->members = mem_zalloc(line->plan->count, sizeof(*line->members));
	for (size_t i = 0; i < line->plan->count; i++) {
		struct member *m = &line->members[i];

		m->program = &line->plan->programs[i];
		m->line = line;
		m->says = m->ready = (struct channel){ -1, -1 };
		m->progress = progress_make(&m->progress_fd);
		if (!m->progress)
			die_errno("memfd");
	}
}

/* --- starting --- */

/* In place of one of an earlier run. */
static int
open_channel(struct channel *channel, struct em_err *err)
{
	int fd[2];

	proc_shut(&channel->ours);
	if (proc_pipe(fd, err) < 0)
		return -1;
	*channel = (struct channel){ fd[0], fd[1] };
	return fcntl(channel->ours, F_SETFL, O_NONBLOCK);
}

/* For each program, and noted as what its holder needs. */
static int
open_channels(struct line *line, struct em_err *err)
{
	int *keep = line->keep;

	for (size_t i = 0; i < line->plan->count; i++) {
		struct member *m = &line->members[i];

		m->pid = -1;
		m->told = false;
		*m->progress = (struct progress){ 0 };
		if (open_channel(&m->says, err) < 0 ||
		    (m->program->as.ready_number >= 0 &&
			open_channel(&m->ready, err) < 0))
			return -1;
		*keep++ = m->says.its;
		*keep++ = m->ready.its;
		*keep++ = m->progress_fd;
	}
	*keep = line->rejects;
	return 0;
}

int
process_start(struct line *line)
{
	size_t n = line->plan->count;
	const struct hold_spec spec = { line->lock, n, line->keep, KEPT * n + 1,
		compose, line };
	struct em_err err;
	int rc;

	rc = line->plan->works ? 0 : runid_begin(&line->run, &err);
	if (rc == 0)
		rc = open_channels(line, &err);
	if (rc == 0)
		rc = hold_start(&line->hold, &spec, &err);
	for (size_t i = 0; i < n; i++) {
		proc_shut(&line->members[i].says.its);
		proc_shut(&line->members[i].ready.its);
	}
	if (rc < 0) {
		tell(line->plan->name, "cannot start: %s", err.msg);
		line->code = EM_TEMP;
	}
	return rc;
}

/* --- what programs say --- */

static void
say(const void *ctx, const char *line)
{
	const struct member *m = ctx;

	tell(m->program->name, "%s", line);
}

/* True when there may be more. */
static bool
hear(struct member *m)
{
	int rc = messages_read(&m->messages, m->says.ours, say, m);

	if (rc < 0)
		proc_shut(&m->says.ours);
	return rc > 0;
}

/* One that never stops is not waited for. */
void
process_messages(void *ctx)
{
	(void)hear(ctx);
}

void
process_ready(void *ctx)
{
	struct member *m = ctx;
	char byte = '\0';

	if (read(m->ready.ours, &byte, 1) == 1 && byte != '\n')
		return;
	proc_shut(&m->ready.ours);
	if (byte == '\n')
		line_event(m->line, ON_READY);
}

/* --- reports --- */

/*
 * The first of the line that failed by itself: those behind it fail since their
 * input ends early, and may be quicker to end than one that dumps its memory.
 * Death of SIGPIPE is none: a later one had gone, and that one says why.  True
 * when it is the first to be seen.
 */
static bool
blame(struct line *line, const struct member *m)
{
	int code = proc_code_of_status(m->status);
	bool is_last = m + 1 == line->members + line->plan->count;
	bool first = !line->culprit;

	if (m->program->good[code] || (code == PROC_SIGPIPE && !is_last) ||
	    (code == DIED_OF_SIGTERM && m->told) ||
	    (!first && m > line->culprit))
		return false;
	line->culprit = m;
	line->code = code;
	return first;
}

static void
take_report(struct line *line, const struct hold_report *report)
{
	struct member *m = &line->members[report->program];

	m->since = clock_monotonic_us();
	if (!report->ended) {
		m->pid = report->pid;
		m->starts++;
		tell_started(m);
		return;
	}
	m->status = report->status;
	tell_exited(m);
	m->pid = 0;
	if (blame(line, m))
		line_event(line, ON_FAILED);
}

/*
 * All is over: what it comes to.  It is not whole when the holder was killed
 * with programs that ran, or before they did.
 */
static enum event
verdict(const struct line *line, bool whole)
{
	if (line->culprit && line->plan->from_stdin &&
	    lseek(STDIN_FILENO, 0, SEEK_CUR) < 0)
		return ON_USELESS; /* a pipe: what was read of it is gone */
	if (line->late || !whole)
		return ON_RETRY;
	if (line->code == PROC_SIGPIPE && proc_unread(STDOUT_FILENO))
		return ON_USELESS;
	if (line->code == EM_PERM || proc_cannot_run(line->code))
		return ON_USELESS;
	return line->culprit ? ON_RETRY : ON_GOOD;
}

static void
end(struct line *line)
{
	bool whole = true;

	for (size_t i = 0; i < line->plan->count; i++) {
		struct member *m = &line->members[i];

		whole &= m->pid == 0;
		m->pid = 0;
		for (int turn = 0; turn < LAST_WORDS && hear(m);)
			turn++;
	}
	line_event(line, verdict(line, whole));
}

void
process_reports(void *ctx)
{
	struct line *line = ctx;
	struct hold_report report;
	int rc;

	while ((rc = hold_next(&line->hold, &report)) > 0)
		take_report(line, &report);
	if (rc < 0)
		end(line);
}
