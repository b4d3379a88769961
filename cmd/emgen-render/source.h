/*
 * source - pieces of PHP source that templates take as they are.
 *
 * All results live in the arena.
 */
#ifndef EMGEN_RENDER_SOURCE_H
#define EMGEN_RENDER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "jsonv.h"

char *source_printf(struct arena *arena, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The texts of a list that ends with NULL, in a row. */
char *source_join_list(struct arena *arena, const char *const texts[]);

#define source_join(arena, ...)                                                \
	source_join_list((arena), (const char *const[]){ __VA_ARGS__, NULL })

/* 'text' */
char *source_literal(struct arena *arena, const char *text);

/* The text as one line of a docblock, NULL when nothing of it is left. */
char *source_doc(struct arena *arena, const char *text);

/* A number, a flag or a text of JSON as PHP holds it; kind is a default's. */
char *source_value(
    struct arena *arena, const char *kind, const struct jsonv *value);

/* The literals of an array of texts. */
char **source_literals(
    struct arena *arena, const struct jsonv *texts, size_t *count);

/* Of the items of an array that a method returns. */
enum { SOURCE_ITEM_INDENT = 12 };

/* Where a list stands. */
struct source_place {
	unsigned column; /* of its bracket, from 0 */
	unsigned indent; /* of its line */
	unsigned behind; /* characters after it on its last line */
	bool lines;      /* an item a line, however short */
};

/* ['a', 'b'] when that fits into 80 columns, else an item a line. */
char *source_list(struct arena *arena, char *const items[], size_t count,
    struct source_place place);

#endif
