/* factory - what the pieces of a factory's view share; for factory*.c. */
#ifndef EMGEN_RENDER_FACTORY_H
#define EMGEN_RENDER_FACTORY_H

#include "imports.h"
#include "model.h"
#include "sql_bounds.h"
#include "sql_check.h"
#include "sql_pattern.h"

struct factory {
	struct arena *arena;
	const struct definition *def;
	struct column *columns; /* of def: what checks want is required, too */
	struct imports imports;
	/* For each column: how its value comes from a row of another table. */
	struct parent *parents;
	/* For each column: no two rows may have the same value. */
	bool *distinct;
	/* Nor the same beginning of so many characters; NO_NUMBER for any. */
	int *within;
	/* For each column: a date after that of another column. */
	bool *later;
	/* For each column: between what it is in order with other numbers. */
	struct sql_range *order;
	/* Others refer to a column that only the database fills. */
	bool is_read_again;
	/* CHECKs of the table, texts, each as far as rows are to keep it. */
	const struct jsonv *checks;
};

/* Where the value of a column comes from, if not out of the air. */
struct parent {
	const struct relation *relation; /* alone, or NULL */
	/* Together with other columns, or NULL: a key, and which of it. */
	const struct jsonv *key;
	size_t at;
	bool circular; /* making the parent would take such a row first */
	bool unknown;  /* or the parent has no model: circular, too */
};

/* --- factory.c --- */

/* Whether it is one of the columns of a foreign key. */
bool factory_refers(const struct definition *def, const char *column);

/* Whether the model takes a value for the column from anybody. */
bool factory_may_give(const struct factory *f, const struct column *column);

/* Whether null has to be said: the default refers to a row, who knows which. */
bool factory_is_nulled(
    const struct definition *def, const struct column *column);

/* --- factory_key.c --- */

/* Fills parents. */
void factory_find_parents(struct factory *f);

/* Position of a column, or the count of them. */
size_t factory_column(const struct definition *def, const struct jsonv *name);

/* The class of a key of several columns, "" where it is none of PHP's. */
const char *factory_key_class(const struct jsonv *key);

/* PHP for a column that has a parent that is not circular. */
char *factory_parent_value(struct factory *f, size_t column);

/* --- factory_morph.c --- */

/*
 * Whether a column says of which model a row is, and may say any.  Not in an
 * index: rows do not differ in it.
 */
bool factory_is_morph_type(const struct factory *f, size_t column);

/* The model that the row is made for, with its namespace; NULL for others. */
const char *factory_morph_class(const struct factory *f, size_t column);

/* PHP for a column of a polymorphic relation; NULL where it may be anything. */
char *factory_morph_value(struct factory *f, size_t column);

/* Appends the names of those that are made for no row that is known. */
void factory_add_strangers(const struct factory *f, struct view *list);

/* --- factory_member.c --- */

/* ->column, of what is in front of it. */
char *factory_member(struct arena *arena, const char *column);

/*
 * The same for a column that finds the row again: a model's moment is an
 * object, of which a query knows no time zone and no fraction of a second.
 */
char *factory_stored(struct factory *f, size_t own, const char *column);

/* --- factory_distinct.c --- */

/*
 * Fills distinct and within, which depends on the parents.  Where an index
 * takes null but once, a column that may be null is required.
 */
void factory_find_distinct(struct factory *f);

/*
 * Whether a boolean is true of one row, for the sake of a unique index of some
 * rows only: what others have is false.
 */
bool factory_is_exception(const struct factory *f, const char *column);

/* --- factory_value.c --- */

/* Between what the table's checks hold a column. */
struct sql_bounds factory_bounds(const struct factory *f, size_t column);

enum sql_dialect factory_dialect(const struct factory *f);

/* PHP for any other column. */
char *factory_value(struct factory *f, size_t column);

/* A column whose value is made. */
struct value {
	struct factory *f;
	struct arena *arena;
	const struct column *column;
	const char *fake; /* fake(), or fake()->unique() */
	bool distinct;
	int within;
	struct sql_bounds bounds;
	struct sql_pattern pattern;
};

/* --- factory_text.c --- */

/* PHP for a text. */
char *factory_text(const struct value *v);

/* --- factory_extent.c --- */

/* PHP for bytes; for PostgreSQL's, NULL where they are of another type. */
char *factory_bytes(const struct value *v);
char *factory_bytea(const struct value *v);

/* PHP for a range. */
char *factory_range(const struct value *v);

/*
 * Whether all of a check, in which the column has that name, is that a range
 * which is made is not empty, or has an end.
 */
bool factory_has_extent(
    struct factory *f, size_t column, const char *check, const char *name);

/* --- factory_later.c --- */

/*
 * Fills later: of two dates that a check holds in order one is in the past, or
 * now where others than the factory set it, the other in the future.
 */
void factory_find_later(struct factory *f);

/* PHP for a later one; all others of Faker's are in the past. */
char *factory_later_value(const struct value *v);

/* A time of the day that has a later one after it; NULL for other columns. */
char *factory_earlier_value(const struct value *v);

/* The parts of a check that hold for them. */
sql_parts factory_parts_later(const struct factory *f, const char *check);

/* Whether a column that the factory leaves out is not null all the same. */
bool factory_is_set_by_others(const struct factory *f, size_t column);

/*
 * The parts that hold such a column in order with others, or want it to be
 * null.
 */
sql_parts factory_parts_beside(
    const struct factory *f, size_t column, const char *check);

/* --- factory_check.c --- */

/* Whether the factory makes a value for the column out of the air. */
bool factory_is_made(const struct factory *f, size_t column);

/* Appends the checks that a row may break, as text for a docblock. */
void factory_add_checks(struct factory *f, struct view *list);

/* Whether all rows keep the check. */
bool factory_keeps(struct factory *f, const char *check);

/* --- factory_moment.c --- */

/* PHP for a date or time that checks hold between others; NULL for no such. */
char *factory_moment(const struct value *v);

/* The parts of a check, in which the column has that name, that it follows. */
sql_parts factory_moment_parts(const struct factory *f, size_t column,
    const char *check, const char *name);

/* --- factory_branch.c --- */

/*
 * What rows are held to: all parts of CHECKs, and what a partition asks of its
 * rows.
 */
const struct jsonv *factory_rules(struct factory *f);

/*
 * Fills checks: of alternatives the first that rows keep, if need be with
 * columns that may be null.
 */
void factory_find_checks(struct factory *f);

/* --- factory_listed.c --- */

/*
 * The values, of which there are some, that checks restrict a column to: fewer
 * than it has of its own.
 */
bool factory_is_listed(
    const struct factory *f, size_t column, struct sql_values *found);

/* Whether those that are left with this check are what it allows. */
bool factory_is_listed_by(
    const struct factory *f, size_t column, const char *check);

/* --- factory_pattern.c --- */

/* What the checks want the text of a column to look like. */
struct sql_pattern factory_pattern(const struct factory *f, size_t column);

/* Whether a check, in which the column has that name, wants what is made. */
bool factory_fits(const struct factory *f, size_t column, const char *check,
    const char *name);

/* --- factory_order.c --- */

/* Fills order: of two numbers that a check holds in order, one is below. */
void factory_find_order(struct factory *f);

/* The parts of a check that hold for the order. */
sql_parts factory_parts_in_order(struct factory *f, const char *check);

/* --- factory_number.c --- */

/* Between what a number is made. */
struct span {
	double least, most;
	double step; /* to the next one */
	int scale;   /* digits behind the point */
};

struct span factory_span(const struct value *v);

/* PHP for an integer, for a decimal or float. */
char *factory_integer(const struct value *v);
char *factory_decimal(const struct value *v);

/* PHP for a boolean that is unique: one row has each. */
char *factory_distinct_boolean(const struct value *v);

/* Narrows least and most, of numbers that are step apart, to the range. */
void factory_narrow(
    const struct sql_range *range, double step, double *least, double *most);

/* --- factory_guess.c --- */

/*
 * What follows fake()-> for a text whose name says what it is, NULL when it
 * says nothing or the text may not be long enough; length is NO_NUMBER for any.
 */
const char *factory_guess(const struct definition *def,
    const struct column *column, int length, bool distinct);

#endif
