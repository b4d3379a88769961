/* check_pass - lines that a program only passes on (contract.h). */
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "ev.h"
#include "mem.h"

/* --- order --- */

bool
check_order(struct contract *c)
{
	const struct lines *basic = &c->basic->in;
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	unsigned n = 0, next = 0;
	bool kept;

	for (size_t i = 0; i < basic->count; i++) {
		input_noted(&in, n++);
		input_noted(&in, n++);
		input_range(&in, basic, i, i + 1);
	}
	input_noted(&in, n++);
	kept = contract_run(c, &in, RUN_PLAIN, &run);
	for (size_t i = 0; kept && i < run.out.count; i++) {
		const struct line *line = &run.out.list[i];
		json_int_t got =
		    json_integer_value(json_object_get(ev_data(line->ev), "n"));

		if (!is_noted(line))
			continue;
		if (got != next)
			kept = contract_broken(c,
			    "of %u unknown lines, number %lld comes where "
			    "%u is expected",
			    n, (long long)got + 1, next + 1);
		next++;
	}
	if (kept && next != n)
		kept = contract_broken(
		    c, "of %u unknown lines %u came out", n, next);
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

/* --- bytes --- */

static const char *const odd_lines[] = {
	"{ \"type\" : \"Odd\" ,  \"data\" : { } }",
	"\t{\"type\":\"Odd\",\"data\":{}}  ",
	"{\"type\":\"Odd\",\"data\":{}}\r",
	"{\"data\":{\"b\":1,\"a\":2},\"time\":\"then\",\"type\":\"Odd\"}",
	"{\"\\u0074ype\":\"Odd\",\"data\":{}}",
	"{\"type\":\"\\u004fdd\",\"data\":{\"a\":\"\\u00e9\\/\\u003c\\b\"}}",
	"{\"type\":\"Odd\",\"data\":{\"a\":\"\\ud83d\\ude00\",\"b\":\"\xf0\x9f"
	"\x98\x80\"}}",
	"{\"type\":\"Odd\",\"data\":{\"n\":9007199254740993}}",
	"{\"type\":\"Odd\",\"data\":{\"n\":9223372036854775807}}",
	"{\"type\":\"Odd\",\"data\":{\"n\":18446744073709551615}}",
	"{\"type\":\"Odd\",\"data\":{\"n\":-0,\"m\":1.0,\"o\":1E+2,\"p\":"
	"0.1000}}",
	"{\"type\":\"Odd\",\"data\":{\"a\":1,\"a\":2}}",
	"{\"type\":\"Odd\",\"data\":{\"a\":\"\\ud800\",\"b\":\"\\u0000\"}}",
	"{\"type\":\"Odd\",\"data\":{\"a\":\"caf\xc3\xa9 cafe\xcc\x81 \xe2\x80"
	"\xa8 \xef\xbb\xbf \xef\xbf\xbf \x7f\"}}",
	"{\"type\":\"\xc3\x96"
	"dd\",\"data\":[1,\"two\",null]}",
	"{\"type\":\"Odd\"}",
};

/* One line of len bytes, newline included. */
static void
add_long(struct buf *in, size_t len)
{
	static const char head[] = "{\"type\":\"Odd\",\"data\":{\"long\":\"";
	static const char tail[] = "\"}}\n";

	buf_adds(in, head);
	buf_reserve(in, len);
	for (size_t n = strlen(head) + strlen(tail); n < len; n++)
		buf_addc(in, (char)('a' + n % 26));
	buf_adds(in, tail);
}

/* Whether a line came as it was sent. */
static bool
passed(const struct run *run, const char *bytes, size_t len)
{
	char *copy = mem_strndup(bytes, len);
	struct line line = { copy, len, NULL };
	bool came = lines_twin(&run->out, &line) != NULL;

	free(copy);
	return came;
}

bool
check_bytes(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	const char *at, *nl;
	bool kept;

	for (size_t i = 0; i < sizeof(odd_lines) / sizeof(*odd_lines); i++)
		buf_addf(&in, "%s\n", odd_lines[i]);
	add_long(&in, 1 << 20);
	kept = contract_run(c, &in, RUN_PLAIN, &run);
	for (at = in.data; kept && (nl = strchr(at, '\n')); at = nl + 1)
		if (!passed(&run, at, (size_t)(nl - at) + 1))
			kept = contract_broken(
			    c, "this line did not pass: %.300s", at);
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

bool
check_long(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	add_long(&in, EV_MAX_LINE);
	add_long(&in, EV_MAX_LINE + 1);
	input_noted(&in, 0);
	kept = contract_run(c, &in, RUN_PLAIN, &run);
	if (!kept)
		;
	else if (!passed(&run, in.data, EV_MAX_LINE))
		kept = contract_broken(
		    c, "a line of %d bytes did not pass", EV_MAX_LINE);
	else if (run.out.count != 2)
		kept = contract_broken(
		    c, "a line of %d bytes was not put aside", EV_MAX_LINE + 1);
	else if (!lines_find(&run.rejects, "EventRejected"))
		kept = contract_broken(c,
		    "a line of %d bytes left no EventRejected",
		    EV_MAX_LINE + 1);
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

/* --- flush --- */

/* How many lines come of the basic input when it ends. */
static size_t
count_lines(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	size_t count;

	input_lines(&in, &c->basic->in);
	(void)contract_run(c, &in, RUN_PLAIN, &run);
	count = run.out.count;
	run_clear(&run);
	buf_clear(&in);
	return count;
}

bool
check_flush(struct contract *c)
{
	size_t want = count_lines(c);
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	struct coproc *co;
	bool kept = true;

	if (c->why.len)
		return false;
	co = run_start(&c->runner, RUN_PLAIN);
	for (unsigned n = 0; kept && n < 2; n++) {
		buf_truncate(&in, 0);
		input_noted(&in, n);
		if (!run_until(&c->runner, co, in.data, in.len, n + 1, &run))
			kept = contract_broken(c,
			    "an unknown line did not come back before the "
			    "input went on");
	}
	buf_truncate(&in, 0);
	input_lines(&in, &c->basic->in);
	if (kept && !run_until(&c->runner, co, in.data, in.len, want + 2, &run))
		kept = contract_broken(c,
		    "behind a whole analysis %zu of %zu lines came before "
		    "the input went on",
		    run.out.count - 2, want);
	run_end(&c->runner, co, &run);
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

/* --- barrier --- */

static const char barrier_id[] = "00000000-0000-4000-9000-";

static void
add_barrier(struct buf *in, size_t n)
{
	buf_addf(in,
	    "{\"type\":\"Barrier\",\"specversion\":\"1.0\","
	    "\"id\":\"%s%012zu\",\"source\":\"emgen-contract\","
	    "\"data\":{\"job\":null}}\n",
	    barrier_id, n);
}

/* The number of a Barrier line of ours, or -1. */
static long
barrier_number(const struct line *line)
{
	const char *id = line_str(line, "id");
	size_t len = strlen(barrier_id);

	if (!line_is(line, "Barrier") || strncmp(id, barrier_id, len) != 0)
		return -1;
	return strtol(id + len, NULL, 10);
}

/* The input line that an output line is, or follows from; count if none. */
static size_t
origin(const struct lines *in, const struct line *line)
{
	const struct line *twin = lines_twin(in, line);
	const char *cause = line_str(line, "causationid");

	if (twin)
		return (size_t)(twin - in->list);
	for (size_t i = 0; i < in->count; i++)
		if (*cause && strcmp(line_str(&in->list[i], "id"), cause) == 0)
			return i;
	return in->count;
}

/*
 * Barrier n is sent behind input line n.  Behind it may come nothing of the
 * lines up to n but what the role may hold, before it nothing of later ones.
 */
static bool
barriers_hold(struct contract *c, const struct lines *out)
{
	const struct lines *in = &c->basic->in;
	long last = -1;

	for (size_t i = 0; i < out->count; i++) {
		const struct line *line = &out->list[i];
		long number = barrier_number(line);
		size_t from = number < 0 ? origin(in, line) : in->count;
		bool held = from < in->count && c->role->holds &&
			    line_is(&in->list[from], c->role->holds);

		if (number >= 0 && number != last + 1)
			return contract_broken(c,
			    "Barrier %ld comes behind Barrier %ld", number,
			    last);
		if (number >= 0)
			last = number;
		else if (from < in->count && !held && (long)from != last + 1)
			return contract_broken(c,
			    "%s, which comes of input line %zu, is behind "
			    "Barrier %ld",
			    line_str(line, "type"), from, last);
	}
	if (last + 1 != (long)in->count)
		return contract_broken(
		    c, "of %zu Barriers %ld came back", in->count, last + 1);
	if (barrier_number(&out->list[out->count - 1]) < 0)
		return contract_broken(c,
		    "the last Barrier came before all that came of the lines "
		    "before it");
	return true;
}

bool
check_barrier(struct contract *c)
{
	const struct lines *basic = &c->basic->in;
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	for (size_t i = 0; i < basic->count; i++) {
		input_range(&in, basic, i, i + 1);
		add_barrier(&in, i);
	}
	kept =
	    contract_run(c, &in, RUN_PLAIN, &run) && barriers_hold(c, &run.out);
	run_clear(&run);
	buf_clear(&in);
	return kept;
}
