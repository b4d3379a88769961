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

/* How a member is read, and into what. */
enum field_kind {
	FIELD_TEXT, /* const char *, and so the next ones */
	FIELD_NAME,
	FIELD_CLASS_NAME,
	FIELD_NUMBER, /* int */
	/* These stay zero where there is no such member. */
	FIELD_MAYBE_TEXT, /* const char * */
	FIELD_FLAG,       /* bool, and so the next one */
	FIELD_IS_SET,     /* there is such a member */
	FIELD_TEXTS,      /* const struct jsonv *, and so the next one */
	FIELD_VALUE,      /* whatever it is, or NULL */
};

struct field {
	const char *name;
	enum field_kind kind;
	size_t offset;
};

enum { FIELDS_MAX = 32 };

/*
 * Reads members of an object, each as the functions below do, into the struct
 * of zeros at to.  It takes least when the fields are in the order of the
 * members.
 */
void reader_fields(struct reader *r, const struct jsonv *object,
    const struct field fields[], size_t count, void *to);

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

/* Fails for a text that is no class name. */
void reader_check_class_name(
    struct reader *r, const char *value, const char *key);

/* An array of texts; NULL when it is missing. */
const struct jsonv *reader_texts(
    struct reader *r, const struct jsonv *object, const char *key);

/* Room for the items of an array of objects, whose number goes to count. */
void *reader_items(struct reader *r, const struct jsonv *list, const char *key,
    size_t size, size_t *count);

#endif
