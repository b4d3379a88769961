/* group - what the table of states does to a line (group.h). */
#include "group.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "clock.h"
#include "die.h"
#include "proc.h"
#include "process.h"
#include "run.h"
#include "tell.h"

enum { SECOND = 1000000, BURST_SECONDS = 10 };

static double
number(const struct group *g, enum key key)
{
	return file_number(g->file, g->line->head, key);
}

static void
set_due(struct group *g, double seconds)
{
	g->due = clock_monotonic_us() + (int64_t)(seconds * SECOND);
}

/* All programs from one on, or those before it. */
static void
signal_range(struct group *g, size_t from, size_t to, int signal)
{
	for (size_t i = from; i < to; i++)
		if (g->members[i].pid > 0)
			process_signal(g, i, signal);
}

enum state
group_start(struct group *g)
{
	double timeout = g->line->works ? 0 : number(g, TIMEOUT);

	g->due = 0;
	g->culprit = NULL;
	g->late = g->again = false;
	if (g->state == DONE || g->state == PARKED)
		run_end(g);
	if (g->state == DONE || g->state == PARKED || g->state == STOPPED)
		g->tries = 0;
	if (process_start(g) < 0)
		return group_retry(g);
	if (timeout > 0)
		set_due(g, timeout);
	return group_ready(g);
}

enum state
group_ready(struct group *g)
{
	for (size_t i = 0; i < g->line->count; i++)
		if (g->members[i].ready >= 0)
			return STARTING;
	return RUNNING;
}

/* The grace period begins: who reads sees an end, who writes is told to. */
enum state
group_bring_down(struct group *g)
{
	size_t culprit =
	    g->culprit ? (size_t)(g->culprit - g->members) : g->line->count;

	process_signal(g, 0, 0);
	for (size_t i = 0; i < culprit; i++)
		g->members[i].told = true;
	signal_range(g, 0, culprit, SIGTERM);
	signal_range(g, 0, g->line->count, SIGCONT);
	set_due(g, number(g, GRACE));
	return FAILING;
}

enum state
group_late(struct group *g)
{
	g->late = true;
	tell(g->line->head->name, "takes longer than %g s", number(g, TIMEOUT));
	return group_bring_down(g);
}

enum state
group_stop(struct group *g)
{
	process_signal(g, 0, 0);
	signal_range(g, 0, g->line->in ? 0 : 1, SIGTERM);
	signal_range(g, 0, g->line->count, SIGCONT);
	set_due(g, number(g, GRACE));
	return STOPPING;
}

enum state
group_restart(struct group *g)
{
	g->again = true;
	return g->state == STOPPING ? STOPPING : group_stop(g);
}

enum state
group_stopped(struct group *g)
{
	g->due = 0;
	g->goes_on = *g->run;
	if (!g->again)
		return STOPPED;
	g->tries = 0;
	set_due(g, 0);
	return WAITING;
}

enum state
group_kill(struct group *g)
{
	tell(g->line->head->name, "has not ended in time: killed");
	g->due = 0;
	process_cut(g);
	return g->state;
}

enum state
group_pause(struct group *g)
{
	signal_range(g, 0, g->line->count, SIGSTOP);
	g->due = 0;
	return PAUSED;
}

enum state
group_resume(struct group *g)
{
	signal_range(g, 0, g->line->count, SIGCONT);
	return group_ready(g);
}

/* A line with every = comes again, and a worker as long as its queue fills. */
enum state
group_good(struct group *g)
{
	bool comes_again = g->line->works
			       ? !g->last
			       : g->line->head->value[EVERY].text != NULL;

	g->due = 0;
	g->tries = 0;
	if (!comes_again)
		return DONE;
	run_end(g);
	set_due(g, number(g, g->line->works ? MINIMUM : EVERY));
	return WAITING;
}

/* The line was to end, and its work is done: for good if everything ends. */
enum state
group_ended(struct group *g)
{
	run_end(g);
	return g->ending && !g->line->works ? DONE : group_stopped(g);
}

/* --- failing --- */

static const char *
explain(const struct group *g)
{
	static char text[256];

	if (g->late)
		return "took too long";
	if (!g->culprit)
		return "its holder was killed";
	(void)snprintf(text, sizeof(text), "%s %s", g->culprit->name,
	    proc_explain(proc_code_of_status(g->culprit->status)));
	return text;
}

enum state
group_park(struct group *g)
{
	int code = g->culprit ? proc_code_of_status(g->culprit->status) : 0;

	g->due = 0;
	g->code = g->late ? EM_TEMP : proc_verdict(code);
	if (!*g->why)
		(void)snprintf(g->why, sizeof(g->why), "%s: %s", explain(g),
		    code == EM_PERM     ? "a retry is useless"
		    : code >= EM_MISUSE ? "it cannot be run as it is"
					: "its input cannot be read again");
	tell_parked(g);
	return PARKED;
}

/*
 * A database that has changed since an earlier try gives other events under the
 * ids that are known already, and no try can go on with them: as another run it
 * may.
 */
enum state
group_useless(struct group *g)
{
	bool again = g->goes_on && !g->line->works &&
		     !g->line->head->value[FROM].text &&
		     proc_code_of_status(g->culprit->status) == EM_PERM;

	if (!again)
		return group_park(g);
	tell(g->line->head->name, "%s: again, as another run", explain(g));
	run_end(g);
	set_due(g, 0);
	return WAITING;
}

/* Counts a failure; true when there were too many in a short time. */
static bool
is_burst(struct group *g)
{
	size_t burst = (size_t)number(g, BURST);
	int64_t now = clock_monotonic_us();

	memmove(g->failures + 1, g->failures,
	    sizeof(g->failures) - sizeof(*g->failures));
	g->failures[0] = now;
	if (burst == 0 || burst > BURST_MAX || !g->failures[burst - 1])
		return false;
	return now - g->failures[burst - 1] < (int64_t)BURST_SECONDS * SECOND;
}

/* The n-th of the list, the last for all behind it, give or take the jitter. */
static double
backoff(const struct group *g)
{
	const struct section *s = /* a queue's is that of its jobs */
	    g->line->works ? g->file->sections : g->line->head;
	const char *list = file_text(g->file, s, BACKOFF);
	double jitter = number(g, JITTER) / 100, seconds = 0;
	double low = number(g, MINIMUM), high = number(g, MAXIMUM);
	uint32_t random = 0;
	char *word;

	for (unsigned i = 0;
	     i < g->tries && (word = file_word(&list, FILE_LIST)); i++) {
		seconds = strtod(word, NULL);
		free(word);
	}
	(void)!getrandom(&random, sizeof(random), 0);
	seconds *= 1 + jitter * (2.0 * random / UINT32_MAX - 1);
	return seconds < low ? low : seconds > high ? high : seconds;
}

enum state
group_retry(struct group *g)
{
	unsigned most = g->line->works ? 0 : (unsigned)number(g, TRIES);
	bool burst = is_burst(g);
	double seconds;

	g->tries++;
	g->retries++;
	g->goes_on = true;
	*g->why = '\0';
	if (most > 0 && g->tries >= most)
		(void)snprintf(g->why, sizeof(g->why),
		    "%u tries, at the last one %s", g->tries, explain(g));
	else if (burst)
		(void)snprintf(g->why, sizeof(g->why),
		    "failed %g times in %d s, at last %s", number(g, BURST),
		    BURST_SECONDS, explain(g));
	if (*g->why)
		return group_park(g);
	seconds = backoff(g);
	set_due(g, seconds);
	tell(g->line->head->name, "%s: again in %.3g s", explain(g), seconds);
	return WAITING;
}
