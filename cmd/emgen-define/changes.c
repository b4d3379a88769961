/* changes - what differs between two definitions (changes.h). */
#include "changes.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "changes_column.h"
#include "difference.h"
#include "ev.h"
#include "list.h"

/* What follows from other members, and is a change of its own only alone. */
static const char *const derived[] = { "fillable", "hidden", "warnings",
	"tableDefault", NULL };

/* Members that are told in another way. */
static const char *const told[] = { "class", "columns", "defaults", "relations",
	"indexes", "foreignKeys", "checks", "enums", NULL };

/* --- lists --- */

/* A list of attributes whose items are known by a key. */
struct list {
	const char *member;
	const char *added, *removed, *changed, *moved;
	void (*key)(const json_t *item, struct buf *key);
	void (*compare)(json_t *changes, const char *key, const json_t *old,
	    const json_t *new);
};

static void
join(const json_t *names, struct buf *out)
{
	const json_t *name;
	size_t i;

	json_array_foreach (names, i, name) {
		const char *text = json_string_value(name);

		buf_adds(out, i ? ", " : "");
		buf_adds(out, text ? text : "(expression)");
	}
}

static void
key_name(const json_t *item, struct buf *key)
{
	buf_adds(key, ev_str(item, "name"));
}

static void
key_class(const json_t *item, struct buf *key)
{
	buf_adds(key, ev_str(item, "class"));
}

static void
key_columns(const json_t *item, struct buf *key)
{
	join(json_object_get(item, "columns"), key);
}

static void
key_text(const json_t *item, struct buf *key)
{
	buf_adds(key, json_string_value(item) ? json_string_value(item) : "");
}

/*
 * {key: item}, a new reference.  Of two indexes on the same columns, or checks
 * that say the same, the second has a number.
 */
static json_t *
by_key(const struct list *list, const json_t *attributes)
{
	json_t *items = json_object(), *item;
	struct buf key = BUF_INIT;
	size_t i;

	json_array_foreach (
	    json_object_get(attributes, list->member), i, item) {
		buf_truncate(&key, 0);
		list->key(item, &key);
		for (unsigned n = 2; json_object_get(items, buf_peek(&key));
		     n++)
			buf_addf(&key, " (%u)", n);
		(void)json_object_set(items, buf_peek(&key), item);
	}
	buf_clear(&key);
	return items;
}

static void
compare_keys(json_t *changes, const struct list *list, json_t *a, json_t *b)
{
	json_t *old = json_array(), *new = json_array(), *item;
	const char *key;

	json_object_foreach (a, key, item)
		if (json_object_get(b, key))
			(void)json_array_append_new(old, json_string(key));
	json_object_foreach (b, key, item)
		if (json_object_get(a, key))
			(void)json_array_append_new(new, json_string(key));
	if (list->moved && !json_equal(old, new))
		difference_add(changes, list->moved, NULL, old, new);
	json_decref(old);
	json_decref(new);
}

static void
compare_item(json_t *changes, const struct list *list, const char *key,
    const json_t *old, const json_t *new)
{
	json_t *was, *is;

	if (difference_none(old, new))
		return;
	if (list->compare) {
		list->compare(changes, key, old, new);
		return;
	}
	difference_members(old, new, &was, &is);
	difference_add(changes, list->changed, key, was, is);
	json_decref(was);
	json_decref(is);
}

static void
compare_list(json_t *changes, const struct list *list, const json_t *old,
    const json_t *new)
{
	json_t *a = by_key(list, old), *b = by_key(list, new), *item;
	const char *key;

	json_object_foreach (a, key, item) {
		const json_t *other = json_object_get(b, key);

		if (other)
			compare_item(changes, list, key, item, other);
		else
			difference_add(changes, list->removed, key, item, NULL);
	}
	json_object_foreach (b, key, item)
		if (!json_object_get(a, key))
			difference_add(changes, list->added, key, NULL, item);
	compare_keys(changes, list, a, b);
	json_decref(a);
	json_decref(b);
}

/* --- columns --- */

/* What the database gives a column: {literal} or {expression}, or NULL. */
static const json_t *
database_default(const json_t *column)
{
	return json_object_get(column, "default");
}

/* A column's default as it is told: the value in PHP, else what SQL says. */
static const json_t *
default_of(const json_t *attributes, const char *name, const json_t *column)
{
	const json_t *sql = database_default(column), *item;
	size_t i;

	json_array_foreach (json_object_get(attributes, "defaults"), i, item)
		if (strcmp(ev_str(item, "column"), name) == 0)
			return json_object_get(item, "value");
	return json_object_get(sql, "literal")
		   ? json_object_get(sql, "literal")
		   : json_object_get(sql, "expression");
}

/*
 * The default of a column that only one side has is no change of its own; nor
 * is what PHP makes of one that stays as it is.
 */
static void
compare_defaults(json_t *changes, const json_t *old, const json_t *new)
{
	static const struct list columns = { .member = "columns",
		.key = key_name };
	json_t *had = by_key(&columns, old), *has = by_key(&columns, new);
	const char *name;
	json_t *column;

	json_object_foreach (has, name, column) {
		const json_t *other = json_object_get(had, name);
		const json_t *was = default_of(old, name, other);
		const json_t *is = default_of(new, name, column);
		bool is_known =
		    database_default(other) && database_default(column);

		if (!other || difference_none(was, is) ||
		    (is_known && json_equal(database_default(other),
				     database_default(column))))
			continue;
		difference_add(changes, "column-default", name, was, is);
	}
	json_decref(had);
	json_decref(has);
}

/* --- all --- */

static void
compare_members(json_t *changes, const json_t *old, const json_t *new,
    bool (*wanted)(const char *))
{
	json_t *was, *is, *member;
	const char *key;

	difference_members(old, new, &was, &is);
	json_object_foreach (is, key, member)
		if (wanted(key))
			difference_add(changes,
			    strcmp(key, "key") == 0 ? "key-changed"
						    : "attribute-changed",
			    key, json_object_get(was, key), member);
	json_decref(was);
	json_decref(is);
}

static bool
is_plain(const char *member)
{
	return !list_has(told, member) && !list_has(derived, member);
}

static bool
is_any(const char *member)
{
	(void)member;
	return true;
}

json_t *
changes_find(const json_t *old, const char *name, const json_t *attributes)
{
	static const struct list lists[] = {
		{ "columns", "column-added", "column-removed", NULL,
		    "columns-moved", key_name, changes_in_column },
		{ "relations", "relation-added", "relation-removed",
		    "relation-changed", NULL, key_name, NULL },
		{ "indexes", "index-added", "index-removed", "index-changed",
		    NULL, key_columns, NULL },
		{ "foreignKeys", "foreign-key-added", "foreign-key-removed",
		    "foreign-key-changed", NULL, key_columns, NULL },
		{ "checks", "check-added", "check-removed", NULL, NULL,
		    key_text, NULL },
		{ "enums", "enum-added", "enum-removed", "enum-changed", NULL,
		    key_class, NULL },
	};
	const json_t *was = json_object_get(old, "attributes");
	json_t *changes = json_array(), *class = json_string(name);

	if (!difference_none(json_object_get(old, "name"), class))
		difference_add(changes, "class-renamed", NULL,
		    json_object_get(old, "name"), class);
	json_decref(class);
	compare_members(changes, was, attributes, is_plain);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		compare_list(changes, &lists[i], was, attributes);
		if (i == 0)
			compare_defaults(changes, was, attributes);
	}
	if (json_array_size(changes) == 0)
		compare_members(changes, was, attributes, is_any);
	return changes;
}
