/* handler - a program that digests events (handler.h). */
#include "handler.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "coproc.h"
#include "ev.h"
#include "mem.h"
#include "verbs.h"

void
handler_parse(struct handler *handler, char *const operands[])
{
	if (!operands[0] || !operands[1] || strcmp(operands[1], "--") != 0 ||
	    !operands[2])
		verb_usage();
	handler->name = operands[0];
	handler->argv = operands + 2;
	errno = 0;
	handler->path = proc_find(operands[2]);
	if (!handler->path)
		die(proc_code_of_errno(errno), "%s: %s", operands[2],
		    errno == EACCES ? "it cannot be executed" : "not found");
}

void
handler_clear(struct handler *handler)
{
	free(handler->path);
	*handler = (struct handler){ NULL, NULL, NULL };
}

/* Lets the child run to its end; -1 for a line over the limit. */
static int
converse(struct coproc *co, const struct buf *lines, struct buf *out,
    struct em_err *err)
{
	struct coproc_line line;
	size_t sent = 0;
	int rc;

	do {
		sent += coproc_send(co, lines->data + sent, lines->len - sent);
		if (sent == lines->len)
			coproc_end_input(co);
		rc = coproc_step(co, -1, err);
		while (coproc_line(co, COPROC_OUT, &line))
			buf_add(out, line.bytes, line.len);
	} while (rc > 0);
	if (rc == 0 && coproc_rest(co, COPROC_OUT).len > 0)
		rc = err_set(err, EM_TEMP,
		    "its output ends inside a line: it died, or is no filter");
	return rc;
}

int
handler_run(const struct handler *handler, const struct buf *lines,
    int64_t position, unsigned attempt, struct buf *out, struct em_err *err)
{
	char *env[] = {
		mem_printf("EMGEN_SUBSCRIPTION=%s", handler->name),
		mem_printf("EMGEN_POSITION=%" PRId64, position),
		mem_printf("EMGEN_ATTEMPT=%u", attempt),
		NULL,
	};
	struct proc_spec spec = PROC_SPEC_INIT;
	struct coproc *co;
	int rc = -1, code;

	spec.path = handler->path;
	spec.argv = handler->argv;
	spec.env = env;
	spec.group = true;
	co = coproc_start(&spec, false, EV_MAX_LINE, err);
	if (co) {
		rc = converse(co, lines, out, err);
		code = coproc_close(co);
		rc = rc < 0 ? -1 : code;
	}
	for (size_t i = 0; env[i]; i++)
		free(env[i]);
	return rc;
}
