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
#include <string.h>

#include "arena.h"
#include "jsonv.h"

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
	const char *key;  /* NULL in a list */
	uint64_t tag;     /* of key; see jsonv_tag() */
	const char *text; /* of a VIEW_TEXT, terminated */
	size_t len;
	struct view *first, *last; /* of an object or list */
	struct view *next;
};

/* A root. */
struct view *view_new(struct arena *arena, enum view_kind kind);

/*
 * A new last member of an object, or item of a list when key is NULL; the tag
 * is that of the key.  text is that of a VIEW_TEXT, else NULL.
 */
struct view *view_put(struct arena *arena, struct view *parent, const char *key,
    uint64_t tag, enum view_kind kind, const char *text);

/* The same; inline, so that the tag of a key in quotes costs nothing. */
static inline struct view *
view_add(struct arena *arena, struct view *parent, const char *key,
    enum view_kind kind)
{
	return view_put(arena, parent, key,
	    key ? jsonv_tag(key, strlen(key)) : 0, kind, NULL);
}

/* A text; NULL adds nothing, which a template sees as false. */
static inline void
view_text(
    struct arena *arena, struct view *parent, const char *key, const char *text)
{
	if (text)
		view_put(arena, parent, key,
		    key ? jsonv_tag(key, strlen(key)) : 0, VIEW_TEXT, text);
}

/* True; false adds nothing. */
static inline void
view_flag(struct arena *arena, struct view *parent, const char *key, bool flag)
{
	if (flag)
		view_add(arena, parent, key, VIEW_TRUE);
}

#endif
