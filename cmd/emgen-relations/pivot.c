/* pivot - which tables only join two others (detect.h). */
#include <stdlib.h>
#include <string.h>

#include "detect.h"
#include "mem.h"

static bool
has_time(const struct table *table, const char *name)
{
	size_t at = table_column(table, name);

	return at < table->column_count && table->columns[at].is_time;
}

bool
detect_has_timestamps(const struct table *pivot)
{
	return has_time(pivot, "created_at") && has_time(pivot, "updated_at");
}

bool
detect_is_timestamp(const struct column *column)
{
	return column->is_time && (strcmp(column->name, "created_at") == 0 ||
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

/* Whether the column identifies a row of a pivot on its own. */
static bool
is_id(const struct table *table, size_t column)
{
	return key_is(&table->primary, column) && !is_foreign(table, column);
}

static bool
has_id(const struct table *table)
{
	return table->primary.count == 1 &&
	       is_id(table, table->primary.columns[0]);
}

size_t
detect_payload(const struct table *pivot, size_t *columns)
{
	bool timestamps = detect_has_timestamps(pivot);
	size_t n = 0;

	for (size_t i = 0; i < pivot->column_count; i++) {
		const struct column *column = &pivot->columns[i];

		if (is_foreign(pivot, i) || is_id(pivot, i) ||
		    (timestamps && detect_is_timestamp(column)))
			continue;
		columns[n++] = i;
	}
	return n;
}

/* Nothing but keys, an id and when it was written. */
static bool
is_pure(const struct table *table)
{
	size_t *columns = mem_zalloc(table->column_count, sizeof(*columns));
	size_t n = detect_payload(table, columns);
	bool pure = true;

	for (size_t i = 0; i < n; i++)
		pure = pure && detect_is_timestamp(&table->columns[columns[i]]);
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

/* Two keys to two tables, neither of which would make it a one-to-one. */
static bool
is_joining(const struct table *table)
{
	const struct foreign_key *a = table->foreign_keys, *b = a + 1;

	return !table->is_view && table->foreign_key_count == 2 && a->usable &&
	       b->usable && a->from.columns[0] != b->from.columns[0] &&
	       a->to != table && b->to != table && !joins_nulls(a) &&
	       !joins_nulls(b) && !table_is_unique(table, a->from.columns[0]) &&
	       !table_is_unique(table, b->from.columns[0]);
}

static bool
is_referenced(const struct table *table)
{
	for (size_t i = 0; i < table->reference_count; i++)
		if (table->references[i]->usable)
			return true;
	return false;
}

/* Whether emgen.lock has a belongsTo of the table: only a model has one. */
static bool
was_model(const struct table *table, const struct settings *settings)
{
	const json_t *locked =
	    json_object_get(settings_lock(settings), "relations");
	bool found = false;

	for (size_t i = 0; i < table->foreign_key_count && !found; i++) {
		size_t column = table->foreign_keys[i].from.columns[0];
		char *key = mem_printf(
		    "%s.%s", table->label, table->columns[column].name);

		found = json_object_get(locked, key) != NULL;
		free(key);
	}
	return found;
}

void
detect_roles(struct schema *schema, const struct settings *settings)
{
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];
		const struct foreign_key *keys = table->foreign_keys;
		bool pure, paired;

		if (!is_joining(table))
			continue;
		pure = is_pure(table);
		paired = table_is_unique_pair(
		    table, keys[0].from.columns[0], keys[1].from.columns[0]);
		table->joins = pure || paired;
		if (is_referenced(table) || !table->joins ||
		    was_model(table, settings))
			table->role = ROLE_MODEL;
		else if (pure)
			table->role = ROLE_PIVOT;
		else if (!has_id(table))
			table->role = ROLE_PIVOT_MODEL;
	}
}
