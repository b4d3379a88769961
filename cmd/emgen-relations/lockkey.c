/* lockkey - what relations are called in emgen.lock (detect.h). */
#include <stdlib.h>

#include "buf.h"
#include "detect.h"

static const char *
column_of(const struct foreign_key *key)
{
	return key->on->columns[key->from.columns[0]].name;
}

static const json_t *
locked_relations(const struct settings *settings)
{
	return json_object_get(settings_lock(settings), "relations");
}

bool
lockkey_any(const struct settings *settings)
{
	return json_object_size(locked_relations(settings)) > 0;
}

bool
lockkey_known(const struct settings *settings, char *key_take)
{
	bool found =
	    json_object_get(locked_relations(settings), key_take) != NULL;

	free(key_take);
	return found;
}

/* "posts.user_id" */
static void
add_column(struct buf *text, const struct foreign_key *key)
{
	buf_adds(text, key->on->label);
	buf_addc(text, '.');
	buf_adds(text, column_of(key));
}

/* The beginning of an identity: the table that has the relation. */
static struct buf
begin(const struct table *table, const char *sign)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, table->label);
	buf_adds(&text, sign);
	return text;
}

char *
lockkey_inverse(const struct foreign_key *key)
{
	struct buf text = begin(key->to, "<");

	add_column(&text, key);
	return buf_detach(&text);
}

char *
lockkey_many(const struct foreign_key *here, const struct foreign_key *there)
{
	struct buf text = begin(here->to, "<>");

	add_column(&text, here);
	buf_addc(&text, '.');
	buf_adds(&text, column_of(there));
	return buf_detach(&text);
}

char *
lockkey_through(const struct foreign_key *near, const struct foreign_key *far)
{
	struct buf text = begin(near->to, "<");

	add_column(&text, near);
	buf_addc(&text, '<');
	add_column(&text, far);
	return buf_detach(&text);
}

/* Whether key has the column that both are of: it is older, or the first. */
static bool
comes_first(const struct foreign_key *key, const struct foreign_key *other,
    const struct settings *settings)
{
	bool known = lockkey_known(settings, lockkey_inverse(key));
	bool other_known = lockkey_known(settings, lockkey_inverse(other));

	return known != other_known ? known : key < other;
}

/* Whether another key has the column for itself: an older one, or the first. */
static bool
is_second(const struct foreign_key *key, const struct settings *settings)
{
	const struct table *table = key->on;

	for (size_t i = 0; i < table->foreign_key_count; i++) {
		const struct foreign_key *other = &table->foreign_keys[i];

		if (other != key && other->usable &&
		    other->from.columns[0] == key->from.columns[0] &&
		    comes_first(other, key, settings))
			return true;
	}
	return false;
}

char *
lockkey_belongs_to(
    const struct foreign_key *key, const struct settings *settings)
{
	struct buf text = BUF_INIT;

	add_column(&text, key);
	if (key->to && is_second(key, settings)) {
		buf_addc(&text, '>');
		buf_adds(&text, key->to->label);
	}
	return buf_detach(&text);
}
