/*
 * js_node - a compiled schema: a list of rules, each made of one keyword or of
 * several that mean something only together.  Layer svc; private to js_*.c.
 *
 * Nodes and rules live in the arena of their set; JSON values are borrowed from
 * the documents that the set holds.
 */
#ifndef EMGEN_JS_NODE_H
#define EMGEN_JS_NODE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "js_format.h"
#include "js_pattern.h"

enum js_kind {
	JS_NOTHING, /* the schema false */
	JS_REF,
	JS_TYPE,
	JS_CONST,
	JS_ENUM,
	JS_MINIMUM,
	JS_MAXIMUM,
	JS_EXCLUSIVE_MINIMUM,
	JS_EXCLUSIVE_MAXIMUM,
	JS_MULTIPLE_OF,
	JS_MIN_LENGTH,
	JS_MAX_LENGTH,
	JS_PATTERN,
	JS_FORMAT,
	JS_MIN_ITEMS,
	JS_MAX_ITEMS,
	JS_UNIQUE_ITEMS,
	JS_ITEMS,    /* with prefixItems */
	JS_CONTAINS, /* with minContains, maxContains */
	JS_MIN_PROPERTIES,
	JS_MAX_PROPERTIES,
	JS_REQUIRED,
	JS_DEPENDENT_REQUIRED,
	JS_MEMBERS, /* properties, patternProperties, additionalProperties */
	JS_ALL_OF,
	JS_ANY_OF,
	JS_ONE_OF,
	JS_NOT,
	JS_IF, /* with then, else */
	JS_KINDS
};

struct js_node;

struct js_list {
	struct js_node **nodes;
	size_t count;
};

struct js_entry {
	const char *name;
	const struct js_pattern *pattern; /* of patternProperties */
	struct js_node *node;
};

struct js_map {
	struct js_entry *entries;
	size_t count;
};

struct js_rule {
	enum js_kind kind;
	const char *keyword; /* for messages */
	union {
		size_t size;
		unsigned types;      /* bits 1 << json_type, see JS_NUMBER */
		const json_t *value; /* the keyword's own */
		struct js_node *node;
		struct js_list list;
		struct {
			struct js_map properties, families;
			struct js_node *others; /* NULL: anything */
		} members;
		struct {
			struct js_list prefix;
			struct js_node *others; /* NULL: anything */
		} items;
		struct {
			struct js_node *node;
			size_t min, max;
		} contains;
		struct {
			struct js_node *test, *then, *other; /* or NULL */
		} branch;
		struct {
			const struct js_pattern *pattern;
			const char *text;
		} pattern;
		struct {
			js_format_fn *fn;
			const char *name;
		} format;
	} u;
};

/* Integers are numbers; JSON_REAL alone says number. */
enum { JS_INTEGER = 1 << JSON_INTEGER, JS_NUMBER = 1 << JSON_REAL };

struct js_node {
	const json_t *source;
	const char *base; /* URI that its references are relative to */
	struct js_rule *rules;
	size_t rule_count;
	struct js_node *next; /* of all in the set */
	enum {
		JS_NEW,
		JS_ENTERED,
		JS_LEFT
	} visit; /* by the search for loops */
};

#endif
