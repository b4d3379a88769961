/* contract - what the checks share (contract.h). */
#include "contract.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char noted[] = "EmgenContractNoted";

/* Roles that a rule is of, beside single ones. */
enum {
	WRITERS = ROLE_FILTER | ROLE_LISTENER | ROLE_JOB,
	TAKERS = ROLE_FILTER | ROLE_SINK,
	ALL = WRITERS | TAKERS
};

const struct check checks[] = {
	{ "exit", "ends with 0 after good input", check_exit, ALL },
	{ "empty", "makes nothing of nothing, and ends with 0", check_empty,
	    ALL },
	{ "usage", "ends with 100 when used wrongly", check_usage, ALL },
	{ "order", "unknown lines keep their order", check_order, ROLE_FILTER },
	{ "bytes", "unknown lines pass byte for byte", check_bytes,
	    ROLE_FILTER },
	{ "long", "a line of 16 MiB passes, a longer one is a bad line",
	    check_long, ROLE_FILTER },
	{ "flush", "nothing waits in a buffer while the input is idle",
	    check_flush, ROLE_FILTER },
	{ "barrier", "a Barrier comes back behind what came of earlier lines",
	    check_barrier, ROLE_FILTER },
	{ "bad-input", "a bad line ends it with 100 without a place for it",
	    check_bad_input, ALL },
	{ "rejects", "a bad line is put aside, the others go on", check_rejects,
	    TAKERS },
	{ "strict", "duplicate keys and lone surrogates are bad where it reads",
	    check_strict, TAKERS },
	{ "utf8", "a line that is not UTF-8 is a bad line", check_utf8,
	    TAKERS },
	{ "unfinished", "an analysis without its end ends it with 111",
	    check_unfinished, ROLE_FILTER },
	{ "failed", "a failed analysis is an end", check_failed, ROLE_FILTER },
	{ "torn", "a torn last line ends it with 111", check_torn, ALL },
	{ "epipe", "it ends, not with 0, when its reader goes away",
	    check_epipe, ROLE_FILTER },
	{ "envelope", "what it writes has the envelope of an event",
	    check_envelope, WRITERS },
	{ "ids", "the same run has the same ids, another run others", check_ids,
	    WRITERS },
	{ "replay", "it replaces its own earlier output", check_replay,
	    ROLE_FILTER },
	{ "files", "each file it tells of is there, and no other", check_files,
	    ROLE_FILES },
	{ "again", "a second run changes nothing", check_again, ROLE_FILES },
	{ "silent", "it writes nothing to stdout", check_silent, ROLE_SINK },
	{ "unknown", "an event that it does not know does not end it",
	    check_unknown, ROLE_SINK | ROLE_LISTENER },
	{ NULL, NULL, NULL, 0 },
};

bool
contract_broken(struct contract *c, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	buf_addf(&c->why, "%s\n", text);
	return false;
}

static void
add_said(struct contract *c, const struct run *run)
{
	if (run->said.len)
		(void)contract_broken(
		    c, "the last it said: %s", buf_peek(&run->said));
}

bool
contract_run(struct contract *c, const struct buf *input, unsigned flags,
    struct run *run)
{
	run_command(&c->runner, input, flags, run);
	if (run->hung)
		(void)contract_broken(c,
		    "it gave no sign of life for %d s after the end of its "
		    "input",
		    c->runner.timeout_ms / 1000);
	else if (run->endless)
		(void)contract_broken(c, "it wrote without end");
	else
		return true;
	add_said(c, run);
	return false;
}

bool
contract_ended(
    struct contract *c, const struct run *run, int code, const char *after)
{
	if (run->code == code)
		return true;
	(void)contract_broken(c, "it %s %s, %d is expected",
	    proc_explain(run->code), after, code);
	add_said(c, run);
	return false;
}

bool
contract_same(
    struct contract *c, const struct lines *want, const struct lines *got)
{
	struct buf difference = BUF_INIT;
	bool same = true;

	for (size_t i = 0; same && (i < want->count || i < got->count); i++) {
		const struct line *a = &want->list[i], *b = &got->list[i];

		if (i == want->count)
			same = contract_broken(c, "line %zu: %s is too many",
			    i + 1, line_str(b, "type"));
		else if (i == got->count)
			same = contract_broken(c, "line %zu: %s is missing",
			    i + 1, line_str(a, "type"));
		else if (!line_means(a, b, &difference))
			same = contract_broken(c, "line %zu, %s %s: %s", i + 1,
			    line_str(a, "type"), line_str(a, "subject"),
			    difference.data);
	}
	buf_clear(&difference);
	return same;
}

/* --- input --- */

void
input_range(struct buf *in, const struct lines *lines, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		buf_add(in, lines->list[i].bytes, lines->list[i].len);
}

void
input_lines(struct buf *in, const struct lines *lines)
{
	input_range(in, lines, 0, lines->count);
}

void
input_noted(struct buf *in, unsigned n)
{
	buf_addf(in,
	    "{\"type\":\"%s\",\"specversion\":\"1.0\","
	    "\"id\":\"00000000-0000-4000-8000-%012u\","
	    "\"source\":\"emgen-contract\",\"subject\":\"note\","
	    "\"time\":\"2026-01-31T12:00:00.000000Z\",\"data\":{\"n\":%u}}\n",
	    noted, n, n);
}

bool
is_noted(const struct line *line)
{
	return line_is(line, noted);
}

size_t
lines_index(const struct lines *lines, const char *type)
{
	const struct line *line = lines_find(lines, type);

	return line ? (size_t)(line - lines->list) : lines->count;
}

void
input_changed(struct buf *in, const struct lines *lines, const char *type,
    const char *more)
{
	static const char data[] = "\"data\":{";
	const struct line *line = lines_find(lines, type);
	const char *at = line ? strstr(line->bytes, data) : NULL;

	if (!at)
		die(EM_PERM, "the case \"basic\" has no %s", type);
	at += strlen(data);
	buf_add(in, line->bytes, (size_t)(at - line->bytes));
	buf_adds(in, more);
	buf_adds(in, at);
}
