/* control - what emgen status and emgen ctl ask (supervise.h). */
#include <string.h>

#include "clock.h"
#include "jsonw.h"
#include "nearest.h"
#include "progress.h"
#include "supervise.h"

static const struct {
	const char *verb;
	enum event event;
} verbs[] = { { "start", ON_START }, { "stop", ON_STOP },
	{ "restart", ON_RESTART }, { "pause", ON_PAUSE },
	{ "resume", ON_RESUME } };

/* --- status --- */

static void
add_member(struct buf *out, const struct group *g, const struct member *m)
{
	static const char *const doing[] = { NULL, "working", "reading",
		"writing" };
	const struct progress *p = m->progress;
	bool tells = m->pid > 0 && p->doing > PROGRESS_NONE &&
		     p->doing <= PROGRESS_WRITES;

	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "stage", m->name);
	jsonw_text(out, "line", g->line->head->name);
	jsonw_text(out, "state", state_names[g->state]);
	if (m->pid > 0)
		jsonw_int(out, "pid", m->pid);
	else
		jsonw_null(out, "pid");
	jsonw_int(out, "seconds",
	    (clock_monotonic_us() - (m->pid > 0 ? m->since : g->since)) /
		1000000);
	jsonw_int(out, "starts", m->starts);
	if (p->doing != PROGRESS_NONE) {
		jsonw_int(out, "in", (int64_t)p->in);
		jsonw_int(out, "out", (int64_t)p->out);
	}
	jsonw_text(out, "doing", tells ? doing[p->doing] : NULL);
	if (g->state == PARKED)
		jsonw_text(out, "why", g->why);
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
	for (size_t i = 0; i < sv->lines.count; i++)
		for (size_t k = 0; k < sv->lines.line[i].count; k++)
			add_member(
			    out, &sv->groups[i], &sv->groups[i].members[k]);
	buf_addc(out, ']');
	jsonw_name(out, "queues");
	buf_addc(out, '[');
	for (size_t i = 1; i < sv->file->count; i++)
		if (sv->file->sections[i].kind == QUEUE) {
			jsonw_item(out);
			jsonw_string(out, sv->file->sections[i].name);
		}
	buf_adds(out, "]}\n");
}

/* --- ctl --- */

/* The group of a stage; NULL, with the name that may be meant. */
static struct group *
find(struct supervisor *sv, const char *name, const char **hint)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 0; i < sv->lines.count; i++)
		for (size_t k = 0; k < sv->lines.line[i].count; k++) {
			const char *its = sv->groups[i].members[k].name;

			if (strcmp(its, name) == 0)
				return &sv->groups[i];
			nearest_offer(&nearest, its);
		}
	*hint = nearest.best;
	return NULL;
}

static void
act(struct supervisor *sv, enum event event, const char *verb, const char *name,
    struct buf *out)
{
	const char *hint;
	struct group *g = find(sv, name, &hint);
	enum state before;

	if (!g) {
		buf_addf(out, "no %s: there is no such stage%s\n", name,
		    file_hint(hint));
		return;
	}
	before = g->state;
	group_event(g, event);
	if (g->state == before && !g->again)
		buf_addf(out, "no %s is %s: it cannot %s\n", name,
		    state_names[before], verb);
	else
		buf_addf(out, "ok %s: the line of %s is %s\n", name,
		    g->line->head->name, state_names[g->state]);
}

void
control_answer(struct supervisor *sv, char *question, struct buf *answer)
{
	char *name = strchr(question, ' ');

	if (strcmp(question, "status") == 0) {
		add_status(sv, answer);
		return;
	}
	if (name)
		*name++ = '\0';
	for (size_t i = 0; name && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (strcmp(verbs[i].verb, question) == 0) {
			act(sv, verbs[i].event, question, name, answer);
			return;
		}
	buf_addf(answer, "there is no such order: %s\n", question);
}
