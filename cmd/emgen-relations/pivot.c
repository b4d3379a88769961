/* pivot - which tables only join two others (detect.h). */
#include "detect.h"
#include "names.h"

bool
detect_is_paired(const struct foreign_key *key)
{
	return key == key->on->pair[0] || key == key->on->pair[1];
}

/*
 * Whether both ends of the key may be null.  SQL joins no such rows, but
 * belongsToMany of a parent without the key asks for those that are null.
 */
static bool
joins_nulls(const struct foreign_key *key)
{
	size_t from = key->from.columns[0], to = key->target.columns[0];

	return key->on->columns[from].nullable &&
	       key->to->columns[to].nullable && !key_is(&key->to->primary, to);
}

/* Whether the key can be one end of a many-to-many relation. */
static bool
is_end(const struct foreign_key *key)
{
	const char *column = key->on->columns[key->from.columns[0]].name;

	return key->usable && key->to != key->on && !names_is_audit(column) &&
	       !joins_nulls(key) &&
	       !table_is_unique(key->on, key->from.columns[0]);
}

static bool
is_pair(const struct foreign_key *a, const struct foreign_key *b)
{
	return is_end(a) && is_end(b) &&
	       a->from.columns[0] != b->from.columns[0];
}

/*
 * The two keys that joined tables in an earlier run: further keys, or columns,
 * do not take the relation away.
 */
static bool
find_locked_pair(struct table *table, const struct settings *settings)
{
	for (size_t i = 0; i < table->foreign_key_count; i++)
		for (size_t k = i + 1; k < table->foreign_key_count; k++) {
			const struct foreign_key *a = &table->foreign_keys[i];
			const struct foreign_key *b = &table->foreign_keys[k];

			if (!is_pair(a, b) ||
			    (!lockkey_known(settings, lockkey_many(a, b)) &&
				!lockkey_known(settings, lockkey_many(b, a))))
				continue;
			table->pair[0] = a;
			table->pair[1] = b;
			return true;
		}
	return false;
}

/* Whether an earlier key says the same. */
static bool
is_repeat(const struct foreign_key *key)
{
	return !key->usable && !key->odd && !key->unfindable &&
	       key->target.count == 1;
}

/* The only two keys, and nothing else or a unique key on both of them. */
static bool
find_pair(struct table *table)
{
	size_t n = 0;

	for (size_t i = 0; i < table->foreign_key_count; i++) {
		if (is_repeat(&table->foreign_keys[i]))
			continue;
		if (n < 2)
			table->pair[n] = &table->foreign_keys[i];
		n++;
	}
	if (n == 2 && is_pair(table->pair[0], table->pair[1]) &&
	    (pivot_is_pure(table) || pivot_is_unique(table)))
		return true;
	table->pair[0] = table->pair[1] = NULL;
	return false;
}

static bool
is_referenced(const struct table *table)
{
	for (size_t i = 0; i < table->reference_count; i++)
		if (table->references[i]->usable ||
		    table->references[i]->from.count > 1)
			return true;
	return false;
}

/* Whether emgen.lock has a belongsTo over the pair: only a model has one. */
static bool
was_model(const struct table *table, const struct settings *settings)
{
	return lockkey_known(
		   settings, lockkey_belongs_to(table->pair[0], settings)) ||
	       lockkey_known(
		   settings, lockkey_belongs_to(table->pair[1], settings));
}

/* Whether its rows are told apart by the pair, or by an id of Eloquent's. */
static bool
is_identified(const struct table *table)
{
	size_t id = pivot_id(table);

	if (id < table->column_count)
		return table->columns[id].invented;
	return pivot_is_unique(table) &&
	       !table->columns[table->pair[0]->from.columns[0]].nullable &&
	       !table->columns[table->pair[1]->from.columns[0]].nullable;
}

static bool
has_made_id(const struct table *table)
{
	size_t id = pivot_id(table);

	return id < table->column_count && table->columns[id].filled;
}

/* Whether the rows of a class of its own can be told apart. */
static bool
can_have_class(const struct table *table)
{
	return is_identified(table) || has_made_id(table);
}

/* Whether the relation can do without a class for the rows of the pivot. */
static bool
needs_no_class(const struct table *table)
{
	bool has_id = pivot_id(table) < table->column_count;

	return pivot_is_pure(table) && (!has_id || has_made_id(table)) &&
	       !pivot_counts_seconds(table) &&
	       !(pivot_wants_class(table) && can_have_class(table));
}

static enum role
role_of(const struct table *table, const struct settings *settings)
{
	if (is_referenced(table) || table_is_user(table) ||
	    was_model(table, settings))
		return ROLE_MODEL;
	if (needs_no_class(table))
		return ROLE_PIVOT;
	return is_identified(table) ||
		       (pivot_is_pure(table) && has_made_id(table))
		   ? ROLE_PIVOT_MODEL
		   : ROLE_MODEL;
}

/*
 * Whether a model can be a Pivot as well: a row has an id of the database's, or
 * just the pair.  Laravel's own Pivot writes when a row was changed wherever it
 * reads when that was made.
 */
static bool
serves(const struct table *table)
{
	return table->role == ROLE_MODEL && !table_is_user(table) &&
	       (pivot_wants_class(table) || pivot_is_only_made(table)) &&
	       (has_made_id(table) || pivot_is_keyed(table));
}

void
detect_roles(struct schema *schema, const struct settings *settings)
{
	bool has_locked = lockkey_any(settings);

	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		if (table->is_view ||
		    (!find_pair(table) &&
			!(has_locked && find_locked_pair(table, settings))))
			continue;
		table->role = role_of(table, settings);
		table->serves = serves(table);
	}
}
