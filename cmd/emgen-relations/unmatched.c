/* unmatched - the user's names of relations that are not (unmatched.h). */
#include "unmatched.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"

void
unmatched_begin(struct unmatched *unmatched, const struct settings *settings)
{
	const json_t *names = settings_map(settings, "relationNames");

	*unmatched = (struct unmatched){ NULL, NULL };
	if (json_object_size(names) == 0)
		return;
	unmatched->wanted = json_deep_copy(names);
	unmatched->keys = json_object();
}

void
unmatched_clear(struct unmatched *unmatched)
{
	json_decref(unmatched->wanted);
	json_decref(unmatched->keys);
}

void
unmatched_see(struct unmatched *unmatched, const struct relations *relations)
{
	for (size_t i = 0; unmatched->wanted && i < relations->count; i++) {
		const char *key = relations->list[i].lock_key;

		(void)json_object_del(unmatched->wanted, key);
		(void)json_object_set_new(unmatched->keys, key, json_true());
	}
}

/*
 * The table at the head of a part of a key, without the columns behind it
 * (emgen.lock(5)); a name of either may have no dot here.
 */
static char *
table_of(const char *part, size_t len, int columns)
{
	while (columns > 0 && len > 0) {
		size_t end = len;

		while (end > 0 && part[end - 1] != '.')
			end--;
		if (end == 0)
			break;
		len = end - 1;
		columns--;
	}
	return mem_strndup(part, len);
}

static bool
is_left_out(
    const struct listed *listed, const char *part, size_t len, int columns)
{
	char *table = table_of(part, len, columns);
	bool is =
	    !listed_is_read(listed, table) && !listed_is_missing(listed, table);

	free(table);
	return is;
}

/* posts.user_id, users<posts.user_id, posts<>post_tag.post_id.tag_id ... */
static bool
names_left_out(const struct listed *listed, const char *key)
{
	int columns = strchr(key, '<') ? 0 : 1;

	for (;;) {
		size_t len = strcspn(key, "<>");

		if (is_left_out(listed, key, len, columns))
			return true;
		key += len;
		if (!*key)
			return false;
		columns = strncmp(key, "<>", 2) == 0 ? 2 : *key == '<';
		key += columns == 2 ? 2 : 1;
	}
}

/* A pattern may be for what is to come. */
void
unmatched_warn_through(
    const struct settings *settings, const struct listed *listed)
{
	const json_t *table;
	size_t i;

	json_array_foreach (settings_list(settings, "through"), i, table) {
		const char *name = json_string_value(table);

		if (!strpbrk(name, "*?[\\") && listed_is_missing(listed, name))
			die_warn("through %s: there is no table %s%s", name,
			    name, listed_hint(listed, name));
	}
}

void
unmatched_warn(const struct unmatched *unmatched, const struct listed *listed)
{
	const char *wanted, *key;
	json_t *name, *seen;

	json_object_foreach (unmatched->wanted, wanted, name) {
		struct nearest nearest;

		if (names_left_out(listed, wanted))
			continue;
		nearest_begin(&nearest, wanted);
		json_object_foreach (unmatched->keys, key, seen)
			nearest_offer(&nearest, key);
		die_warn("%s=%s: there is no such relation%s", wanted,
		    json_string_value(name), nearest_hint(&nearest));
	}
}
