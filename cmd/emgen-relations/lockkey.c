/* lockkey - what relations are called in emgen.lock (detect.h). */
#include <stdlib.h>

#include "detect.h"
#include "mem.h"

static const char *
column_of(const struct foreign_key *key)
{
	return key->on->columns[key->from.columns[0]].name;
}

bool
lockkey_known(const struct settings *settings, char *key_take)
{
	const json_t *locked =
	    json_object_get(settings_lock(settings), "relations");
	bool found = json_object_get(locked, key_take) != NULL;

	free(key_take);
	return found;
}

char *
lockkey_inverse(const struct foreign_key *key)
{
	return mem_printf(
	    "%s<%s.%s", key->to->label, key->on->label, column_of(key));
}

char *
lockkey_many(const struct foreign_key *here, const struct foreign_key *there)
{
	return mem_printf("%s<>%s.%s.%s", here->to->label, here->on->label,
	    column_of(here), column_of(there));
}

char *
lockkey_through(const struct foreign_key *near, const struct foreign_key *far)
{
	return mem_printf("%s<%s.%s<%s.%s", near->to->label, near->on->label,
	    column_of(near), far->on->label, column_of(far));
}

/* Whether another key has the column for itself: an older one, or the first. */
static bool
is_second(const struct foreign_key *key, const struct settings *settings)
{
	const struct table *table = key->on;
	bool known = lockkey_known(settings, lockkey_inverse(key));

	for (size_t i = 0; i < table->foreign_key_count; i++) {
		const struct foreign_key *other = &table->foreign_keys[i];
		bool older;

		if (other == key || !other->usable ||
		    other->from.columns[0] != key->from.columns[0])
			continue;
		older = lockkey_known(settings, lockkey_inverse(other));
		if (older != known ? older : other < key)
			return true;
	}
	return false;
}

char *
lockkey_belongs_to(
    const struct foreign_key *key, const struct settings *settings)
{
	bool second = key->to && is_second(key, settings);

	return mem_printf("%s.%s%s%s", key->on->label, column_of(key),
	    second ? ">" : "", second ? key->to->label : "");
}
