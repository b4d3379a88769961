/* pivot - which tables only join two others (detect.h). */
#include <stdlib.h>
#include <string.h>

#include "detect.h"
#include "mem.h"
#include "names.h"

bool
detect_is_paired(const struct foreign_key *key)
{
	return key == key->on->pair[0] || key == key->on->pair[1];
}

static bool
has_time(const struct table *table, const char *name, enum time time)
{
	size_t at = table_column(table, name);

	return at < table->column_count && table->columns[at].time == time;
}

static bool
has_times(const struct table *table, enum time time)
{
	return has_time(table, "created_at", time) &&
	       has_time(table, "updated_at", time);
}

/* Seconds need the date format of a class, which is that of all its dates. */
static bool
counts_seconds(const struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].time == TIME_DATE ||
		    table->columns[i].time == TIME_MOMENT)
			return false;
	return has_times(table, TIME_SECONDS);
}

bool
detect_has_timestamps(const struct table *pivot)
{
	return has_times(pivot, TIME_MOMENT) ||
	       (pivot->role == ROLE_PIVOT_MODEL && counts_seconds(pivot));
}

static bool
is_timestamp(const struct column *column)
{
	return column->time != TIME_NONE && column->time != TIME_DATE &&
	       (strcmp(column->name, "created_at") == 0 ||
		   strcmp(column->name, "updated_at") == 0);
}

static bool
is_foreign(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->foreign_key_count; i++)
		if (key_is(&table->foreign_keys[i].from, column))
			return true;
	return false;
}

/* Position of the column that is the key and no foreign one, or column_count.
 */
static size_t
own_id(const struct table *table)
{
	const struct key *key = &table->primary;

	return key->count == 1 && !is_foreign(table, key->columns[0])
		   ? key->columns[0]
		   : table->column_count;
}

/* The payload, when an id that Eloquent makes comes by itself or does not. */
static size_t
find_payload(const struct table *pivot, bool makes_ids, size_t *columns)
{
	size_t id = own_id(pivot), n = 0;
	bool timestamps = detect_has_timestamps(pivot);

	for (size_t i = 0; i < pivot->column_count; i++) {
		const struct column *column = &pivot->columns[i];
		bool made = i == id &&
			    (column->filled || (column->invented && makes_ids));

		if (i == pivot->pair[0]->from.columns[0] ||
		    i == pivot->pair[1]->from.columns[0] || made ||
		    column->invisible || (timestamps && is_timestamp(column)))
			continue;
		columns[n++] = i;
	}
	return n;
}

/* Eloquent makes an id when a row is saved as a model: as a Pivot it is. */
size_t
detect_payload(const struct table *pivot, size_t *columns)
{
	return find_payload(pivot, pivot->role == ROLE_PIVOT_MODEL, columns);
}

/* Nothing but keys, an id and when it was written. */
static bool
is_pure(const struct table *table)
{
	size_t *columns = mem_zalloc(table->column_count, sizeof(*columns));
	size_t n = find_payload(table, true, columns);
	bool pure = true;

	for (size_t i = 0; i < n; i++)
		pure = pure && is_timestamp(&table->columns[columns[i]]);
	free(columns);
	return pure;
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

static bool
is_unique_pair(const struct table *table)
{
	return table_is_unique_pair(table, table->pair[0]->from.columns[0],
	    table->pair[1]->from.columns[0]);
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
	    (is_pure(table) || is_unique_pair(table)))
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
	size_t id = own_id(table);

	if (id < table->column_count)
		return table->columns[id].invented;
	return is_unique_pair(table) &&
	       !table->columns[table->pair[0]->from.columns[0]].nullable &&
	       !table->columns[table->pair[1]->from.columns[0]].nullable;
}

/* Laravel's own Pivot knows seconds of its own zone, and cuts off the rest. */
static bool
has_exact_times(const struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];

		if (column->time == TIME_MOMENT && column->exact &&
		    is_timestamp(column))
			return true;
	}
	return false;
}

/* Whether the relation can do without a class for the rows of the pivot. */
static bool
needs_no_class(const struct table *table)
{
	size_t id = own_id(table);

	return is_pure(table) &&
	       (id == table->column_count || table->columns[id].filled) &&
	       !has_times(table, TIME_SECONDS) &&
	       !(has_exact_times(table) && is_identified(table));
}

static enum role
role_of(const struct table *table, const struct settings *settings)
{
	if (is_referenced(table) || table_is_user(table) ||
	    was_model(table, settings))
		return ROLE_MODEL;
	if (needs_no_class(table))
		return ROLE_PIVOT;
	return is_identified(table) ? ROLE_PIVOT_MODEL : ROLE_MODEL;
}

void
detect_roles(struct schema *schema, const struct settings *settings)
{
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		if (!table->is_view &&
		    (find_pair(table) || find_locked_pair(table, settings)))
			table->role = role_of(table, settings);
	}
}
