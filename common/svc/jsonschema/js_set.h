/* js_set - documents, what they compile to, and what still has to be found.
 * Layer svc; private to js_*.c and jsonschema.c. */
#ifndef EMGEN_JS_SET_H
#define EMGEN_JS_SET_H

#include <jansson.h>
#include <stddef.h>

#include "arena.h"
#include "die.h"
#include "js_node.h"

/* A schema that is known by a URI: a document, or what has an $id. */
struct js_resource {
	const char *uri;
	const json_t *schema;
};

/* A $ref whose schema is not known yet. */
struct js_reference {
	struct js_rule *rule;
	const char *uri;   /* absolute, with fragment */
	const char *where; /* the $ref */
};

struct js_set {
	struct arena arena;
	json_t *documents; /* an array that holds them */
	struct js_resource *resources;
	size_t resource_count, resource_cap;
	struct js_reference *references;
	size_t reference_count, reference_cap;
	struct js_pattern **patterns;
	size_t pattern_count, pattern_cap;
	void *by_source; /* tree of nodes, see tsearch(3) */
	struct js_node *nodes;
	struct js_node *anything, *nothing; /* true, false */
};

/*
 * Compiles a schema and all within it (js_compile.c).  where names the place in
 * messages.  NULL with err filled when it is none.
 */
struct js_node *js_compile(struct js_set *set, const json_t *schema,
    const char *base, const char *where, struct em_err *err);

/* The node that a schema was compiled to, or NULL. */
struct js_node *js_find(const struct js_set *set, const json_t *schema);

void js_add_resource(struct js_set *set, const char *uri, const json_t *schema);

/* Finds the schema of every reference, and loops of them (js_resolve.c). */
int js_resolve(struct js_set *set, struct em_err *err);

/* The schema of a document, read unless the set has it (jsonschema.c). */
const json_t *js_document(
    struct js_set *set, const char *uri, struct em_err *err);

#endif
