/*
 * schema - the tables of one analysis: each as the bytes of its line, and of
 * what the line says only what relations need.
 */
#ifndef EMGEN_RELATIONS_SCHEMA_H
#define EMGEN_RELATIONS_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "jsonv.h"
#include "listed.h"
#include "names.h"

/* What a column has to do with time. */
enum time {
	TIME_NONE,
	TIME_DATE,
	TIME_MOMENT,
	TIME_SECONDS, /* an integer, which may count them */
};

struct column {
	const char *name;
	const char *type; /* as the server says it */
	const char *base; /* the same, or what that is a domain of */
	bool nullable;
	enum time time;
	bool exact;     /* of a moment: with a zone, or parts of a second */
	bool filled;    /* the database gives a value when a row has none */
	bool invented;  /* Eloquent makes a key of its kind */
	bool invisible; /* SELECT * leaves it out */
	bool padded;    /* PHP gets digits with zeros in front */
	bool findable;  /* a model can be found by what it has read of it */
};

/* A list of columns: positions in the columns of a table, from 0. */
struct key {
	size_t count;
	const size_t *columns;
};

enum role {
	ROLE_MODEL,
	ROLE_PIVOT,       /* joins two tables and says nothing else: no class */
	ROLE_PIVOT_MODEL, /* says more, or needs Eloquent to make its id */
};

/* Two columns that say together what a row refers to: a row of any table. */
struct morph {
	size_t type, id;
	const char *name; /* what both are called without their last word */
	struct names_noun noun; /* the same */
	bool able;              /* that is as Laravel calls one: taggable */
	bool indexed;           /* an index or key has both */
};

enum { CERTAIN = 10 }; /* what the server says */

struct foreign_key {
	struct table *on;
	struct key from;
	const char *to_label;   /* of the table that it names */
	const char **to_names;  /* of the columns, as many as from */
	struct names_role role; /* of the column, where it is one */
	struct table *to;       /* NULL when it was not read */
	struct key target;      /* in the columns of to; count 0: unknown */
	bool odd;               /* Eloquent cannot write one of the names */
	bool unfindable; /* or a model cannot be found by one of the columns */
	bool usable;     /* one column, known target, the first of its like */
	bool cycle;      /* part of a circle of required keys */
	int confidence;  /* that it is one, in tenths */
	const struct morph *morph; /* whose id it is, or NULL */
};

struct table {
	char *line; /* as it came, newline included */
	size_t len;
	const char *id, *run; /* of the event that it is */
	const char *schema;   /* NULL where the server has none */
	const char *name;
	struct names_noun noun; /* the name without the user's prefix */
	const char *label;      /* schema.name, or name where that is enough */
	const char *subject;    /* schema.name, or name without a schema */
	bool is_view;
	enum role role;
	bool serves; /* a model that belongsToMany has for its pivot, too */
	/* The keys to two tables that have belongsToMany over this one. */
	const struct foreign_key *pair[2]; /* NULL: it joins none */
	struct column *columns;
	size_t column_count;
	struct key primary; /* what rows are found by; count 0: nothing */
	struct key *uniques;
	size_t unique_count;
	struct foreign_key *foreign_keys;
	size_t foreign_key_count;
	struct morph *pairs; /* columns that may be morphs */
	size_t pair_count;
	struct foreign_key *morphs; /* to no table, then to those named */
	size_t morph_count;
	struct foreign_key **references; /* to this table, from all tables */
	size_t reference_count;
	size_t waits; /* for detect_cycles(): keys to tables not settled */
	bool settled; /* and whether no circle goes through it */
};

struct schema {
	struct arena arena; /* all of the tables but their lines */
	struct table **tables;
	size_t count, cap;
	json_t *index; /* label -> position in tables, until they are sorted */
	char *default_schema; /* where a bare name is found, or NULL; owned */
	struct listed listed; /* for names that the user gave, if any */
};

/* clang-format off */
#define SCHEMA_INIT { ARENA_INIT, NULL, 0, 0, NULL, NULL, LISTED_INIT }
/* clang-format on */

/* Empties it for the analysis that begins with the event. */
void schema_start(struct schema *schema, const struct jsonv *ev);

/*
 * Adds the table of a TableAnalyzed event, whose name has the prefix, and a
 * copy of its line.  NULL, or what is wrong with the event.
 */
const char *schema_add(struct schema *schema, const struct jsonv *ev,
    const char *line, size_t len, const char *prefix);

/* The tables that are there have another prefix. */
void schema_set_prefix(struct schema *schema, const char *prefix);

/*
 * All tables are there: adds keys that the names of columns stand for where no
 * foreign key does (infer.c); tables are named with the prefix.
 */
void schema_infer(struct schema *schema, const char *prefix);

/*
 * Notes which columns of a table may be morphs (morph_pair.c); facts is the
 * event's table.
 */
void morphs_read(
    struct table *table, const struct jsonv *facts, struct arena *arena);

/*
 * All tables are there: settles which pairs of columns are morphs (morph.c).
 * targets are the tables that the user says they lead to, joined by commas, by
 * "table.name"; infer takes those, too, of which only the name tells.
 */
void schema_find_morphs(
    struct schema *schema, const json_t *targets, bool infer);

/*
 * All tables are there: sorts them by schema and name, views last, and joins
 * foreign keys to the tables and columns that they name.
 */
void schema_link(struct schema *schema);

void schema_clear(struct schema *schema);

/* Of a key of one column, from that to the one of the other table. */
struct names_role key_role(
    struct arena *arena, const char *column, const char *referenced);

/* True when key is exactly this one column of table, or these two. */
bool key_is(const struct key *key, size_t column);
bool key_is_pair(const struct key *key, size_t a, size_t b);

/* True when the primary key or a unique key is exactly this column. */
bool table_is_unique(const struct table *table, size_t column);
bool table_is_unique_pair(const struct table *table, size_t a, size_t b);

/* True when the column is in a foreign key. */
bool table_is_foreign(const struct table *table, size_t column);

/* A table of people who log in: its model has more members. */
bool table_is_user(const struct table *table);

/* Position of the column, or column_count. */
size_t table_column(const struct table *table, const char *name);

#endif
