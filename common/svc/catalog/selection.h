/*
 * selection - which tables of a database are read.  Layer svc; for drivers.
 *
 * Left out, unless asked for: tables without the prefix, those that no
 * --tables pattern matches, those that an --exclude pattern matches, views,
 * and the tables of Laravel itself and of emgen, which have no model.  Naming
 * one of the latter in --tables, without wildcards, brings it in.  Patterns are
 * globs over the name with or without the prefix, or with its schema and a dot
 * in front.
 */
#ifndef EMGEN_SELECTION_H
#define EMGEN_SELECTION_H

#include <jansson.h>
#include <stdbool.h>

#include "buf.h"

struct selection;

struct selection *selection_open(void);
void selection_close(struct selection *sel);

/* The prefix is borrowed. */
void selection_set_prefix(struct selection *sel, const char *prefix);
void selection_set_views(struct selection *sel);

/* Adds patterns joined by commas. */
void selection_include(struct selection *sel, const char *globs);
void selection_exclude(struct selection *sel, const char *globs);

/*
 * NULL for a table to be read (its schema may be NULL), else why it is not:
 * "view", "prefix", "not selected", "excluded" or "framework"; static text.
 */
const char *selection_omits(
    struct selection *sel, const char *schema, const char *name, bool is_view);

/*
 * The column that a table has if it is Laravel's, where its name says too
 * little: jobs, sessions; NULL for any other name.  Static text.
 */
const char *selection_mark(const struct selection *sel, const char *name);

/*
 * Appends the members "prefix", "views", "tables" and "exclude" of what was
 * asked for; and what was asked for, of an object with them, which is borrowed.
 */
void selection_write(const struct selection *sel, struct buf *out);
struct selection *selection_read(const json_t *json);

/* The i-th pattern that has matched no table so far, or NULL; borrowed. */
const char *selection_unmatched(const struct selection *sel, unsigned i);

#endif
