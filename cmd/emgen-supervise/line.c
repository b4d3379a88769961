/* line - what happens to a line, in every state (line.h). */
#include "line.h"

#include <signal.h>
#include <stdio.h>

#include "clock.h"
#include "die.h"
#include "proc.h"
#include "process.h"
#include "tell.h"

static void
set_due(struct line *line, double seconds)
{
	line->due = clock_monotonic_us() + (int64_t)(seconds * 1e6);
}

static void
set_timeout(struct line *line)
{
	if (line->plan->timeout > 0)
		set_due(line, line->plan->timeout);
}

/* All programs from the first on, those included that have yet to start. */
static void
signal_first(struct line *line, size_t count, int signal)
{
	for (size_t i = 0; i < count; i++)
		if (line->members[i].pid != 0)
			hold_signal(&line->hold, i, signal);
}

/* The grace begins.  CONT goes before TERM: behind it, a sanitizer may hang. */
static void
end_first(struct line *line, size_t count)
{
	hold_end_fifo(&line->hold);
	signal_first(line, line->plan->count, SIGCONT);
	signal_first(line, count, SIGTERM);
	set_due(line, line->plan->grace);
}

/* --- failing --- */

static const char *
explain(const struct line *line)
{
	static char text[256];

	if (line->late)
		return "took too long";
	if (!line->culprit)
		return line->code ? "it could not start"
				  : "its holder was killed";
	(void)snprintf(text, sizeof(text), "%s %s",
	    line->culprit->program->name, proc_explain(line->code));
	return text;
}

static enum state
do_park(struct line *line)
{
	int code = line->code;

	line->due = 0;
	if (!*line->why)
		(void)snprintf(line->why, sizeof(line->why), "%s: %s",
		    explain(line),
		    code == EM_PERM         ? "a retry is useless"
		    : proc_cannot_run(code) ? "it cannot be run as it is"
		    : code == PROC_SIGPIPE  ? "nobody reads its output"
					    : "its input cannot be read again");
	line->code =
	    line->late || !line->culprit ? EM_TEMP : proc_verdict(code);
	tell_parked(line);
	return PARKED;
}

/*
 * A database that has changed since an earlier try gives other events under the
 * ids that are known already, and no try can go on with them: as another run it
 * may.
 */
static enum state
do_useless(struct line *line)
{
	if (!line->run.goes_on || line->plan->works || line->plan->from_stdin ||
	    line->code != EM_PERM)
		return do_park(line);
	tell(line->plan->name, "%s: again, as another run", explain(line));
	runid_end(&line->run);
	set_due(line, 0);
	return WAITING;
}

static enum state
do_retry(struct line *line)
{
	const struct retry_rules *rules = &line->plan->retry;
	double seconds;

	line->run.goes_on = true;
	*line->why = '\0';
	switch (retry_failed(&line->retry, rules, clock_monotonic_us())) {
	case RETRY_TRIES:
		(void)snprintf(line->why, sizeof(line->why),
		    "%u %s, at the last one %s", line->retry.tries,
		    line->retry.tries == 1 ? "try" : "tries", explain(line));
		return do_park(line);
	case RETRY_BURST:
		(void)snprintf(line->why, sizeof(line->why),
		    "failed %g times in %d s, at last %s", rules->burst,
		    RETRY_BURST_SECONDS, explain(line));
		return do_park(line);
	default:
		seconds = retry_seconds(&line->retry, rules);
		set_due(line, seconds);
		tell(line->plan->name, "%s: again in %.3g s", explain(line),
		    seconds);
		return WAITING;
	}
}

static enum state
do_bring_down(struct line *line)
{
	size_t culprit = line->culprit ? (size_t)(line->culprit - line->members)
				       : line->plan->count;

	for (size_t i = 0; i < culprit; i++)
		line->members[i].told = true;
	end_first(line, culprit);
	return FAILING;
}

static enum state
do_late(struct line *line)
{
	line->late = true;
	tell(line->plan->name, "takes longer than %g s", line->plan->timeout);
	return do_bring_down(line);
}

/* --- running --- */

static enum state
do_ready(struct line *line)
{
	for (size_t i = 0; i < line->plan->count; i++)
		if (line->members[i].ready.ours >= 0)
			return STARTING;
	return RUNNING;
}

static enum state
do_start(struct line *line)
{
	line->due = 0;
	line->culprit = NULL;
	line->code = EM_OK;
	line->late = line->again = false;
	if (line->state == DONE || line->state == PARKED)
		runid_end(&line->run);
	if (line->state != WAITING)
		line->retry.tries = 0;
	if (process_start(line) < 0)
		return do_retry(line);
	set_timeout(line);
	return do_ready(line);
}

static enum state
do_pause(struct line *line)
{
	signal_first(line, line->plan->count, SIGSTOP);
	line->due = 0;
	return PAUSED;
}

static enum state
do_resume(struct line *line)
{
	signal_first(line, line->plan->count, SIGCONT);
	set_timeout(line);
	return do_ready(line);
}

/* A line with every = comes again, and a worker as long as its queue fills. */
static enum state
do_good(struct line *line)
{
	line->due = 0;
	line->retry.tries = 0;
	if (line->plan->every < 0 || line->last)
		return DONE;
	runid_end(&line->run);
	set_due(line, line->plan->every);
	return WAITING;
}

/* --- stopping --- */

static enum state
do_stop(struct line *line)
{
	end_first(line, line->plan->in ? 0 : 1);
	return STOPPING;
}

static enum state
do_restart(struct line *line)
{
	line->again = true;
	return line->state == STOPPING ? STOPPING : do_stop(line);
}

static enum state
do_stopped(struct line *line)
{
	line->due = 0;
	line->run.goes_on = *line->run.id;
	if (line->again)
		line->retry.tries = 0;
	return line->again ? WAITING : STOPPED;
}

/* The line was to end, and its work is done: for good if everything ends. */
static enum state
do_ended(struct line *line)
{
	runid_end(&line->run);
	return line->ending && !line->plan->works ? DONE : do_stopped(line);
}

static enum state
do_kill(struct line *line)
{
	tell(line->plan->name, "has not ended in time: killed");
	line->due = 0;
	hold_cut(&line->hold);
	return line->state;
}

/* --- the table: as a picture in doc/SUPERVISE.md, which a test compares --- */
/* clang-format off */
static enum state (*const table[STATES][EVENTS])(struct line *) = {
[WAITING] = {
	[ON_DUE] = do_start,		[ON_START] = do_start,
	[ON_STOP] = do_stopped,		[ON_RESTART] = do_start,
},
[STARTING] = {
	[ON_DUE] = do_late,		[ON_READY] = do_ready,
	[ON_FAILED] = do_bring_down,	[ON_GOOD] = do_good,
	[ON_RETRY] = do_retry,		[ON_USELESS] = do_useless,
	[ON_STOP] = do_stop,		[ON_RESTART] = do_restart,
	[ON_PAUSE] = do_pause,
},
[RUNNING] = {
	[ON_DUE] = do_late,
	[ON_FAILED] = do_bring_down,	[ON_GOOD] = do_good,
	[ON_RETRY] = do_retry,		[ON_USELESS] = do_useless,
	[ON_STOP] = do_stop,		[ON_RESTART] = do_restart,
	[ON_PAUSE] = do_pause,
},
[PAUSED] = {
	[ON_FAILED] = do_bring_down,	[ON_GOOD] = do_good,
	[ON_RETRY] = do_retry,		[ON_USELESS] = do_useless,
	[ON_STOP] = do_stop,		[ON_RESTART] = do_restart,
	[ON_RESUME] = do_resume,
},
[FAILING] = {
	[ON_DUE] = do_kill,
	[ON_RETRY] = do_retry,		[ON_USELESS] = do_useless,
	[ON_STOP] = do_stop,		[ON_RESTART] = do_restart,
},
[STOPPING] = {
	[ON_DUE] = do_kill,		[ON_GOOD] = do_ended,
	[ON_RETRY] = do_stopped,	[ON_USELESS] = do_stopped,
	[ON_RESTART] = do_restart,
},
[DONE] = { [ON_START] = do_start,	[ON_RESTART] = do_start },
[PARKED] = { [ON_START] = do_start,	[ON_RESTART] = do_start },
[STOPPED] = { [ON_START] = do_start,	[ON_RESTART] = do_start },
};
/* clang-format on */

void
line_event(struct line *line, enum event event)
{
	enum state before = line->state;

	if (!table[before][event])
		return;
	line->state = table[before][event](line);
	if (line->state != before)
		line->since = clock_monotonic_us();
}
