/*
 * imports - the classes that a PHP file names, and what it calls them.
 *
 * Name every class with imports_add(), then imports_resolve(), then ask.  A
 * class of the file's own namespace keeps its name and needs no import.  One
 * that would hide another gets an alias: Collection of Laravel becomes
 * EloquentCollection, Order of the project OrderModel, an enum StatusEnum.
 */
#ifndef EMGEN_RENDER_IMPORTS_H
#define EMGEN_RENDER_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "view.h"

struct import {
	const char *class;
	size_t len;         /* of class */
	const char *wanted; /* what it is called if nothing else is */
	const char *name;   /* what it is called in the file */
	bool is_enum;
	bool own; /* of the file's namespace */
};

struct imports {
	struct arena *arena;
	const char *namespace;
	const char *class; /* that the file declares */
	struct import *list;
	size_t count, cap;
};

/* Starts the list of the file that declares namespace\class; borrowed. */
void imports_init(struct imports *imports, struct arena *arena,
    const char *namespace, const char *class);

/* class is borrowed. */
void imports_add(struct imports *imports, const char *class);
void imports_add_enum(struct imports *imports, const char *class);

/* A class that always goes by another name. */
void imports_add_as(
    struct imports *imports, const char *class, const char *wanted);

void imports_resolve(struct imports *imports);

bool imports_has(const struct imports *imports, const char *class);

/* What the file calls a class that was added. */
const char *imports_name(const struct imports *imports, const char *class);

/*
 * The same in a docblock, where some names are types of PHPDoc's, which
 * formatters write in small letters: these with the namespace in front.
 */
const char *imports_type(const struct imports *imports, const char *class);

/* The list "imports" of objects with class and, or not, alias. */
void imports_view(const struct imports *imports, struct view *root);

#endif
