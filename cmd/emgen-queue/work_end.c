/* work_end - when a worker takes no more jobs, and ends (worker.h). */
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "worker.h"

void
worker_drain(struct worker *w, int code)
{
	if (code != EM_OK && w->code == EM_OK)
		w->code = code;
	if (w->draining)
		return;
	w->draining = true;
	if (w->opt.grace > 0)
		w->press_at =
		    clock_monotonic_us() + (int64_t)(w->opt.grace * 1e6);
}

void
worker_press(struct worker *w)
{
	worker_drain(w, EM_OK);
	w->pressed = true;
	w->press_at = 0;
	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].has_job)
			seat_abort(&w->seats[i], OUTCOME_INTERRUPTED,
			    "interrupted", "the worker ends");
}

bool
worker_may_claim(const struct worker *w)
{
	return !w->draining && !w->paused && w->failure.code == EM_OK &&
	       feed_held(&w->out) < WORK_OUT_MAX &&
	       (w->opt.max_jobs == 0 || w->jobs < w->opt.max_jobs) &&
	       clock_monotonic_us() >= w->rest_until;
}

bool
worker_is_busy(const struct worker *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].has_job)
			return true;
	return false;
}

/* Pages that are resident, of ourselves. */
static int64_t
own_memory_mib(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	int64_t resident = 0; /* its second number */
	char line[128], *rest;

	if (!file)
		return 0;
	if (fgets(line, sizeof(line), file)) {
		(void)strtoll(line, &rest, 10);
		resident = strtoll(rest, NULL, 10);
	}
	(void)fclose(file);
	return resident * sysconf(_SC_PAGESIZE) / (1 << 20);
}

/* What the options say about the end, when nothing is left to do. */
void
worker_look_whether_done(struct worker *w)
{
	const struct work_options *opt = &w->opt;

	if (!w->draining && !worker_is_busy(w) &&
	    (((opt->once || opt->stop_when_empty) && w->saw_none) ||
		w->saw_all_done))
		worker_drain(w, EM_OK);
}

/* What they say about it while there is something to do. */
void
worker_look_for_limits(struct worker *w)
{
	const struct work_options *opt = &w->opt;
	int64_t now = clock_monotonic_us();

	if (w->press_at && now >= w->press_at)
		worker_press(w);
	if (w->draining)
		return;
	if ((opt->max_jobs && w->jobs >= opt->max_jobs) ||
	    (opt->once && w->jobs > 0) ||
	    (opt->max_time && now - w->started >= opt->max_time * WORK_SECOND))
		worker_drain(w, EM_OK);
	if (now >= w->memory_at && own_memory_mib() > opt->memory) {
		die_note("it uses more than --memory %lld MiB",
		    (long long)opt->memory);
		worker_drain(w, WORK_OUT_OF_MEMORY);
	}
	if (now >= w->memory_at)
		w->memory_at = now + WORK_SECOND;
}

bool
worker_is_over(const struct worker *w)
{
	return w->given_up ||
	       (w->draining && !worker_is_busy(w) &&
		   (feed_held(&w->out) == 0 || w->pressed || w->out.broken));
}
