/* control - what emgen status and emgen ctl ask (supervise.h). */
#include "supervise.h"

#include <string.h>

#include "clock.h"
#include "jsonw.h"
#include "nearest.h"

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
add_member(struct buf *out, const struct line *line, const struct member *m)
{
	static const char *const doing[] = { NULL, "working", "reading",
		"writing" };
	const struct progress *p = m->progress;
	bool tells = m->pid > 0 && p->doing > PROGRESS_NONE &&
		     p->doing <= PROGRESS_WRITES;

	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "stage", m->program->name);
	jsonw_text(out, "line", line->plan->name);
	jsonw_text(out, "state", state_names[line->state]);
	if (m->pid > 0)
		jsonw_int(out, "pid", m->pid);
	else
		jsonw_null(out, "pid");
	jsonw_int(out, "seconds",
	    (clock_monotonic_us() - (m->pid > 0 ? m->since : line->since)) /
		1000000);
	jsonw_int(out, "starts", m->starts);
	if (p->doing != PROGRESS_NONE) {
		jsonw_int(out, "in", (int64_t)p->in);
		jsonw_int(out, "out", (int64_t)p->out);
	}
	jsonw_text(out, "doing", tells ? doing[p->doing] : NULL);
	if (line->state == PARKED)
		jsonw_text(out, "why", line->why);
	buf_addc(out, '}');
}

static void
add_status(const struct supervisor *sv, struct buf *out)
{
	buf_addc(out, '{');
	jsonw_text(out, "pipeline", sv->name);
	jsonw_text(out, "state", sv->told ? "ending" : "running");
	jsonw_name(out, "stages");
	buf_addc(out, '[');
	for (size_t i = 0; i < sv->plan->count; i++)
		for (size_t k = 0; k < sv->plan->lines[i].count; k++)
			add_member(
			    out, &sv->lines[i], &sv->lines[i].members[k]);
	buf_addc(out, ']');
	jsonw_name(out, "queues");
	buf_addc(out, '[');
	for (size_t i = 0; i < sv->plan->queue_count; i++) {
		jsonw_item(out);
		jsonw_string(out, sv->plan->queues[i]);
	}
	buf_adds(out, "]}\n");
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
