/* schedule - which lines may run, and whether any can (schedule.h). */
#include "schedule.h"

#include <string.h>

#include "clock.h"
#include "die.h"
#include "tell.h"

enum { FOREVER_MS = -1 };

static bool
has_ended(const struct line *line)
{
	return line->state == DONE || line->state == PARKED;
}

/* The line before is ready, where it says when it is; else done. */
static bool
may_start(const struct line *line)
{
	const struct line *first = line->after;
	bool says = false;

	for (size_t i = 0; first && i < first->plan->count; i++)
		says |= first->members[i].program->as.ready_number >= 0;
	return !first || first->state == DONE ||
	       (says && first->state == RUNNING);
}

/* Something runs, or can still come to run. */
static bool
is_live(const struct supervisor *sv, const struct line *line)
{
	for (size_t i = 0; i <= sv->plan->count && !has_ended(line); i++) {
		if (line->state == STOPPED)
			return sv->told == 0;
		if (line->state != WAITING || may_start(line))
			return true;
		line = line->after;
	}
	return false;
}

/* True when a line still writes into the queue, or will. */
static bool
is_fed(const struct supervisor *sv, const char *queue)
{
	for (size_t i = 0; i < sv->plan->count; i++) {
		const struct plan_line *plan = sv->lines[i].plan;

		for (size_t k = 0; k < plan->fill_count; k++)
			if (strcmp(plan->fills[k], queue) == 0 &&
			    is_live(sv, &sv->lines[i]))
				return true;
	}
	return false;
}

/* A worker whose queue gets no more empties it, and ends. */
static void
end_worker(const struct supervisor *sv, struct line *worker)
{
	if (!worker->plan->is_fed || worker->last || sv->told > 0 ||
	    has_ended(worker) || is_fed(sv, worker->plan->name))
		return;
	worker->last = true;
	line_event(worker, ON_RESTART);
}

int
schedule(struct supervisor *sv)
{
	int64_t now = clock_monotonic_us(), next = INT64_MAX;

	for (size_t i = 0; i < sv->plan->count; i++) {
		struct line *line = &sv->lines[i];
		bool waits = line->state == WAITING;

		end_worker(sv, line);
		if (line->due <= now &&
		    (waits ? may_start(line) : line->due > 0))
			line_event(line, ON_DUE);
		if (line->due > now && line->due < next)
			next = line->due;
	}
	return next == INT64_MAX ? FOREVER_MS : clock_poll_ms(next - now);
}

bool
schedule_live(const struct supervisor *sv)
{
	for (size_t i = 0; i < sv->plan->count; i++)
		if (is_live(sv, &sv->lines[i]))
			return true;
	return false;
}

int
schedule_result(const struct supervisor *sv)
{
	for (size_t i = 0; i < sv->plan->count; i++) {
		const struct line *line = &sv->lines[i];

		if (line->state == PARKED)
			return line->code;
		if (line->state == DONE || line->plan->every >= 0)
			continue;
		tell(line->plan->name, "%s",
		    line->members[0].starts ? "is not complete"
					    : "was not started");
		return EM_TEMP;
	}
	return EM_OK;
}
