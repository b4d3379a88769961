/* control - what emgen status and emgen ctl ask (supervise.h). */
#include "supervise.h"

#include <string.h>

#include "clock.h"
#include "nearest.h"
#include "status.h"

static const char *const state_names[STATES] = { "waiting", "starting",
	"running", "paused", "failing", "stopping", "done", "parked",
	"stopped" };

static const struct {
	const char *verb;
	enum event event;
} verbs[] = { { "start", ON_START }, { "stop", ON_STOP },
	{ "restart", ON_RESTART }, { "pause", ON_PAUSE },
	{ "resume", ON_RESUME } };

/* --- status --- */

static void
add_member(struct buf *out, const struct member *m)
{
	const struct line *line = m->line;
	int64_t since = m->pid > 0 ? m->since : line->since;

	status_add(out, &(const struct status_stage){ .stage = m->program->name,
			    .line = line->plan->name,
			    .state = state_names[line->state],
			    .pid = m->pid,
			    .seconds = (clock_monotonic_us() - since) / 1000000,
			    .starts = m->starts,
			    .progress = m->progress,
			    .why = line->state == PARKED ? line->why : NULL });
}

static void
add_status(const struct supervisor *sv, struct buf *out)
{
	status_begin(out, sv->name, sv->told > 0);
	for (size_t i = 0; i < sv->plan->count; i++)
		for (size_t k = 0; k < sv->plan->lines[i].count; k++)
			add_member(out, &sv->lines[i].members[k]);
	status_end(out, sv->plan->queues, sv->plan->queue_count);
}

/* --- ctl --- */

/* The line of a stage; NULL, with what may be meant. */
static struct line *
find(struct supervisor *sv, const char *stage, struct nearest *nearest)
{
	nearest_begin(nearest, stage);
	for (size_t i = 0; i < sv->plan->count; i++)
		for (size_t k = 0; k < sv->plan->lines[i].count; k++) {
			const char *name = sv->plan->lines[i].programs[k].name;

			if (strcmp(name, stage) == 0)
				return &sv->lines[i];
			nearest_offer(nearest, name);
		}
	return NULL;
}

static void
act(struct supervisor *sv, enum event event, const char *verb,
    const char *stage, struct buf *out)
{
	struct nearest nearest;
	struct line *line = find(sv, stage, &nearest);
	enum state before;

	if (!line) {
		buf_addf(out, "no %s: there is no such stage%s\n", stage,
		    nearest_hint(&nearest));
		return;
	}
	before = line->state;
	line_event(line, event);
	if (line->state == before && !line->again)
		buf_addf(out, "no %s is %s: it cannot %s\n", stage,
		    state_names[before], verb);
	else
		buf_addf(out, "ok %s: the line of %s is %s\n", stage,
		    line->plan->name, state_names[line->state]);
}

void
control_answer(void *supervisor, char *question, struct buf *answer)
{
	char *stage = strchr(question, ' ');

	if (strcmp(question, "status") == 0) {
		add_status(supervisor, answer);
		return;
	}
	if (stage)
		*stage++ = '\0';
	for (size_t i = 0; stage && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (strcmp(verbs[i].verb, question) == 0) {
			act(supervisor, verbs[i].event, question, stage,
			    answer);
			return;
		}
	buf_addf(answer, "there is no such order: %s\n", question);
}
