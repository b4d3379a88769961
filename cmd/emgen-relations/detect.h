/*
 * detect - which relations the keys of a schema stand for, and their names.
 * The rules are those of doc/naming.md and emgen-relations(1).
 */
#ifndef EMGEN_RELATIONS_DETECT_H
#define EMGEN_RELATIONS_DETECT_H

#include "buf.h"
#include "schema.h"
#include "settings.h"

enum relation_kind {
	BELONGS_TO,
	HAS_ONE,
	HAS_MANY,
	BELONGS_TO_MANY,
	HAS_ONE_THROUGH,
	HAS_MANY_THROUGH,
	MORPH_TO,
	MORPH_ONE,
	MORPH_MANY,
};

struct relation {
	enum relation_kind kind;
	char *name;
	char *lock_key;        /* its identity in emgen.lock */
	struct table *related; /* NULL for morphTo: any */
	/*
	 * The key between both; for belongsToMany the pivot's key to here, and
	 * through a table that of related to it.
	 */
	const struct foreign_key *key;
	/* The pivot's key to related, for belongsToMany; else NULL. */
	const struct foreign_key *other;
	/* The key to here of the table that it goes through, or NULL. */
	const struct foreign_key *through;
};

/* The relations of one table, in the order of its class. */
struct relations {
	struct relation *list;
	size_t count, cap;
};

/* clang-format off */
#define RELATIONS_INIT { NULL, 0, 0 }
/* clang-format on */

/*
 * Settles what each table is: a model, a pivot, or a pivot with a class.  What
 * emgen.lock knows as a model stays one.
 */
void detect_roles(struct schema *schema, const struct settings *settings);

/* Finds the required keys of which none can be the first to be filled. */
void detect_cycles(struct schema *schema);

/* Fills relations with those of the table, named. */
void detect_relations(const struct table *table,
    const struct settings *settings, struct relations *relations);
/*
 * Names them: as the user says, as emgen.lock remembers, and the rest by the
 * naming strategy (naming.c).
 */
void relations_name(struct relations *relations, const struct table *table,
    const struct settings *settings);
void relations_clear(struct relations *relations);

/*
 * The identity of a relation in emgen.lock, owned by the caller;
 * lockkey_known() takes it, and says whether the lock knows it.
 */
char *lockkey_belongs_to(
    const struct foreign_key *key, const struct settings *settings);
char *lockkey_inverse(const struct foreign_key *key);
char *lockkey_many(
    const struct foreign_key *here, const struct foreign_key *there);
char *lockkey_through(
    const struct foreign_key *near, const struct foreign_key *far);
bool lockkey_known(const struct settings *settings, char *key_take);
bool lockkey_any(const struct settings *settings); /* whether it knows one */

/* True for a key over which two tables have belongsToMany. */
bool detect_is_paired(const struct foreign_key *key);

/*
 * The columns of a pivot that are not its pair of keys, its id or its
 * timestamps: positions into columns, which has room for all; the count.
 */
size_t detect_payload(const struct table *pivot, size_t *columns);

/* True when belongsToMany can keep created_at and updated_at. */
bool detect_has_timestamps(const struct table *pivot);

/* Position of the column that is the key and no foreign one, or column_count.
 */
size_t pivot_id(const struct table *pivot);

/* Whether there is one row at most of each pair. */
bool pivot_is_unique(const struct table *pivot);

/* Whether the pair is its primary key. */
bool pivot_is_keyed(const struct table *pivot);

/* Whether it has when a row was made, and not when it was changed. */
bool pivot_is_only_made(const struct table *pivot);

/*
 * Whether a link that is taken away is only marked: the model that serves as
 * the pivot's class has soft deletes, and detach() deletes by it.
 */
bool pivot_deletes_softly(const struct table *pivot);

/* Nothing but keys, an id and when it was written. */
bool pivot_is_pure(const struct table *pivot);

/* Whether its timestamps are integers. */
bool pivot_counts_seconds(const struct table *pivot);

/*
 * Whether attach() would write another time than a class does, or one into what
 * is none, or the relation find no row, as one of the two keys is digits with
 * zeros in front.
 */
bool pivot_wants_class(const struct table *pivot);

#endif
