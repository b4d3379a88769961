/*
 * dynlib - a shared library that is loaded when it is first needed.  Layer svc.
 *
 * A program that could talk to any server would start five times as slowly as
 * one that talks to none, for libpq and the twenty libraries behind it; and
 * most runs keep nothing, or have their tables in SQLite.
 */
#ifndef EMGEN_DYNLIB_H
#define EMGEN_DYNLIB_H

#include <stddef.h>

#include "die.h"

/*
 * Loads the library and has the n pointers at table, which is a struct of
 * nothing but pointers to functions, point to those of the names.  It stays
 * until the program ends.  -1 when it is not there, lacks one of them (the
 * first is NULL then), or there is no memory for it.
 */
int dynlib_load(void *table, const char *file, const char *const names[],
    size_t n, struct em_err *err);

#endif
