/* process - the holder and the programs of a line that runs (process.h). */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "mem.h"
#include "messages.h"
#include "proc.h"
#include "progress.h"
#include "run.h"
#include "tell.h"

enum {
	MESSAGE_MAX = 4096,
	DIED_OF_SIGPIPE = 128 + SIGPIPE,
	DIED_OF_SIGTERM = 128 + SIGTERM
};

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

void
process_init(struct group *g)
{
	run_find(g);
	g->lifeline = g->reports = -1;
	g->members = mem_zalloc(g->line->count, sizeof(*g->members));
	for (size_t i = 0; i < g->line->count; i++) {
		struct member *m = &g->members[i];
		void *map = MAP_FAILED;

		m->name = g->line->programs[i].name;
		m->ready = m->messages = -1;
		m->progress_fd = memfd_create("emgen", MFD_CLOEXEC);
		if (m->progress_fd >= 0 &&
		    ftruncate(m->progress_fd, sizeof(struct progress)) == 0)
			map = mmap(NULL, sizeof(struct progress),
			    PROT_READ | PROT_WRITE, MAP_SHARED, m->progress_fd,
			    0);
		if (map == MAP_FAILED)
			die_errno("memfd");
		m->progress = map;
	}
}

/* --- starting --- */

static int
make_outfits(struct group *g, struct outfit *outfits, struct em_err *err)
{
	for (size_t i = 0; i < g->line->count; i++) {
		struct member *m = &g->members[i];
		int pipe[2];

		close_fd(&m->messages); /* of an earlier run */
		close_fd(&m->ready);
		*m->progress = (struct progress){ 0 };
		outfits[i] = (struct outfit){ -1, -1, m->progress_fd };
		if (proc_pipe(pipe, err) < 0)
			return -1;
		m->messages = pipe[0];
		outfits[i].messages = pipe[1];
		(void)fcntl(m->messages, F_SETFL, O_NONBLOCK);
		if (!lines_ready(&g->line->programs[i]))
			continue;
		if (proc_pipe(pipe, err) < 0)
			return -1;
		m->ready = pipe[0];
		outfits[i].ready = pipe[1];
	}
	return 0;
}

int
process_start(struct group *g)
{
	size_t n = g->line->count;
	struct outfit *outfits = mem_zalloc(n, sizeof(*outfits));
	int life[2] = { -1, -1 }, reports[2] = { -1, -1 };
	struct em_err err;

	if (!g->line->works)
		run_begin(g);
	g->holder = -1;
	if (make_outfits(g, outfits, &err) == 0 && proc_pipe(life, &err) == 0 &&
	    proc_pipe(reports, &err) == 0)
		g->holder = fork();
	if (g->holder == 0) {
		const struct held held = { g->file, g->line, outfits, g->lock,
			g->line->works ? NULL : g->run, life[0], reports[1],
			g->rejects, g->last };

		holder_run(&held);
	}
	for (size_t i = 0; i < n; i++) {
		close_fd(&outfits[i].messages);
		close_fd(&outfits[i].ready);
	}
	free(outfits);
	close_fd(&life[0]);
	close_fd(&reports[1]);
	g->lifeline = life[1];
	g->reports = reports[0];
	if (g->holder > 0)
		return fcntl(g->reports, F_SETFL, O_NONBLOCK);
	tell(g->line->head->name, "cannot start: %s", strerror(errno));
	close_fd(&g->lifeline);
	close_fd(&g->reports);
	g->holder = 0;
	return -1;
}

void
process_signal(struct group *g, size_t program, int signal)
{
	const struct order order = { (unsigned)program, signal };

	if (g->lifeline >= 0)
		(void)!write(g->lifeline, &order, sizeof(order));
}

void
process_cut(struct group *g)
{
	close_fd(&g->lifeline);
}

/* --- what comes from them --- */

/* Death of SIGPIPE: a later one had gone, and that one says why. */
static bool
ended_well(const struct group *g, const struct member *m)
{
	int code = proc_code_of_status(m->status);
	const char *list = file_text(
	    g->file, g->line->programs[m - g->members].section, OK_CODES);
	bool good =
	    code == DIED_OF_SIGPIPE && m + 1 < g->members + g->line->count;

	for (char *word; !good && (word = file_word(&list, FILE_LIST));
	     free(word))
		good = strtol(word, NULL, 10) == code;
	return good;
}

/*
 * The first of the line that failed by itself: those behind it fail since their
 * input ends early, and may be quicker to end than one that dumps its memory.
 * True when it is the first to be seen.
 */
static bool
blame(struct group *g, const struct member *m)
{
	bool first = !g->culprit;
	bool obeyed =
	    m->told && proc_code_of_status(m->status) == DIED_OF_SIGTERM;

	if (ended_well(g, m) || obeyed || (!first && m > g->culprit))
		return false;
	g->culprit = m;
	return first;
}

static enum event
take_report(struct group *g, const struct report *report)
{
	struct member *m = &g->members[report->program];

	m->since = clock_monotonic_us();
	if (!report->ended) {
		m->pid = report->pid;
		m->told = false;
		m->starts++;
		tell_started(g, m);
		return EVENTS_OF;
	}
	m->status = report->status;
	tell_exited(g, m);
	m->pid = 0;
	return blame(g, m) ? ON_FAILED : EVENTS_OF;
}

/* All is over: what it comes to. */
static enum event
verdict(const struct group *g, bool whole)
{
	int code = g->culprit ? proc_code_of_status(g->culprit->status) : EM_OK;

	if (g->culprit && g->line->head->value[FROM].text &&
	    lseek(STDIN_FILENO, 0, SEEK_CUR) < 0)
		return ON_USELESS; /* a pipe: what was read of it is gone */
	if (g->late || !whole)
		return ON_RETRY;
	if (code == EM_PERM || (code >= EM_MISUSE && code <= EM_NOTFOUND))
		return ON_USELESS;
	return g->culprit ? ON_RETRY : ON_GOOD;
}

static enum event
end(struct group *g)
{
	bool whole = true;

	close_fd(&g->reports);
	close_fd(&g->lifeline);
	for (size_t i = 0; i < g->line->count; i++) {
		struct member *m = &g->members[i];

		whole &= m->pid == 0;
		m->pid = 0;
		messages_end(m);
	}
	g->holder = 0;
	return verdict(g, whole);
}

int
process_reports(struct group *g, enum event *event)
{
	struct report report;
	ssize_t n = read(g->reports, &report, sizeof(report));

	if (n < 0)
		return 0;
	*event =
	    n == (ssize_t)sizeof(report) ? take_report(g, &report) : end(g);
	return 1;
}

enum event
process_ready(struct member *member)
{
	char byte;
	ssize_t n = read(member->ready, &byte, 1);

	if (n == 1 && byte != '\n')
		return EVENTS_OF;
	close_fd(&member->ready);
	return n == 1 ? ON_READY : EVENTS_OF;
}
