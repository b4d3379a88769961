/* payload - what a pivot has beside its pair of keys (detect.h). */
#include <string.h>

#include "detect.h"

static bool
has_time(const struct table *table, const char *name, enum time time)
{
	size_t at = table_column(table, name);

	return at < table->column_count && table->columns[at].time == time;
}

/* What is called so, and is no moment. */
static bool
has_name_of_time(const struct table *table, const char *name)
{
	return table_column(table, name) < table->column_count &&
	       !has_time(table, name, TIME_MOMENT);
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

static bool
has_class(const struct table *pivot)
{
	return pivot->role == ROLE_PIVOT_MODEL || pivot->serves;
}

bool
pivot_is_only_made(const struct table *pivot)
{
	return has_time(pivot, "created_at", TIME_MOMENT) &&
	       table_column(pivot, "updated_at") == pivot->column_count;
}

bool
pivot_deletes_softly(const struct table *pivot)
{
	return pivot->serves && has_time(pivot, "deleted_at", TIME_MOMENT) &&
	       pivot->columns[table_column(pivot, "deleted_at")].nullable;
}

bool
detect_has_timestamps(const struct table *pivot)
{
	return has_times(pivot, TIME_MOMENT) ||
	       (has_class(pivot) && counts_seconds(pivot));
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

size_t
pivot_id(const struct table *table)
{
	const struct key *key = &table->primary;

	return key->count == 1 && !is_foreign(table, key->columns[0])
		   ? key->columns[0]
		   : table->column_count;
}

bool
pivot_is_unique(const struct table *table)
{
	return table_is_unique_pair(table, table->pair[0]->from.columns[0],
	    table->pair[1]->from.columns[0]);
}

bool
pivot_is_keyed(const struct table *table)
{
	return key_is_pair(&table->primary, table->pair[0]->from.columns[0],
	    table->pair[1]->from.columns[0]);
}

static bool
is_paired(const struct table *table, size_t column)
{
	return column == table->pair[0]->from.columns[0] ||
	       column == table->pair[1]->from.columns[0];
}

/*
 * Whether nobody has to say the id: the database makes it, or Eloquent, of what
 * is saved as a Pivot.  Yet a class finds a row by it where the pair is not
 * enough.
 */
static bool
knows_id(const struct table *pivot, const struct column *id)
{
	if (id->invented)
		return pivot->role == ROLE_PIVOT_MODEL;
	return id->filled && (!has_class(pivot) || pivot_is_unique(pivot));
}

size_t
detect_payload(const struct table *pivot, size_t *columns)
{
	size_t id = pivot_id(pivot), n = 0;
	bool timestamps = detect_has_timestamps(pivot);
	size_t deleted = pivot_deletes_softly(pivot)
			     ? table_column(pivot, "deleted_at")
			     : pivot->column_count;

	for (size_t i = 0; i < pivot->column_count; i++) {
		const struct column *column = &pivot->columns[i];

		if (is_paired(pivot, i) || column->invisible || i == deleted ||
		    (i == id && knows_id(pivot, column)) ||
		    (timestamps && is_timestamp(column)))
			continue;
		columns[n++] = i;
	}
	return n;
}

bool
pivot_is_pure(const struct table *table)
{
	size_t id = pivot_id(table);

	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		bool is_made = i == id && (column->filled || column->invented);

		if (!is_paired(table, i) && !column->invisible && !is_made &&
		    !is_timestamp(column))
			return false;
	}
	return true;
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

bool
pivot_counts_seconds(const struct table *table)
{
	return has_times(table, TIME_SECONDS);
}

/* Laravel's own Pivot takes whatever is called so for a moment. */
static bool
has_false_time(const struct table *table)
{
	return !pivot_counts_seconds(table) &&
	       (has_name_of_time(table, "created_at") ||
		   has_name_of_time(table, "updated_at"));
}

bool
pivot_wants_class(const struct table *table)
{
	return has_exact_times(table) || pivot_counts_seconds(table) ||
	       has_false_time(table) ||
	       table->columns[table->pair[0]->from.columns[0]].padded ||
	       table->columns[table->pair[1]->from.columns[0]].padded;
}
