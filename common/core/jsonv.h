/*
 * jsonv - JSON text as values that live together in an arena.  Layer core.
 *
 * A stage reads a line, looks at its members, and is done with all of it at
 * once: nothing is counted, hashed or freed one by one, which makes reading a
 * few times as fast as jsonr, whose values can be changed and kept.
 *
 * All functions take NULL for a value that is not there, and give NULL, 0 or
 * false for it and for one of another type.
 */
#ifndef EMGEN_JSONV_H
#define EMGEN_JSONV_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "jsonr.h"

enum jsonv_type {
	JSONV_NULL,
	JSONV_FALSE,
	JSONV_TRUE,
	JSONV_INTEGER,
	JSONV_REAL,
	JSONV_STRING,
	JSONV_ARRAY,
	JSONV_OBJECT
};

struct jsonv_member;

struct jsonv {
	enum jsonv_type type;
	size_t size; /* bytes of a string, items, members */
	union {
		const char *string; /* terminated */
		int64_t integer;
		double real;
		const struct jsonv *items;
		const struct jsonv_member *members;
	};
};

struct jsonv_member {
	const char *name; /* terminated */
	uint64_t tag;     /* of the name; see jsonv_tag() */
	struct jsonv value;
};

enum { JSONV_HEAD = 7 };

/*
 * The first bytes of a name and its length: of names as short as that it tells
 * all, longer ones of one tag may differ.
 */
static inline uint64_t
jsonv_tag(const char *name, size_t len)
{
	uint64_t head = 0;

	memcpy(&head, name, len < JSONV_HEAD ? len : JSONV_HEAD);
	return le64toh(head) << 8 | (len < UINT8_MAX ? len : UINT8_MAX);
}

/*
 * The one object that the bytes are, as jsonr_parse() reads it; NULL with error
 * filled for anything else.  The value lives as long as the arena.
 */
const struct jsonv *jsonv_parse(struct arena *arena, const char *bytes,
    size_t len, struct jsonr_error *error);

/* A member of an object, by a name with its tag. */
const struct jsonv *jsonv_find(
    const struct jsonv *object, const char *name, uint64_t tag);

/* Inline, so that the tag of a name in quotes costs nothing. */
static inline const struct jsonv *
jsonv_get(const struct jsonv *object, const char *name)
{
	return jsonv_find(object, name, jsonv_tag(name, strlen(name)));
}

static inline bool
jsonv_is(const struct jsonv *value, enum jsonv_type type)
{
	return value && value->type == type;
}

static inline bool
jsonv_is_named(
    const struct jsonv_member *member, const char *name, uint64_t tag)
{
	return member->tag == tag &&
	       ((tag & UINT8_MAX) <= JSONV_HEAD ||
		   strcmp(member->name + JSONV_HEAD, name + JSONV_HEAD) == 0);
}

/* As jsonv_find(); *at becomes the place behind what is found. */
const struct jsonv *jsonv_seek(
    const struct jsonv *object, size_t *at, const char *name, uint64_t tag);

/*
 * The same, but for a look at the place *at first: for who asks for the members
 * of an object in the order in which they most often are.
 */
static inline const struct jsonv *
jsonv_next(const struct jsonv *object, size_t *at, const char *name)
{
	uint64_t tag = jsonv_tag(name, strlen(name));

	if (!jsonv_is(object, JSONV_OBJECT) || *at >= object->size ||
	    !jsonv_is_named(&object->members[*at], name, tag))
		return jsonv_seek(object, at, name, tag);
	return &object->members[(*at)++].value;
}

/* The items of an array. */
static inline size_t
jsonv_size(const struct jsonv *array)
{
	return array && array->type == JSONV_ARRAY ? array->size : 0;
}

static inline const struct jsonv *
jsonv_at(const struct jsonv *array, size_t i)
{
	return i < jsonv_size(array) ? &array->items[i] : NULL;
}

#define jsonv_each(array, i, item)                                             \
	for ((i) = 0; ((item) = jsonv_at(array, i)); (i)++)

static inline const char *
jsonv_string(const struct jsonv *value)
{
	return jsonv_is(value, JSONV_STRING) ? value->string : NULL;
}

static inline int64_t
jsonv_integer(const struct jsonv *value)
{
	return jsonv_is(value, JSONV_INTEGER) ? value->integer : 0;
}

/* The string, "" if none. */
static inline const char *
jsonv_text(const struct jsonv *value)
{
	const char *s = jsonv_string(value);

	return s ? s : "";
}

/* A string in an object, "" if none; whether a member is true. */
static inline const char *
jsonv_str(const struct jsonv *object, const char *name)
{
	return jsonv_text(jsonv_get(object, name));
}

static inline bool
jsonv_flag(const struct jsonv *object, const char *name)
{
	return jsonv_is(jsonv_get(object, name), JSONV_TRUE);
}

/* Whether both are arrays of the same texts. */
bool jsonv_same_texts(const struct jsonv *a, const struct jsonv *b);

#endif
