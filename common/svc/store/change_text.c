/* change_text - a change of a model in words (change_text.h). */
#include "change_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "ev.h"

enum { TEXT_MAX = 512 }; /* bytes of one text */

void
change_text_name(struct buf *out, const char *text)
{
	char safe[TEXT_MAX];

	buf_adds(out, die_printable(safe, sizeof(safe), text));
}

/* --- values --- */

static bool
says_nothing(const json_t *value)
{
	return !value || json_is_null(value) || json_is_false(value) ||
	       (json_is_array(value) && json_array_size(value) == 0) ||
	       (json_is_object(value) && json_object_size(value) == 0);
}

static void
add_list(struct buf *out, const json_t *list)
{
	const json_t *item;
	size_t i;

	json_array_foreach (list, i, item) {
		buf_adds(out, i ? ", " : "");
		if (json_is_null(item))
			buf_adds(out, "(expression)");
		else
			change_text_value(out, item);
	}
}

static void
add_object(struct buf *out, json_t *object)
{
	const char *key, *comma = "";
	json_t *member;

	json_object_foreach (object, key, member) {
		if (says_nothing(member))
			continue;
		buf_adds(out, comma);
		change_text_name(out, key);
		comma = ", ";
		if (json_is_true(member))
			continue;
		buf_addc(out, ' ');
		if (json_is_object(member))
			buf_addc(out, '(');
		change_text_value(out, member);
		if (json_is_object(member))
			buf_addc(out, ')');
	}
}

void
change_text_value(struct buf *out, const json_t *value)
{
	char *text;
	json_t *object;

	if (json_is_string(value)) {
		change_text_name(out, json_string_value(value));
	} else if (json_is_array(value)) {
		add_list(out, value);
	} else if (json_is_object(value)) {
		object = json_copy((json_t *)(uintptr_t)value);
		add_object(out, object);
		json_decref(object);
	} else {
		text = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
		change_text_name(out, text ? text : "null");
		free(text);
	}
}

/* --- sentences --- */

static const json_t *
get(const json_t *change, const char *side)
{
	return json_object_get(change, side);
}

/* "2 now, it was 1"; "2 now, there was none"; "gone, it was 1". */
static void
add_turn(struct buf *out, const json_t *was, const json_t *is)
{
	if (!is || json_is_null(is)) {
		buf_adds(out, "gone");
	} else {
		change_text_value(out, is);
		buf_adds(out, " now");
	}
	if (!was || json_is_null(was)) {
		buf_adds(out, ", there was none");
	} else {
		buf_adds(out, ", it was ");
		change_text_value(out, was);
	}
}

/* "class is A now, it was B; name ..." for the members that differ. */
static void
add_members(struct buf *out, const json_t *change)
{
	json_t *is = json_object_get(change, "new"), *member;
	const char *key, *semicolon = "";

	json_object_foreach (is, key, member) {
		buf_adds(out, semicolon);
		change_text_name(out, key);
		buf_adds(out, " is ");
		add_turn(out, json_object_get(get(change, "old"), key), member);
		semicolon = "; ";
	}
}

static void
add_change(struct buf *out, const json_t *change)
{
	const json_t *was = get(change, "old"), *is = get(change, "new");

	if (json_is_object(was) && json_is_object(is)) {
		buf_adds(out, ": ");
		add_members(out, change);
	} else {
		buf_adds(out, " is ");
		add_turn(out, was, is);
	}
}

/* In brackets, what a thing that is new looks like. */
static void
add_looks(struct buf *out, const char *change, const json_t *new)
{
	const json_t *type = json_object_get(new, "databaseType");
	const json_t *parent = json_object_get(new, "references");

	if (strcmp(change, "column-added") == 0) {
		buf_adds(out, " (");
		change_text_value(
		    out, type ? type : json_object_get(new, "type"));
		if (json_is_true(json_object_get(new, "nullable")))
			buf_adds(out, ", nullable");
		buf_addc(out, ')');
	} else if (strcmp(change, "relation-added") == 0) {
		buf_adds(out, " (");
		change_text_value(out, json_object_get(new, "kind"));
		buf_addc(out, ' ');
		change_text_value(out, json_object_get(new, "class"));
		buf_addc(out, ')');
	} else if (parent) {
		buf_adds(out, " to ");
		change_text_value(out, json_object_get(parent, "table"));
	} else if (json_is_true(json_object_get(new, "unique"))) {
		buf_adds(out, " (unique)");
	}
}

/* Changes whose verb is not that of their last word. */
static bool
add_special(struct buf *out, const char *change, const json_t *json)
{
	const json_t *is = get(json, "new");

	if (strcmp(change, "class-renamed") == 0) {
		buf_adds(out, "the class");
		add_change(out, json);
	} else if (strcmp(change, "columns-moved") == 0) {
		buf_adds(out, "columns are in another order: ");
		change_text_value(out, is);
	} else if (strcmp(change, "key-changed") == 0) {
		buf_adds(out, "the primary key is ");
		add_turn(out, json_object_get(get(json, "old"), "columns"),
		    json_object_get(is, "columns"));
	} else if (strcmp(change, "column-nullability") == 0) {
		buf_adds(out, "column ");
		change_text_name(out, ev_str(json, "name"));
		buf_adds(out, json_is_true(is) ? " can be null now"
					       : " cannot be null any more");
	} else {
		return false;
	}
	return true;
}

static const struct {
	const char *change, *noun;
} nouns[] = {
	{ "attribute-changed", "" },
	{ "column-default", "the default of column " },
	{ "column-comment", "the comment of column " },
	{ "column-", "column " },
	{ "relation-", "relation " },
	{ "index-", "the index on " },
	{ "foreign-key-", "foreign key " },
	{ "check-", "check " },
	{ "enum-", "enum " },
};

void
change_text(struct buf *out, const json_t *json)
{
	const char *change = ev_str(json, "change");
	const char *verb = strrchr(change, '-');

	if (add_special(out, change, json))
		return;
	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++)
		if (strncmp(change, nouns[i].change, strlen(nouns[i].change)) ==
		    0) {
			buf_adds(out, nouns[i].noun);
			break;
		}
	change_text_name(out, ev_str(json, "name"));
	if (verb && strcmp(verb, "-added") == 0) {
		add_looks(out, change, get(json, "new"));
		buf_adds(out, " is new");
	} else if (verb && strcmp(verb, "-removed") == 0) {
		buf_adds(out, " is gone");
	} else {
		add_change(out, json);
	}
}
