/* check_bad - lines that are bad (contract.h). */
#include <string.h>

#include "base64.h"
#include "contract.h"
#include "ev.h"

static const char garbage[] = "Warning: this is no event\n";

/* The basic input with a line in front of that which ends it. */
static void
add_with(struct contract *c, struct buf *in, const char *bad)
{
	const struct lines *basic = &c->basic->in;
	size_t end = lines_index(basic, "SchemaAnalyzed");

	input_range(in, basic, 0, end);
	buf_adds(in, bad);
	input_range(in, basic, end, basic->count);
}

bool
check_bad_input(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	add_with(c, &in, garbage);
	kept = contract_run(c, &in, RUN_NO_REJECTS, &run) &&
	       contract_ended(c, &run, EM_PERM,
		   "after a line that is no event, without a place for it");
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

static bool
integer_is(const json_t *data, const char *name, size_t want)
{
	const json_t *value = json_object_get(data, name);

	return json_is_integer(value) &&
	       json_integer_value(value) == (json_int_t)want;
}

/* EventRejected must say all about the line. */
static bool
is_rejected(struct contract *c, const struct lines *rejects, size_t number,
    size_t offset)
{
	const struct line *line = lines_find(rejects, "EventRejected");
	const json_t *data = line ? ev_data(line->ev) : NULL;
	struct buf original = BUF_INIT;
	bool kept = true;

	base64_add(&original, garbage, strlen(garbage));
	if (rejects->count != 1 || !line)
		kept = contract_broken(c,
		    "on $EMGEN_REJECT_FD came %zu lines, one EventRejected "
		    "is expected",
		    rejects->count);
	else if (!*ev_str(data, "reason") || !*ev_str(data, "stage"))
		kept = contract_broken(
		    c, "EventRejected says no reason or no stage");
	else if (!integer_is(data, "line", number) ||
		 !integer_is(data, "offset", offset))
		kept = contract_broken(c,
		    "EventRejected does not say line %zu, offset %zu", number,
		    offset);
	else if (strcmp(ev_str(data, "original"), original.data) != 0)
		kept = contract_broken(
		    c, "EventRejected has not the line in original, base64");
	buf_clear(&original);
	return kept;
}

bool
check_rejects(struct contract *c)
{
	const struct lines *basic = &c->basic->in;
	struct run plain = RUN_INIT, run = RUN_INIT;
	struct buf in = BUF_INIT, before = BUF_INIT;
	size_t end = lines_index(basic, "SchemaAnalyzed");
	bool kept;

	input_lines(&in, basic);
	kept = contract_run(c, &in, RUN_PLAIN, &plain);
	input_range(&before, basic, 0, end);
	buf_truncate(&in, 0);
	add_with(c, &in, garbage);
	kept = kept && contract_run(c, &in, RUN_PLAIN, &run) &&
	       is_rejected(c, &run.rejects, end + 1, before.len) &&
	       contract_same(c, &plain.out, &run.out);
	if (kept && run.code != plain.code)
		kept = contract_ended(
		    c, &run, plain.code, "after it put a line aside");
	run_clear(&plain);
	run_clear(&run);
	buf_clear(&in);
	buf_clear(&before);
	return kept;
}

/* A bad line, put in, leaves EventRejected and does not pass. */
static bool
is_put_aside(struct contract *c, const char *bad, const char *what)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	add_with(c, &in, bad);
	kept = contract_run(c, &in, RUN_PLAIN, &run);
	for (size_t i = 0; kept && i < run.out.count; i++)
		if (strcmp(run.out.list[i].bytes, bad) == 0)
			kept = contract_broken(c, "%s passed", what);
	if (kept && !lines_find(&run.rejects, "EventRejected"))
		kept = contract_broken(c, "%s left no EventRejected", what);
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

bool
check_strict(struct contract *c)
{
	static const struct {
		const char *more, *what;
	} ways[] = {
		{ "\"emgenContract\":1,\"emgenContract\":2,",
		    "a line with duplicate keys" },
		{ "\"emgenContract\":\"\\ud800\",",
		    "a line with a lone surrogate" },
	};
	bool kept = true;

	for (size_t i = 0; kept && i < 2; i++) {
		struct buf bad = BUF_INIT;

		input_changed(
		    &bad, &c->basic->in, c->role->consumes, ways[i].more);
		kept = is_put_aside(c, bad.data, ways[i].what);
		buf_clear(&bad);
	}
	return kept;
}

bool
check_utf8(struct contract *c)
{
	static const char *const ways[] = {
		"{\"type\":\"EmgenContractNoted\",\"data\":{\"a\":\"\xe9\"}}\n",
		"{\"type\":\"EmgenContractNoted\",\"data\":{\"a\":\"\xc0\xaf\"}"
		"}\n",
		"{\"type\":\"EmgenContractNoted\",\"data\":{\"a\":\"\xed\xa0"
		"\x80\"}}\n",
	};
	static const char *const what[] = { "Latin-1", "an overlong form",
		"a surrogate in UTF-8" };
	bool kept = true;

	for (size_t i = 0; kept && i < 3; i++)
		kept = is_put_aside(c, ways[i], what[i]);
	return kept;
}
