/*
 * define - one model, as facts that a renderer needs: the attributes of
 * ModelDefinitionCreated.  The rules are those of doc/naming.md and
 * emgen-define(1).
 */
#ifndef EMGEN_DEFINE_DEFINE_H
#define EMGEN_DEFINE_DEFINE_H

#include <jansson.h>
#include <stdbool.h>

#include "buf.h"
#include "classes.h"
#include "column.h"
#include "jsonv.h"
#include "said.h"
#include "settings.h"

/* What a definition is made from; all borrowed. */
struct source {
	struct arena *arena;       /* for what lives as long as the table */
	const struct jsonv *table; /* "table" of TableAnalyzed */
	const struct jsonv
	    *relations; /* data of RelationshipsDetected, or NULL */
	const char *driver;
	const struct settings *settings;
	struct classes *classes; /* gives out enums */
	struct map *said;        /* warnings, for said_tell() */
};

/* What is known of a table before its columns are written. */
struct model {
	const struct source *source;
	struct column *columns; /* in the arena of the source */
	size_t column_count;
	const char *schema; /* NULL where there is none */
	const char *name;
	const char *class;
	const struct jsonv *key; /* columns that tell rows apart, or NULL */
	bool pivot;
	bool joins; /* its class is a Pivot: that, or a model that serves as one
		     */
	bool user;  /* somebody who logs in */
	const char *created, *updated; /* timestamps, or NULL */
	bool soft_deletes;
	const char *generated_key; /* "uuid", "ulid" or NULL */
	const char *made_key;    /* SQL of the default that makes it, or NULL */
	const char *date_format; /* or NULL */
	json_t *warnings;
};

/* Appends the attributes; classes and settings decide the names. */
void define_model(struct buf *out, const struct source *source);

/* Fills what is known of a table; release with model_clear(). */
void model_open(struct model *model, const struct source *source);
void model_clear(struct model *model);

/* A remark that goes into the definition and, by said_tell(), to stderr. */
void model_warn(struct model *model, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The column of that name, or NULL; NULL for none. */
struct column *model_column(const struct model *model, const char *name);

/* True for a table between two others whose class is that of their pivots. */
bool model_is_joint(const struct model *model);

/* True for the two keys of a Pivot. */
bool model_is_paired(const struct model *model, const char *column);

/* Marks the columns that are keys, and by which rows are found. */
void model_mark_keys(struct model *model);

/* Fills who makes the key, when all else is known. */
void model_find_key_maker(struct model *model);

/* Whether save() asks the database for the key of a new row. */
bool model_is_incrementing(
    const struct model *model, const struct column *column);

/*
 * Whether Eloquent's keys of kind int hold the key.  It takes such keys for
 * integers of PHP's wherever it looks for several rows, so that of MySQL's
 * unsigned ones those beyond are cut.  Numbers that the server gives out, and
 * keys shared with a parent, are taken not to come that far.
 */
bool model_has_integer_key(
    const struct model *model, const struct column *column);

/* True for a key that the database makes; one shared with a parent is given. */
bool model_is_made(const struct column *column);

/* What $table holds for a table, owned: the prefix is the connection's. */
char *model_table_name(
    const struct model *model, const char *schema, const char *name);

/*
 * What $table of the model holds, owned.  Beside a table of the same name a
 * bare "users" is the other one in the queries of has() and withCount().
 */
char *model_own_table(const struct model *model);

/* Appends "relations"; "pivot", the two keys of a Pivot. */
void define_relations(struct buf *out, struct model *model);
void define_pivot(struct buf *out, const struct model *model);

/*
 * The class of a column's enum with its namespace, for the caller to free, or
 * NULL.  It is new when no column before has it.
 */
char *enum_class(
    const struct model *model, const struct column *column, bool *is_new);

/*
 * The values of the column that checks leave, those of a check that says more
 * than values, too; in the arena of the source, or those of the column where
 * that is all.
 */
const struct jsonv *narrow_values(
    const struct model *model, const struct column *column);

/* Appends an item of "enums". */
void enum_add(struct buf *out, const struct model *model,
    const struct column *column, const char *class);

/* Appends "driver", "indexes", "foreignKeys" and "checks". */
void define_constraints(struct buf *out, const struct model *model);

/* Appends "checks", where a table or a column has some. */
void define_checks(struct buf *out, const struct jsonv *checks);

/* Appends "columns" and "enums". */
void define_columns(struct buf *out, struct model *model);

#endif
