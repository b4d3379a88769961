/* changes_column - what differs in one column, for changes.c. */
#ifndef EMGEN_DEFINE_CHANGES_COLUMN_H
#define EMGEN_DEFINE_CHANGES_COLUMN_H

#include <jansson.h>

/* Adds an item to changes for each. */
void changes_in_column(
    json_t *changes, const char *name, const json_t *old, const json_t *new);

#endif
