/* link - foreign keys joined to the tables that they name (schema.h). */
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "schema.h"

/* Whether an earlier key of the table joins the same column to fk->to. */
static bool
is_repeated(const struct foreign_key *fk)
{
	const struct foreign_key *other = fk->on->foreign_keys;

	for (; other < fk; other++)
		if (other->usable && other->to == fk->to &&
		    other->from.columns[0] == fk->from.columns[0])
			return true;
	return false;
}

/* Whether Eloquent can ask for both ends of a key of one column. */
static bool
can_be_queried(const struct foreign_key *fk)
{
	return names_can_be_queried(fk->on->name) &&
	       names_can_be_queried(fk->to->name) &&
	       names_can_be_queried(fk->on->columns[*fk->from.columns].name) &&
	       names_can_be_queried(fk->to->columns[*fk->target.columns].name);
}

static bool
is_unfindable(const struct table *table, const struct key *key)
{
	for (size_t i = 0; i < key->count; i++)
		if (!table->columns[key->columns[i]].findable)
			return true;
	return false;
}

/* Joins a foreign key to what it names, as far as that was read. */
static void
link_key(struct schema *schema, struct foreign_key *fk)
{
	const json_t *at = json_object_get(schema->index, fk->to_label);
	size_t *columns;

	if (!at)
		return;
	fk->to = schema->tables[json_integer_value(at)];
	if (!fk->to_names)
		return;
	columns = arena_alloc(&schema->arena, fk->from.count, sizeof(*columns));
	for (size_t i = 0; i < fk->from.count; i++) {
		columns[i] = table_column(fk->to, fk->to_names[i]);
		if (columns[i] == fk->to->column_count)
			return;
	}
	fk->target = (struct key){ fk->from.count, columns };
	fk->odd = !can_be_queried(fk);
	fk->unfindable = is_unfindable(fk->on, &fk->from) ||
			 is_unfindable(fk->to, &fk->target);
	fk->usable = fk->from.count == 1 && !fk->odd && !fk->unfindable &&
		     !is_repeated(fk);
	fk->to->reference_count++;
}

static int
by_column(const void *a, const void *b)
{
	const struct foreign_key *one = a, *other = b;
	size_t i = one->from.columns[0], k = other->from.columns[0];

	return i != k ? (i > k) - (i < k)
		      : strcmp(one->to_label, other->to_label);
}

static void
collect(struct foreign_key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct table *to = keys[i].to;

		if (keys[i].target.count)
			to->references[to->reference_count++] = &keys[i];
	}
}

/* Tells each table who points to it. */
static void
collect_references(struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		table->references = arena_alloc(&schema->arena,
		    table->reference_count, sizeof(struct foreign_key *));
		table->reference_count = 0;
	}
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		collect(table->foreign_keys, table->foreign_key_count);
		collect(table->morphs, table->morph_count);
	}
}

/* Views come behind the tables whose columns and types they show. */
static int
by_label(const void *a, const void *b)
{
	const struct table *const *one = a, *const *other = b;
	const char *s = (*one)->schema, *t = (*other)->schema;
	int order = strcmp(s ? s : "", t ? t : "");

	if ((*one)->is_view != (*other)->is_view)
		return (*one)->is_view ? 1 : -1;
	return order ? order : strcmp((*one)->name, (*other)->name);
}

void
schema_link(struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		/* A server's order says nothing, and may change. */
		if (table->foreign_key_count)
			qsort(table->foreign_keys, table->foreign_key_count,
			    sizeof(*table->foreign_keys), by_column);
		for (size_t k = 0; k < table->foreign_key_count; k++)
			link_key(schema, &table->foreign_keys[k]);
	}
	if (schema->count)
		qsort(schema->tables, schema->count, sizeof(*schema->tables),
		    by_label);
	collect_references(schema);
}
