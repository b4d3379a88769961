/*
 * ddl - what only the text of CREATE TABLE says: the names of constraints and
 * the CHECK expressions.  Everything else comes from the catalogue.
 */
#ifndef EMGEN_DDL_H
#define EMGEN_DDL_H

#include <stddef.h>

#include "arena.h"

struct ddl_check {
	const char *name; /* or NULL */
	char *expression; /* without the parentheses around it */
};

struct ddl_unique {
	const char *name; /* or NULL */
	char **columns;
	size_t n;
};

/* All in order of declaration, and in the arena. */
struct ddl {
	struct ddl_check *checks;
	struct ddl_unique *uniques;
	const char **foreign_keys; /* the name of each, or NULL */
	const char *primary_key;   /* its name, or NULL */
	size_t n_checks, n_uniques, n_foreign_keys;
};

/* Reads a CREATE TABLE statement that SQLite has accepted. */
struct ddl *ddl_parse(struct arena *arena, const char *sql);

#endif
