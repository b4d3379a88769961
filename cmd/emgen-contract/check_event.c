/* check_event - the events that a program writes itself (contract.h). */
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "ev.h"
#include "id.h"
#include "mem.h"

/* Runs the basic input, with the run's id replaced when given. */
static bool
run_basic(struct contract *c, const char *run_id, struct run *run)
{
	const struct lines *basic = &c->basic->in;
	const char *old = line_str(&basic->list[0], "correlationid");
	struct buf in = BUF_INIT;
	char *at;
	bool ended;

	input_lines(&in, basic);
	for (at = in.data; run_id && *old && (at = strstr(at, old));
	     at += strlen(old))
		memcpy(at, run_id, strlen(run_id));
	ended = contract_run(c, &in, RUN_PLAIN, run);
	buf_clear(&in);
	return ended;
}

static bool
is_new(struct contract *c, const struct line *line)
{
	return !lines_twin(&c->basic->in, line);
}

/* --- envelope --- */

static bool
is_time(const char *text)
{
	static const char shape[] = "0000-00-00T00:00:00";
	size_t n = 0;

	for (; shape[n]; n++)
		if (shape[n] == '0' ? text[n] < '0' || text[n] > '9'
				    : text[n] != shape[n])
			return false;
	if (text[n] == '.')
		n += 1 + strspn(text + n + 1, "0123456789");
	return strcmp(text + n, "Z") == 0;
}

/* The members must come in this order. */
static const char *
out_of_order(json_t *ev)
{
	static const char *const order[] = { "type", "specversion", "id",
		"source", "subject", "time", "correlationid", "causationid",
		"data" };
	const char *name;
	json_t *value;
	size_t n = 0;

	json_object_foreach (ev, name, value) {
		if (n == 9 || strcmp(name, order[n]) != 0)
			return n < 9 ? order[n] : name;
		n++;
	}
	return n < 9 ? order[n] : NULL;
}

static bool
is_id_of(const struct lines *lines, const char *id)
{
	for (size_t i = 0; i < lines->count; i++)
		if (strcmp(line_str(&lines->list[i], "id"), id) == 0)
			return true;
	return false;
}

/* What is wrong with the values, or NULL. */
static const char *
wrong_value(
    struct contract *c, const struct line *line, const struct lines *out)
{
	const char *run = line_str(&c->basic->in.list[0], "correlationid");
	const char *cause = line_str(line, "causationid");

	if (strcmp(line_str(line, "specversion"), "1.0") != 0)
		return "specversion is not 1.0";
	if (!id_valid(line_str(line, "id")))
		return "id is no UUID";
	if (!*line_str(line, "source"))
		return "source is no text";
	if (!*line_str(line, "subject"))
		return "subject is no text";
	if (!is_time(line_str(line, "time")))
		return "time is not as in 2026-01-31T12:00:00.123456Z";
	if (strcmp(line_str(line, "correlationid"), run) != 0)
		return "correlationid is not that of the cause";
	if (!is_id_of(&c->basic->in, cause) && !is_id_of(out, cause))
		return "causationid is no event's";
	if (!json_is_object(ev_data(line->ev)))
		return "data is no object";
	return NULL;
}

static bool
is_enveloped(
    struct contract *c, const struct line *line, const struct lines *out)
{
	const char *type = line_str(line, "type"), *wrong;

	if (!line->ev)
		return contract_broken(
		    c, "this is no JSON object: %.200s", line->bytes);
	wrong = out_of_order(line->ev);
	if (wrong)
		return contract_broken(c,
		    "%s: \"%s\" is not in its place: type, specversion, id, "
		    "source, subject, time, correlationid, causationid, data",
		    type, wrong);
	wrong = wrong_value(c, line, out);
	if (wrong)
		return contract_broken(c, "%s: %s", type, wrong);
	return true;
}

bool
check_envelope(struct contract *c)
{
	struct run run = RUN_INIT;
	bool kept = run_basic(c, NULL, &run);

	for (size_t i = 0; kept && i < run.out.count; i++)
		if (is_new(c, &run.out.list[i]))
			kept = is_enveloped(c, &run.out.list[i], &run.out);
	run_clear(&run);
	return kept;
}

/* --- ids --- */

/* The ids of the events it wrote, in their order; a list of strings. */
static json_t *
new_ids(struct contract *c, const struct run *run)
{
	json_t *ids = json_array();

	for (size_t i = 0; i < run->out.count; i++)
		if (is_new(c, &run->out.list[i]))
			(void)json_array_append_new(ids,
			    json_string(line_str(&run->out.list[i], "id")));
	return ids;
}

/* True when both lists have an id in common: of itself, at another place. */
static bool
is_shared(const json_t *a, const json_t *b)
{
	for (size_t i = 0; i < json_array_size(a); i++)
		for (size_t k = 0; k < json_array_size(b); k++)
			if ((a != b || i != k) &&
			    json_equal(
				json_array_get(a, i), json_array_get(b, k)))
				return true;
	return false;
}

bool
check_ids(struct contract *c)
{
	static const char other_run[] = "0198c2f0-7a6b-7000-8000-00000000cafe";
	struct run one = RUN_INIT, two = RUN_INIT, other = RUN_INIT;
	bool kept = run_basic(c, NULL, &one) && run_basic(c, NULL, &two) &&
		    run_basic(c, other_run, &other);
	json_t *a = new_ids(c, &one), *b = new_ids(c, &two);
	json_t *d = json_array();

	for (size_t i = 0; i < other.out.count; i++)
		(void)json_array_append_new(
		    d, json_string(line_str(&other.out.list[i], "id")));
	if (kept && !json_equal(a, b))
		kept = contract_broken(
		    c, "two runs with one correlationid have different ids");
	else if (kept && is_shared(a, a))
		kept = contract_broken(c, "two events have one id");
	else if (kept && is_shared(a, d))
		kept = contract_broken(
		    c, "runs with different correlationids have ids in common");
	json_decref(a);
	json_decref(b);
	json_decref(d);
	run_clear(&one);
	run_clear(&two);
	run_clear(&other);
	return kept;
}

/* --- replay --- */

bool
check_replay(struct contract *c)
{
	struct run one = RUN_INIT, two = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept = run_basic(c, NULL, &one);

	input_lines(&in, &one.out);
	kept = kept && contract_run(c, &in, RUN_PLAIN, &two) &&
	       contract_same(c, &one.out, &two.out);
	if (c->why.len)
		(void)contract_broken(c,
		    "when its own output is its input: events of its types "
		    "and its source have to be dropped");
	run_clear(&one);
	run_clear(&two);
	buf_clear(&in);
	return kept;
}

/* --- golden cases --- */

bool
check_golden(struct contract *c, const struct golden *golden)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	input_lines(&in, &golden->in);
	kept = contract_run(c, &in, RUN_PLAIN, &run) &&
	       contract_same(c, &golden->out, &run.out);
	run_clear(&run);
	buf_clear(&in);
	return kept;
}
