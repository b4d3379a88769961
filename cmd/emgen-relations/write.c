/* write - RelationshipsDetected as JSON text (write.h). */
#include "write.h"

#include <stdlib.h>
#include <strings.h>

#include "jsonw.h"
#include "mem.h"

static const char *const kinds[] = {
	[BELONGS_TO] = "belongsTo",
	[HAS_ONE] = "hasOne",
	[HAS_MANY] = "hasMany",
	[BELONGS_TO_MANY] = "belongsToMany",
	[HAS_ONE_THROUGH] = "hasOneThrough",
	[HAS_MANY_THROUGH] = "hasManyThrough",
	[MORPH_TO] = "morphTo",
	[MORPH_ONE] = "morphOne",
	[MORPH_MANY] = "morphMany",
};

static const char *const roles[] = {
	[ROLE_MODEL] = "model",
	[ROLE_PIVOT] = "pivot",
	[ROLE_PIVOT_MODEL] = "pivotModel",
};

static void
add_table(struct buf *out, const struct table *table)
{
	buf_addc(out, '{');
	jsonw_text(out, "schema", table->schema);
	jsonw_text(out, "name", table->name);
	buf_addc(out, '}');
}

static void
add_columns(struct buf *out, const char *name, const struct table *table,
    const size_t *columns, size_t count)
{
	jsonw_name(out, name);
	buf_addc(out, '[');
	for (size_t i = 0; i < count; i++) {
		jsonw_item(out);
		jsonw_string(out, table->columns[columns[i]].name);
	}
	buf_addc(out, ']');
}

static void
add_key(struct buf *out, const char *name, const struct table *table,
    const struct key *key)
{
	add_columns(out, name, table, key->columns, key->count);
}

/* What a pivot says beside its keys. */
static void
add_payload(struct buf *out, const struct table *pivot)
{
	size_t *columns = mem_zalloc(pivot->column_count, sizeof(*columns));
	size_t count = detect_payload(pivot, columns);

	add_columns(out, "columns", pivot, columns, count);
	jsonw_bool(out, "timestamps", detect_has_timestamps(pivot));
	free(columns);
}

static bool
is_primary(const struct foreign_key *key)
{
	return key_is(&key->to->primary, key->target.columns[0]);
}

/* The type of what a key refers to, where it is not the key's own. */
static void
add_other_type(struct buf *out, const char *name, const struct foreign_key *key)
{
	const char *type = key->to->columns[key->target.columns[0]].type;

	if (strcasecmp(key->on->columns[key->from.columns[0]].type, type) != 0)
		jsonw_text(out, name, type);
}

static bool
has_repeats(const struct relation *relation)
{
	return !table_is_unique_pair(relation->key->on,
	    relation->key->from.columns[0], relation->other->from.columns[0]);
}

static void
add_relation_pivot(struct buf *out, const struct relation *relation)
{
	const struct table *pivot = relation->key->on;

	jsonw_name(out, "pivot");
	buf_addc(out, '{');
	jsonw_text(out, "schema", pivot->schema);
	jsonw_text(out, "name", pivot->name);
	add_key(out, "foreignPivotKey", pivot, &relation->key->from);
	add_key(out, "relatedPivotKey", pivot, &relation->other->from);
	add_key(out, "relatedKey", relation->related, &relation->other->target);
	jsonw_bool(out, "relatedPrimary", is_primary(relation->other));
	jsonw_bool(
	    out, "model", pivot->role == ROLE_PIVOT_MODEL || pivot->serves);
	add_payload(out, pivot);
	if (has_repeats(relation))
		jsonw_bool(out, "repeats", true);
	/* What Eloquent calls the row between is a column of the other row. */
	if (table_column(relation->related, "pivot") <
	    relation->related->column_count)
		jsonw_text(out, "accessor", "pivotRelation");
	if (pivot_deletes_softly(pivot))
		jsonw_bool(out, "softDeletes", true);
	buf_addc(out, '}');
}

/* How sure a relation is, by the keys that it goes over. */
static int
confidence(const struct relation *relation)
{
	const struct foreign_key *second =
	    relation->through ? relation->through : relation->other;
	int here = relation->key->confidence;
	int there = second ? second->confidence : CERTAIN;

	return here < there ? here : there;
}

static void
add_confidence(struct buf *out, int tenths)
{
	jsonw_name(out, "confidence");
	buf_addc(out, (char)('0' + tenths / 10));
	buf_addc(out, '.');
	buf_addc(out, (char)('0' + tenths % 10));
}

static const char *
evidence(const struct relation *relation)
{
	if (relation->key->morph)
		return "morph";
	if (confidence(relation) < CERTAIN)
		return "naming";
	if (relation->kind == BELONGS_TO_MANY)
		return "pivot";
	return relation->kind == HAS_ONE || relation->kind == HAS_ONE_THROUGH
		   ? "unique"
		   : "foreign-key";
}

static bool
is_nullable(const struct relation *relation)
{
	const struct foreign_key *key = relation->key;

	switch (relation->kind) {
	case BELONGS_TO: /* what nothing holds to a row can have lost it */
		return key->on->columns[key->from.columns[0]].nullable ||
		       key->confidence < CERTAIN;
	case HAS_ONE:
	case HAS_ONE_THROUGH:
	case MORPH_ONE:
	case MORPH_TO:
		return true;
	default:
		return false;
	}
}

/* The columns of a morph, what both are called, and a table it may lead to. */
static void
add_morph(struct buf *out, const struct relation *relation)
{
	const struct foreign_key *key = relation->key;

	jsonw_name(out, "morph");
	buf_addc(out, '{');
	jsonw_text(out, "name", key->morph->name);
	jsonw_text(out, "type", key->on->columns[key->morph->type].name);
	if (relation->kind == MORPH_TO && relation->related) {
		jsonw_name(out, "table");
		add_table(out, relation->related);
	}
	buf_addc(out, '}');
}

/* The table between: its key to here, and what related refers to. */
static void
add_through(struct buf *out, const struct relation *relation)
{
	const struct foreign_key *near = relation->through;
	const struct foreign_key *far = relation->key;

	jsonw_name(out, "through");
	buf_addc(out, '{');
	jsonw_text(out, "schema", near->on->schema);
	jsonw_text(out, "name", near->on->name);
	add_key(out, "foreignKey", near->on, &near->from);
	add_key(out, "localKey", far->to, &far->target);
	jsonw_bool(out, "primary", is_primary(far));
	buf_addc(out, '}');
}

/* The other end; of a morphTo that is any table. */
static void
add_ends(struct buf *out, const struct relation *relation)
{
	const struct foreign_key *key = relation->key;
	const struct foreign_key *here =
	    relation->through ? relation->through : key;

	if (relation->kind == MORPH_TO) {
		add_key(out, "foreignKey", key->on, &key->from);
		return;
	}
	jsonw_name(out, "related");
	add_table(out, relation->related);
	add_key(out, "foreignKey", key->on, &key->from);
	add_key(out, relation->kind == BELONGS_TO ? "ownerKey" : "localKey",
	    here->to, &here->target);
	jsonw_bool(out, "primary", is_primary(here));
	if (relation->through)
		add_through(out, relation);
}

static void
add_relation(struct buf *out, const struct relation *relation)
{
	const struct foreign_key *key = relation->key;

	buf_addc(out, '{');
	jsonw_text(out, "kind", kinds[relation->kind]);
	jsonw_text(out, "name", relation->name);
	jsonw_text(out, "key", relation->lock_key);
	add_ends(out, relation);
	if (key->morph)
		add_morph(out, relation);
	jsonw_bool(out, "nullable", is_nullable(relation));
	if (relation->kind == BELONGS_TO) {
		if (key->cycle)
			jsonw_bool(out, "cycle", true);
		add_other_type(out, "ownerType", key);
	}
	if (relation->other)
		add_relation_pivot(out, relation);
	else
		jsonw_null(out, "pivot");
	jsonw_text(out, "evidence", evidence(relation));
	add_confidence(out, confidence(relation));
	buf_addc(out, '}');
}

/* The pair of keys, as facts: a pivot's class shows no belongsTo for them. */
static void
add_pivot(struct buf *out, const struct table *pivot)
{
	jsonw_name(out, "pivot");
	buf_adds(out, "{\"foreignKeys\":[");
	for (size_t i = 0; i < 2; i++) {
		const struct foreign_key *key = pivot->pair[i];

		jsonw_item(out);
		buf_addc(out, '{');
		jsonw_name(out, "related");
		add_table(out, key->to);
		add_key(out, "columns", pivot, &key->from);
		add_key(out, "relatedKey", key->to, &key->target);
		add_other_type(out, "relatedType", key);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
	add_payload(out, pivot);
	buf_addc(out, '}');
}

void
write_relationships(struct buf *out, const struct table *table,
    const struct relations *relations)
{
	buf_addc(out, '{');
	jsonw_name(out, "table");
	add_table(out, table);
	jsonw_text(out, "role", roles[table->role]);
	buf_adds(out, ",\"relationships\":[");
	for (size_t i = 0; i < relations->count; i++) {
		jsonw_item(out);
		add_relation(out, &relations->list[i]);
	}
	buf_addc(out, ']');
	if (table->role == ROLE_MODEL && !table->serves)
		jsonw_null(out, "pivot");
	else
		add_pivot(out, table);
	buf_adds(out, ",\"warnings\":[");
	write_warnings(out, table);
	buf_adds(out, "]}");
}
