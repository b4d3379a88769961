/* outline - a definition as lines (outline.h). */
#include "outline.h"

#include <string.h>

#include "change_text.h"
#include "ev.h"

/* What an item of such a list is called. */
static const struct {
	const char *member, *noun;
} lists[] = {
	{ "columns", "column" },
	{ "relations", "relation" },
	{ "indexes", "index" },
	{ "foreignKeys", "foreign key" },
	{ "checks", "check" },
	{ "enums", "enum" },
	{ "defaults", "default" },
	{ "warnings", "warning" },
};

static const char *
noun_of(const char *member)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (strcmp(lists[i].member, member) == 0)
			return lists[i].noun;
	return NULL;
}

/* A line, unless there is nothing to say. */
static void
add_line(struct buf *out, const char *what, const char *name, json_t *value)
{
	size_t from = out->len, bare;

	buf_adds(out, what);
	if (name) {
		buf_addc(out, ' ');
		change_text_name(out, name);
		buf_addc(out, ':');
	}
	buf_addc(out, ' ');
	bare = out->len;
	change_text_value(out, value);
	if (out->len == bare)
		buf_truncate(out, name ? bare - 2 : from);
	if (out->len > from)
		buf_addc(out, '\n');
}

/* An item with a name in front of the rest. */
static void
add_item(struct buf *out, const char *noun, json_t *item)
{
	const char *name = json_string_value(json_object_get(item, "name"));
	json_t *rest = json_copy(item);

	(void)json_object_del(rest, "name");
	(void)json_object_del(rest, "lockKey");
	add_line(out, noun, name, rest);
	json_decref(rest);
}

static void
add_member(struct buf *out, const char *key, json_t *member)
{
	const char *noun = noun_of(key);
	json_t *item;
	size_t i;

	if (!noun)
		add_line(out, key, NULL, member);
	else
		json_array_foreach (member, i, item)
			add_item(out, noun, item);
}

void
outline_add(struct buf *out, const json_t *ev)
{
	json_t *attributes = json_object_get(ev_data(ev), "attributes");
	const char *key;
	json_t *member;

	json_object_foreach (attributes, key, member)
		if (!json_is_null(member) && !json_is_false(member) &&
		    strcmp(key, "lockKey") != 0)
			add_member(out, key, member);
}
