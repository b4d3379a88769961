/*
 * table - one table or view as a driver finds it, and as the "table" of
 * TableAnalyzed (emgen-events(5) says what the members mean).  Layer svc.
 *
 * A driver fills one struct table after the other from the rows of its
 * catalogue and hands each to driver_table().  All text and all arrays live in
 * the table's arena, or longer; what the table_add_ functions return is
 * borrowed until the next call of the same function.
 */
#ifndef EMGEN_TABLE_H
#define EMGEN_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"

enum { TABLE_UNSAID = -1 };

struct table_names {
	const char **list; /* NULL for what is no column but an expression */
	size_t n;
};

/* What a type says of the values in a column. */
struct table_type {
	const char *kind;             /* string, text, integer ... */
	int length, precision, scale; /* or TABLE_UNSAID */
	bool is_unsigned;
	bool is_known; /* false: kind is "other", to be warned of */
};

struct table_check {
	const char *name; /* or NULL */
	const char *expression;
};

struct table_checks {
	struct table_check *list;
	size_t n;
};

enum table_default {
	TABLE_NO_DEFAULT,
	TABLE_LITERAL,    /* the text of the value; NULL for DEFAULT NULL */
	TABLE_EXPRESSION, /* SQL */
};

struct table_column {
	const char *name;
	const char *declared; /* the type, as the server says it */
	struct table_type type;
	bool is_nullable, is_auto_increment;
	bool is_invisible; /* SELECT * leaves it out */
	bool is_wide;      /* its text may be more than the catalogue shows */
	enum table_default has_default;
	const char *initial;        /* that default */
	const char *generated;      /* "stored", "virtual" or NULL */
	const char *comment;        /* or NULL */
	struct table_names values;  /* the only ones that it takes; or none */
	const char *base_type;      /* of a domain, or NULL */
	int fields;                 /* of a value that is a row, or 0 */
	int64_t srid;               /* that its shapes have, or TABLE_UNSAID */
	struct table_checks checks; /* of its type, of VALUE; or none */
};

/* The beginning of a column, in an index: one of its columns that are NULL. */
struct table_prefix {
	size_t place; /* from 0 */
	const char *column;
	int length; /* in characters, or bytes of a binary one */
};

struct table_index {
	const char *name;
	const char *method; /* NULL for a B-tree */
	struct table_names columns;
	struct table_prefix *prefixes;
	size_t n_prefixes;
	bool is_unique, is_partial;
	bool are_nulls_alike; /* to a unique one; else each differs */
};

struct table_foreign {
	const char *name; /* or NULL */
	struct table_names columns;
	const char *schema, *table; /* that it refers to; schema or NULL */
	struct table_names targets; /* columns there; none when unknown */
	const char *on_update, *on_delete; /* CASCADE ..., in capitals */
};

struct table {
	struct arena arena;
	const char *schema; /* or NULL */
	const char *name;
	bool is_view;
	const char *comment;  /* or NULL */
	const char *key_name; /* of the primary key, or NULL */
	struct table_names key;
	struct table_column *columns;
	struct table_index *indexes; /* without the primary key's */
	struct table_foreign *foreigns;
	struct table_checks checks;
	const char *partition; /* what one asks of all its rows, or NULL */
	size_t n_columns, n_indexes, n_foreigns;
};

/* clang-format off */
#define TABLE_INIT { .arena = ARENA_INIT }
/* clang-format on */

/* Makes it empty, for the next table; table_clear() gives the memory back. */
void table_reset(struct table *table);
void table_clear(struct table *table);

/* One more, zeroed but for the numbers of a type, which are unsaid. */
struct table_column *table_add_column(struct table *table);
struct table_index *table_add_index(struct table *table);
struct table_foreign *table_add_foreign(struct table *table);
struct table_check *table_add_check(struct table *table);

/* One more name; it is borrowed, and has to be in the arena or live longer. */
void table_add_name(
    struct table *table, struct table_names *names, const char *name);

/* One more column to an index, which holds the beginning of it only. */
void table_add_prefix(struct table *table, struct table_index *index,
    const char *column, int length);

/* The column of that name to the byte, or NULL. */
struct table_column *table_column(const struct table *table, const char *name);

/* "schema.name", or the bare name without a schema; in the arena. */
const char *table_label(struct table *table);

/* Appends the table as a JSON object. */
void table_write(struct buf *out, const struct table *table);

#endif
