/*
 * cycle - required keys that lead back to where they start (detect.h).
 *
 * A table that waits for no parent can be filled; so can one whose parents
 * can.  What is left then reaches a circle; what of it no table that is left
 * waits for is only on the way to one.
 */
#include <stdlib.h>

#include "detect.h"
#include "mem.h"

/* Whether a row cannot be without its parent. */
static bool
is_required(const struct foreign_key *key)
{
	return key->usable && !key->morph &&
	       !key->on->columns[key->from.columns[0]].nullable;
}

/* The i-th key to a parent, or from a child; NULL after the last one. */
static struct foreign_key *
key_at(const struct table *table, size_t i, bool to_parents)
{
	if (to_parents)
		return i < table->foreign_key_count ? &table->foreign_keys[i]
						    : NULL;
	return i < table->reference_count ? table->references[i] : NULL;
}

static size_t
count_open(const struct table *table, bool parents)
{
	struct foreign_key *key;
	size_t n = 0;

	for (size_t i = 0; (key = key_at(table, i, parents)); i++)
		n +=
		    is_required(key) && !(parents ? key->to : key->on)->settled;
	return n;
}

/* Settles the tables that wait for none, and those that waited for them ... */
static void
settle(struct schema *schema, bool parents)
{
	struct table **ready = mem_zalloc(schema->count, sizeof(*ready));
	struct foreign_key *key;
	size_t n = 0;

	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		table->waits = table->settled ? 0 : count_open(table, parents);
		if (!table->settled && table->waits == 0)
			ready[n++] = table;
	}
	for (size_t i = 0; i < n; i++) {
		ready[i]->settled = true;
		for (size_t k = 0; (key = key_at(ready[i], k, !parents)); k++) {
			struct table *other = parents ? key->on : key->to;

			if (is_required(key) && !other->settled &&
			    --other->waits == 0)
				ready[n++] = other;
		}
	}
	free(ready);
}

void
detect_cycles(struct schema *schema)
{
	settle(schema, true);
	settle(schema, false);
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		for (size_t k = 0; k < table->foreign_key_count; k++) {
			struct foreign_key *key = &table->foreign_keys[k];

			key->cycle = is_required(key) && !table->settled &&
				     !key->to->settled;
		}
	}
}
