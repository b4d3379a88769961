/* lines - a stream in memory (lines.h). */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "mem.h"
#include "slurp.h"

void
lines_add(struct lines *lines, const char *bytes, size_t len)
{
	struct line *line;

	lines->list = mem_grow(
	    lines->list, &lines->cap, lines->count, sizeof(*lines->list));
	line = &lines->list[lines->count++];
	line->bytes = mem_strndup(bytes, len);
	line->len = len;
	line->ev = json_loadb(bytes, len, 0, NULL);
	if (!json_is_object(line->ev)) {
		json_decref(line->ev);
		line->ev = NULL;
	}
}

int
lines_read(struct lines *lines, const char *path, struct em_err *err)
{
	struct buf file = BUF_INIT;
	const char *at, *nl;
	bool torn;

	if (slurp(path, &file, err) < 0) {
		buf_clear(&file);
		return -1;
	}
	at = buf_peek(&file);
	for (; (nl = strchr(at, '\n')); at = nl + 1)
		lines_add(lines, at, (size_t)(nl - at) + 1);
	torn = *at;
	buf_clear(&file);
	return torn ? err_set(err, EM_PERM, "%s: torn", path) : 0;
}

void
lines_clear(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		free(lines->list[i].bytes);
		json_decref(lines->list[i].ev);
	}
	free(lines->list);
	*lines = (struct lines)LINES_INIT;
}

const char *
line_str(const struct line *line, const char *name)
{
	return ev_str(line->ev, name);
}

bool
line_is(const struct line *line, const char *type)
{
	return strcmp(line_str(line, "type"), type) == 0;
}

bool
line_same(const struct line *a, const struct line *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

const struct line *
lines_find(const struct lines *lines, const char *type)
{
	for (size_t i = 0; i < lines->count; i++)
		if (line_is(&lines->list[i], type))
			return &lines->list[i];
	return NULL;
}

const struct line *
lines_twin(const struct lines *lines, const struct line *line)
{
	for (size_t i = 0; i < lines->count; i++)
		if (line_same(&lines->list[i], line))
			return &lines->list[i];
	return NULL;
}

/* --- meaning --- */

/* What differs from run to run, or tells who did it. */
static bool
is_left_out(const char *pointer, const char *name)
{
	static const char *const envelope[] = { "specversion", "id", "source",
		"time", "correlationid", "causationid" };

	if (strcmp(pointer, "/data") == 0)
		return strcmp(name, "metrics") == 0;
	for (size_t i = 0; i < 6 && !*pointer; i++)
		if (strcmp(name, envelope[i]) == 0)
			return true;
	return false;
}

static void
add_value(struct buf *text, json_t *value)
{
	enum { SHOWN = 200 };
	char *dump =
	    value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

	if (dump && strlen(dump) > SHOWN)
		buf_addf(text, "%.*s...", SHOWN, dump);
	else
		buf_adds(text, dump ? dump : "nothing");
	free(dump);
}

static void
add_difference(struct buf *text, const char *pointer, json_t *want, json_t *got)
{
	buf_addf(text, "%s: expected ", *pointer ? pointer : "/");
	add_value(text, want);
	buf_adds(text, ", got ");
	add_value(text, got);
}

static bool means(
    const char *pointer, json_t *want, json_t *got, struct buf *text);

static bool
member_means(const char *pointer, const char *name, json_t *want, json_t *got,
    struct buf *text)
{
	char *below = mem_printf("%s/%s", pointer, name);
	bool same = is_left_out(pointer, name) || means(below, want, got, text);

	free(below);
	return same;
}

static bool
object_means(const char *pointer, json_t *want, json_t *got, struct buf *text)
{
	const char *name;
	json_t *value;

	json_object_foreach (want, name, value)
		if (!member_means(
			pointer, name, value, json_object_get(got, name), text))
			return false;
	json_object_foreach (got, name, value)
		if (!member_means(pointer, name, json_object_get(want, name),
			value, text))
			return false;
	return true;
}

static bool
array_means(const char *pointer, json_t *want, json_t *got, struct buf *text)
{
	size_t n = json_array_size(want);

	if (json_array_size(got) != n) {
		add_difference(text, pointer, want, got);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		char *below = mem_printf("%s/%zu", pointer, i);
		bool same = means(below, json_array_get(want, i),
		    json_array_get(got, i), text);

		free(below);
		if (!same)
			return false;
	}
	return true;
}

/* What a reader takes a member for that is not there. */
static bool
is_absent(const json_t *value)
{
	return json_is_null(value) || json_is_false(value);
}

static bool
means(const char *pointer, json_t *want, json_t *got, struct buf *text)
{
	if (json_is_object(want) && json_is_object(got))
		return object_means(pointer, want, got, text);
	if (json_is_array(want) && json_is_array(got))
		return array_means(pointer, want, got, text);
	if (json_is_number(want) && json_is_number(got) &&
	    json_number_value(want) == json_number_value(got))
		return true;
	if (want && got ? json_equal(want, got) : is_absent(want ? want : got))
		return true;
	add_difference(text, pointer, want, got);
	return false;
}

bool
line_means(
    const struct line *want, const struct line *got, struct buf *difference)
{
	return means("", want->ev, got->ev, difference);
}
