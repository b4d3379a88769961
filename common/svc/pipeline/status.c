/* status - what a running pipeline says of itself (status.h). */
#include "status.h"

#include "jsonw.h"

void
status_begin(struct buf *out, const char *pipeline, bool ending)
{
	buf_addc(out, '{');
	jsonw_text(out, "pipeline", pipeline);
	jsonw_text(out, "state", ending ? "ending" : "running");
	jsonw_name(out, "stages");
	buf_addc(out, '[');
}

void
status_add(struct buf *out, const struct status_stage *s)
{
	static const char *const doing[] = { NULL, "working", "reading",
		"writing" };
	const struct progress *p = s->progress;
	bool tells = s->pid > 0 && p->doing > PROGRESS_NONE &&
		     p->doing <= PROGRESS_WRITES;

	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "stage", s->stage);
	jsonw_text(out, "line", s->line);
	jsonw_text(out, "state", s->state);
	if (s->pid > 0)
		jsonw_int(out, "pid", s->pid);
	else
		jsonw_null(out, "pid");
	jsonw_int(out, "seconds", s->seconds);
	jsonw_int(out, "starts", s->starts);
	if (p->doing != PROGRESS_NONE) {
		jsonw_int(out, "in", (int64_t)p->in);
		jsonw_int(out, "out", (int64_t)p->out);
	}
	jsonw_text(out, "doing", tells ? doing[p->doing] : NULL);
	if (s->why)
		jsonw_text(out, "why", s->why);
	buf_addc(out, '}');
}

void
status_end(struct buf *out, const char *const *queues, size_t n)
{
	buf_addc(out, ']');
	jsonw_name(out, "queues");
	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		jsonw_item(out);
		jsonw_string(out, queues[i]);
	}
	buf_adds(out, "]}\n");
}
