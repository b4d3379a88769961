/*
 * view - what a template sees: a tree of texts, flags, lists and objects.
 * Layer svc.
 *
 * A tree lives in the arena it was built in and borrows its keys and texts,
 * so that a view costs a few pointer moves where a JSON tree costs allocations.
 * Objects keep the order of their members; the first of equal keys counts.
 */
#ifndef EMGEN_VIEW_H
#define EMGEN_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

enum view_kind {
	VIEW_NULL,
	VIEW_FALSE,
	VIEW_TRUE,
	VIEW_TEXT,
	VIEW_LIST,
	VIEW_OBJECT,
};

struct view {
	enum view_kind kind;
	uint32_t hash;    /* of key */
	const char *key;  /* NULL in a list */
	const char *text; /* of a VIEW_TEXT, terminated */
	size_t len;
	struct view *first, *last; /* of an object or list */
	struct view *next;
};

/* A root. */
struct view *view_new(struct arena *arena, enum view_kind kind);

/* A new last member of an object, or item of a list when key is NULL. */
struct view *view_add(struct arena *arena, struct view *parent, const char *key,
    enum view_kind kind);

/* A text; NULL adds nothing, which a template sees as false. */
void view_text(struct arena *arena, struct view *parent, const char *key,
    const char *text);

/* True; false adds nothing. */
void view_flag(
    struct arena *arena, struct view *parent, const char *key, bool flag);

/* The member of an object, or NULL; the hash is view_hash() of the key. */
const struct view *view_get(
    const struct view *object, const char *key, size_t len, uint32_t hash);
uint32_t view_hash(const char *key, size_t len);

#endif
