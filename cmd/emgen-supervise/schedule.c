/* schedule - which lines may run, and whether any can (schedule.h). */
#include "schedule.h"

#include <string.h>

#include "clock.h"
#include "die.h"
#include "tell.h"

enum { FOREVER_MS = -1 };

static bool
has_ended(const struct group *g)
{
	return g->state == DONE || g->state == PARKED;
}

static const struct group *
before(const struct supervisor *sv, const struct group *g)
{
	return g->line->after ? &sv->groups[g->line->after - sv->lines.line]
			      : NULL;
}

/* Ready, where it says when it is; else done. */
static bool
may_follow(const struct group *first)
{
	bool says = false;

	for (size_t i = 0; first && i < first->line->count; i++)
		says |= lines_ready(&first->line->programs[i]) != NULL;
	return !first || first->state == DONE ||
	       (says && first->state == RUNNING);
}

/* Something runs, or can still come to run. */
static bool
is_live(const struct supervisor *sv, const struct group *g, size_t depth)
{
	const struct group *first = before(sv, g);

	if (has_ended(g))
		return false;
	if (g->state == STOPPED)
		return sv->told == 0;
	if (g->state != WAITING || may_follow(first))
		return true;
	return depth > 0 && is_live(sv, first, depth - 1);
}

/* True when a line still writes into the queue, or will. */
static bool
feeds(const struct supervisor *sv, const struct group *g, const char *queue)
{
	const struct line *line = g->line;

	if (!is_live(sv, g, sv->lines.count))
		return false;
	for (size_t i = 0; i < line->queue_count; i++)
		if (strcmp(line->queues[i], queue) == 0)
			return true;
	return false;
}

/* A worker whose queue gets no more empties it, and ends. */
static void
end_worker(struct supervisor *sv, struct group *worker)
{
	bool fed = !worker->line->is_fed || worker->last || sv->told > 0;

	for (size_t i = 0; i < sv->lines.count && !fed; i++)
		fed = feeds(sv, &sv->groups[i], worker->line->head->name);
	if (fed || !worker->line->works || has_ended(worker))
		return;
	worker->last = true;
	group_event(worker, ON_RESTART);
}

/* Starts what is due; the milliseconds until the next is. */
int
schedule(struct supervisor *sv)
{
	int64_t now = clock_monotonic_us(), next = INT64_MAX;

	for (size_t i = 0; i < sv->lines.count; i++) {
		struct group *g = &sv->groups[i];
		bool waits = g->state == WAITING;

		end_worker(sv, g);
		if (waits ? g->due <= now && may_follow(before(sv, g))
			  : g->due > 0 && g->due <= now)
			group_event(g, ON_DUE);
		if (g->due > now && g->due < next)
			next = g->due;
	}
	return next == INT64_MAX ? FOREVER_MS : (int)((next - now) / 1000) + 1;
}

bool
schedule_live(const struct supervisor *sv)
{
	for (size_t i = 0; i < sv->lines.count; i++)
		if (is_live(sv, &sv->groups[i], sv->lines.count))
			return true;
	return false;
}

int
schedule_result(const struct supervisor *sv)
{
	int code = EM_OK;

	for (size_t i = 0; i < sv->lines.count && code == EM_OK; i++) {
		const struct group *g = &sv->groups[i];
		bool rests = g->line->works || g->line->head->value[EVERY].text;

		if (g->state == PARKED)
			code = g->code;
		else if (g->state != DONE && !rests) {
			code = EM_TEMP;
			tell(g->line->head->name, "%s",
			    g->members[0].starts ? "is not complete"
						 : "was not started");
		}
	}
	return code;
}
