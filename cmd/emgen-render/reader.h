/*
 * reader - members of a definition, checked: the first that is not what it
 * should be fills err, and all that is read after it counts for nothing.
 */
#ifndef EMGEN_RENDER_READER_H
#define EMGEN_RENDER_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "definition.h"
#include "die.h"
#include "jsonv.h"

struct reader {
	struct arena *arena;
	struct em_err *err;
	bool failed;
};

void reader_fail(struct reader *r, const char *what, const char *key);

/* A text; where there is none, NULL of maybe_text(), and text() fails. */
const char *reader_maybe_text(
    struct reader *r, const struct jsonv *object, const char *key);
const char *reader_text(
    struct reader *r, const struct jsonv *object, const char *key);

/* The same for a name, or a class name, that PHP takes without quotes. */
const char *reader_name(
    struct reader *r, const struct jsonv *object, const char *key);
const char *reader_class_name(
    struct reader *r, const struct jsonv *object, const char *key);

/* A number from 0, or NO_NUMBER. */
int reader_number(const struct jsonv *object, const char *key);

/* An array of texts; NULL when it is missing. */
const struct jsonv *reader_texts(
    struct reader *r, const struct jsonv *object, const char *key);

/* Room for the items of an array of objects, whose number goes to count. */
void *reader_items(struct reader *r, const struct jsonv *object,
    const char *key, size_t size, size_t *count);

const struct jsonv *reader_item(
    const struct jsonv *object, const char *key, size_t i);

#endif
