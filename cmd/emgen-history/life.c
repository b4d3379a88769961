/* life - what became of a model (life.h). */
#include "life.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "change_text.h"
#include "definitions.h"
#include "die.h"
#include "ev.h"
#include "jsonr.h"
#include "jsonw.h"
#include "mem.h"
#include "number.h"

bool
life_next(struct store *store, const char *stream, const char *types,
    struct moment *moment)
{
	struct store_query query = { .after = moment->position,
		.stream = stream,
		.type = types,
		.limit = 1 };
	struct buf line = BUF_INIT;
	struct jsonr_error why;
	struct em_err err;
	int64_t position;
	int n = store_read(store, &query, &line, &position, &err);

	if (n < 0)
		die_err(&err);
	if (n > 0) {
		life_clear(moment);
		moment->position = position;
		moment->ev = jsonr_parse(line.data, line.len, &why);
		if (!moment->ev)
			die(EM_PERM, "the event at %" PRId64 ": %s", position,
			    why.what);
	}
	buf_clear(&line);
	return n > 0;
}

void
life_clear(struct moment *moment)
{
	json_decref(moment->ev);
	*moment = (struct moment){ 0, NULL };
}

/* --- points --- */

int
point_parse(struct point *point, const char *text)
{
	size_t len = strlen(text);
	char *day;
	int64_t position, us;
	int rc;

	*point = (struct point){ 0, "" };
	if (!len)
		return 0;
	position = number_parse(text, INT64_MAX);
	if (position >= 0) {
		point->position = position;
		return position ? 0 : -1;
	}
	day = mem_printf("%s%s", text, len == 10 ? "T00:00:00Z" : "");
	rc = clock_parse(day, &us);
	free(day);
	if (rc == 0)
		(void)clock_format(us, point->time);
	return rc;
}

static bool
is_after(const struct moment *moment, const struct point *point)
{
	int64_t us;
	char time[CLOCK_TEXT];

	if (point->position)
		return moment->position > point->position;
	if (!*point->time || clock_parse(ev_str(moment->ev, "time"), &us) < 0)
		return false;
	return strcmp(clock_format(us, time), point->time) > 0;
}

struct moment
life_at(struct store *store, const char *stream, const struct point *point)
{
	struct moment at = { 0, NULL }, next = { 0, NULL };

	while (life_next(store, stream, DEFINITION_TYPES, &next) &&
	       !is_after(&next, point)) {
		json_decref(at.ev);
		at = (struct moment){ next.position, json_incref(next.ev) };
	}
	life_clear(&next);
	if (at.ev && !definitions_is_one(at.ev))
		life_clear(&at);
	return at;
}

/* --- for people --- */

static void
add_count(struct buf *out, const json_t *data, const char *member,
    const char *noun, const char *before)
{
	size_t n = json_array_size(
	    json_object_get(json_object_get(data, "attributes"), member));

	buf_addf(out, "%s%zu %s%s", before, n, noun, n == 1 ? "" : "s");
}

static void
add_created(struct buf *out, const json_t *data)
{
	char name[256];

	buf_addf(out, "created as %s, with ",
	    die_printable(name, sizeof(name), ev_str(data, "name")));
	add_count(out, data, "columns", "column", "");
	add_count(out, data, "relations", "relation", " and ");
}

static void
add_changed(struct buf *out, const json_t *data)
{
	const json_t *change;
	size_t i;

	buf_adds(out, "changed");
	json_array_foreach (json_object_get(data, "changes"), i, change) {
		buf_adds(out, "\n          ");
		change_text(out, change);
	}
}

static void
add_removed(struct buf *out, const json_t *data)
{
	(void)data;
	buf_adds(out, "removed: its table is gone, or only joins others");
}

static void
add_written(struct buf *out, const json_t *data)
{
	char path[512];

	buf_addf(out, "wrote %s",
	    die_printable(path, sizeof(path), ev_str(data, "path")));
}

static void
add_failed(struct buf *out, const json_t *data)
{
	char what[64], why[512];

	buf_addf(out, "could not write the %s: %s",
	    die_printable(what, sizeof(what), ev_str(data, "artifact")),
	    die_printable(why, sizeof(why), ev_str(data, "error")));
}

static const struct {
	const char *type;
	void (*add)(struct buf *out, const json_t *data);
} texts[] = {
	{ "ModelDefinitionCreated", add_created },
	{ "ModelDefinitionChanged", add_changed },
	{ "ModelDefinitionRemoved", add_removed },
	{ "ModelGenerated", add_written },
	{ "ModelFactoryGenerated", add_written },
	{ "DocumentationUpdated", add_written },
	{ "ModelGenerationFailed", add_failed },
};

void
life_text(struct buf *out, const struct moment *moment)
{
	const char *type = ev_str(moment->ev, "type");
	const char *time = ev_str(moment->ev, "time");
	char when[CLOCK_TEXT];
	int64_t us;

	if (clock_parse(time, &us) == 0)
		(void)clock_format(us, when);
	else
		when[0] = '\0';
	/* 2026-01-31 12:00:00, of 2026-01-31T12:00:00.123456Z */
	buf_addf(out, "%6" PRId64 "  %.10s %.8s  ", moment->position, when,
	    *when ? when + 11 : "");
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (strcmp(texts[i].type, type) == 0)
			texts[i].add(out, ev_data(moment->ev));
	buf_addc(out, '\n');
}

/* --- for programs --- */

static void
add_sentences(struct buf *out, const json_t *changes)
{
	const json_t *change;
	struct buf text = BUF_INIT;
	size_t i;

	jsonw_name(out, "text");
	buf_addc(out, '[');
	json_array_foreach (changes, i, change) {
		buf_truncate(&text, 0);
		change_text(&text, change);
		jsonw_item(out);
		jsonw_stringn(out, buf_peek(&text), text.len);
	}
	buf_addc(out, ']');
	buf_clear(&text);
}

void
life_json(struct buf *out, const struct moment *moment)
{
	const json_t *data = ev_data(moment->ev);
	const json_t *changes = json_object_get(data, "changes");
	const char *path = json_string_value(json_object_get(data, "path"));
	char *text = changes ? json_dumps(changes, JSON_COMPACT) : NULL;

	buf_addc(out, '{');
	jsonw_int(out, "position", moment->position);
	jsonw_text(out, "time", ev_str(moment->ev, "time"));
	jsonw_text(out, "type", ev_str(moment->ev, "type"));
	jsonw_text(
	    out, "name", json_string_value(json_object_get(data, "name")));
	jsonw_text(out, "path", path);
	jsonw_name(out, "changes");
	buf_adds(out, text ? text : "[]");
	add_sentences(out, changes);
	buf_adds(out, "}\n");
	free(text);
}
