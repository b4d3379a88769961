/* difference - two JSON values beside each other, for changes.c. */
#ifndef EMGEN_DEFINE_DIFFERENCE_H
#define EMGEN_DEFINE_DIFFERENCE_H

#include <jansson.h>
#include <stdbool.h>

/* Whether there is none; what is missing and null are the same. */
bool difference_none(const json_t *a, const json_t *b);

/* The members in which two objects differ: *old and *new, new references. */
void difference_members(
    const json_t *a, const json_t *b, json_t **old, json_t **new);

/* Adds an item to "changes"; name may be NULL, old and new, too. */
void difference_add(json_t *changes, const char *change, const char *name,
    const json_t *old, const json_t *new);

#endif
