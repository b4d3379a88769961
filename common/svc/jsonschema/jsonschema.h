/*
 * jsonschema - JSON Schema 2020-12 over jansson: compiled once, then evaluated
 * against many values.  Layer svc.
 *
 * Keywords: $ref, $defs, type, enum, const, properties, patternProperties,
 * additionalProperties, required, dependentRequired, minProperties,
 * maxProperties, items, prefixItems, contains, minContains, maxContains,
 * uniqueItems, minItems, maxItems, minLength, maxLength, pattern (ECMA-262),
 * format (asserts), minimum, maximum, exclusiveMinimum, exclusiveMaximum,
 * multipleOf, allOf, anyOf, oneOf, not, if, then, else, and boolean schemas.
 * $schema, $comment, title, description, default and examples are annotations;
 * $id gives a schema a URI.  Any other keyword is an error of the schema.
 */
#ifndef EMGEN_JSONSCHEMA_H
#define EMGEN_JSONSCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "die.h"

/* Documents and what they compile to. */
struct js_set;

/* A compiled schema; borrowed from its set. */
struct js_node;

struct js_set *js_open(void);
void js_close(struct js_set *set);

/*
 * Compiles a document that is known by an absolute URI, or a file; a $ref to
 * another file is read from there.  The same URI or file again is the same
 * schema.  NULL with err filled if it is none; the set is then good for
 * js_close() only.
 */
const struct js_node *js_add(
    struct js_set *set, const char *uri, json_t *document, struct em_err *err);
const struct js_node *js_add_file(
    struct js_set *set, const char *path, struct em_err *err);

/* What is wrong with the value at a place (RFC 6901); text is borrowed. */
typedef void js_report_fn(
    void *arg, const char *pointer, const char *keyword, const char *what);

/*
 * Does the value keep the schema?  Tells report of everything that it breaks;
 * with NULL it stops at the first.
 */
bool js_check(const struct js_node *schema, const json_t *value,
    js_report_fn *report, void *arg);

/*
 * json_loadb() without duplicate keys, and with flags.  When an integer does
 * not fit into 64 bits, all integers of the text become doubles.
 */
json_t *js_parse(
    const char *bytes, size_t len, size_t flags, json_error_t *error);

#endif
