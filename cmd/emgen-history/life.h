/*
 * life - what became of a model, event by event; and what it was at a point.
 * Like core/ev it ends the program when the store cannot be read.
 */
#ifndef EMGEN_HISTORY_LIFE_H
#define EMGEN_HISTORY_LIFE_H

#include <jansson.h>
#include <stdbool.h>

#include "buf.h"
#include "store.h"

/* An event of the life; release with life_clear(). */
struct moment {
	int64_t position; /* 0 before the first */
	json_t *ev;
};

/*
 * The next event of one of the types behind moment, which is replaced; false
 * when there is none, and moment stays.
 */
bool life_next(struct store *store, const char *stream, const char *types,
    struct moment *moment);
void life_clear(struct moment *moment);

/* A point in time: a position, or what had occurred until then. */
struct point {
	int64_t position;      /* 0 for none */
	char time[CLOCK_TEXT]; /* "" for none: without both, the present */
};

/* "12", "2026-01-31", "2026-01-31T12:00:00Z" or "" for the present; else -1. */
int point_parse(struct point *point, const char *text);

/* The definition in force, {0, NULL} when there was none. */
struct moment life_at(
    struct store *store, const char *stream, const struct point *point);

/* Appends what people, or programs, read of a moment: one line or several. */
void life_text(struct buf *out, const struct moment *moment);
void life_json(struct buf *out, const struct moment *moment);

#endif
