/*
 * id - UUIDs of events and models.  Layer core.
 *
 * An origin (a run, a command, a pushed job) gets version 7 of RFC 9562.  What
 * is derived gets version 5, so that a repeated run mints the same ids.
 */
#ifndef EMGEN_ID_H
#define EMGEN_ID_H

#include <stdbool.h>
#include <stddef.h>

enum { ID_TEXT = 37 }; /* 36 characters and a NUL */

/* A new version 7 from the clock and getrandom(2); dies EM_TEMP without. */
char *id_new(char text[ID_TEXT]);

/* Version 5 of the name in emgen's namespace. */
char *id_derive(const char *name, size_t len, char text[ID_TEXT]);

/* The id of an event: correlation, stage, type, subject and n joined by \n. */
char *id_event(const char *correlation, const char *stage, const char *type,
    const char *subject, unsigned n, char text[ID_TEXT]);

/* The id of a model, which is its stream: connection, schema and table. */
char *id_model(const char *connection, const char *schema, const char *table,
    char text[ID_TEXT]);

/* True for 8-4-4-4-12 hexadecimal digits. */
bool id_valid(const char *text);

#endif
