/* plan - what a pipeline file comes to, and what is wrong with one. */
#include "plan.h"

#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"
#include "buf.h"
#include "pipeline_check.h"
#include "pipeline_graph.h"

static char path[] = "/tmp/emgen-plan-XXXXXX";

static void
load(struct pipeline *file, const char *text)
{
	struct em_err err;
	FILE *out = fopen(path, "w");

	if (!out || fputs(text, out) < 0 || fclose(out) != 0 ||
	    pipeline_load(file, path, &err) < 0)
		abort();
	pipeline_check(file);
}

/* The programs of a line, and how they are joined. */
static void
describe(struct buf *out, const struct plan_line *line)
{
	buf_addf(out, "%s:", line->in ? strrchr(line->in, '/') + 1 : "");
	for (size_t i = 0; i < line->count; i++) {
		const struct plan_program *program = &line->programs[i];

		buf_addf(out, " %s(", program->name);
		for (char *const *p = program->as.argv; *p; p++)
			buf_addf(
			    out, "%s%s", p == program->as.argv ? "" : " ", *p);
		buf_addf(out, ")%s", program->fifo ? " =" : "");
	}
	buf_adds(out, line->silent ? "." : "");
}

static void
comes_to(const char *text, const char *want, const char *what)
{
	struct pipeline file;
	struct plan plan;
	struct buf got = BUF_INIT;

	load(&file, text);
	ok(file.wrong == 0, "%s: no mistake", what);
	plan_make(&plan, &file, "run");
	for (size_t i = 0; i < plan.count; i++) {
		buf_adds(&got, i ? "\n" : "");
		describe(&got, &plan.lines[i]);
	}
	is(buf_peek(&got), want, what);
	buf_clear(&got);
	pipeline_clear(&file);
}

static void
values(void)
{
	struct pipeline file;
	struct plan plan;
	const struct plan_line *a, *q;

	load(&file, "[pipeline]\nenv = A=1\nbackoff = 2, 4\nmemory = 2K\n"
		    "[stage a]\nexec = cat\nready = 5\nok-codes = 0,3\n"
		    "env = B=2\nevery = 7\nto = q\n"
		    "[queue q]\nexec = cat\nbackoff = 9\n");
	plan_make(&plan, &file, "run");
	a = &plan.lines[0];
	q = &plan.lines[1];
	ok(a->every == 7 && a->timeout == 0 && a->grace == 10 &&
		a->retry.tries == 3,
	    "numbers are the file's, or the table's");
	ok(a->retry.backoff_count == 2 && a->retry.backoff[1] == 4,
	    "a list, from [pipeline]");
	is(a->programs[0].as.env[0], "A=1", "its environment");
	is(a->programs[0].as.env[1], "B=2", "and the stage's");
	ok(a->programs[0].as.memory == 2048, "K are 1024");
	ok(a->programs[0].as.ready_number == 5 &&
		a->programs[1].as.ready_number == -1,
	    "only the stage itself says that it is ready");
	ok(a->programs[0].good[3] && a->programs[0].good[0] &&
		!a->programs[0].good[1],
	    "codes that are good");
	ok(q->works && q->is_fed && q->retry.tries == 0, "a worker's line");
	ok(q->retry.backoff[0] == 2, "whose backoff is not that of its jobs");
	is(q->programs[0].last[2], "--stop-when-done", "how it ends");
	pipeline_clear(&file);
}

static void
drawn(void)
{
	struct pipeline file;
	struct buf out = BUF_INIT;

	load(&file, "[stage a]\nexec = cat\nto = b\n[stage b]\nexec = cat\n");
	ok(pipeline_graph(&file, "text", &out) == 0, "a picture");
	is(buf_peek(&out), "a -> b\n", "of the edge");
	ok(pipeline_graph(&file, "png", &out) < 0, "another format");
	buf_clear(&out);
	pipeline_clear(&file);
}

static void
wrong(const char *text, unsigned line, const char *want)
{
	struct pipeline file;

	load(&file, text);
	ok(file.wrong == 1 && file.mistakes[0].line == line,
	    "one mistake, on line %u", line);
	is(file.wrong ? file.mistakes[0].text : NULL, want, want);
	pipeline_clear(&file);
}

int
main(void)
{
	int fd = mkstemp(path);

	(void)close(fd);
	comes_to(
	    "[stage a]\nexec = cat x\nto = b\n[stage b]\nexec = wc | cat\n",
	    ": a(cat x) b(sh -c wc | cat)", "words without a shell");
	comes_to("[stage a]\nexec = cat\nto = f\n[fifo f]\nto = b\n"
		 "[stage b]\nexec = cat\nto = none\n",
	    ": a(cat) = b(cat).", "a FIFO");
	comes_to("[fifo f]\nto = a\n[stage a]\nexec = cat\nto = q\n[queue q]\n",
	    "f: a(cat) q.push(emgen-queue push q).", "from a FIFO to a queue");
	comes_to("[queue q]\nexec = x\ntries = 4\nstream = yes\n",
	    ": q(emgen-queue work --queue q --tries 4 --stream -- sh -c x).",
	    "a worker");
	values();
	drawn();
	wrong("[stage a]\nexec = cat\ntris = 3\n", 3,
	    "[stage a] has no key tris; did you mean tries?");
	wrong("[stage a]\nexec = cat\nto = a\n", 3, "to = a: a circle");
	(void)unlink(path);
	return done();
}
