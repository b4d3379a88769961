/* jsonschema - sets of JSON Schemas (jsonschema.h). */
#include "jsonschema.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "js_set.h"
#include "js_uri.h"
#include "mem.h"
#include "slurp.h"

struct js_set *
js_open(void)
{
	struct js_set *set = mem_zalloc(1, sizeof(*set));

	set->documents = json_array();
	if (!set->documents)
		die(EM_TEMP, "out of memory");
	set->anything = arena_alloc(&set->arena, 1, sizeof(*set->anything));
	set->nothing = arena_alloc(&set->arena, 1, sizeof(*set->nothing));
	set->nothing->rules =
	    arena_alloc(&set->arena, 1, sizeof(*set->nothing->rules));
	set->nothing->rules->kind = JS_NOTHING;
	set->nothing->rules->keyword = "false";
	set->nothing->rule_count = 1;
	return set;
}

static void
keep(void *node)
{
	(void)node; /* the arena has it */
}

void
js_close(struct js_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->pattern_count; i++)
		js_pattern_free(set->patterns[i]);
	free(set->patterns);
	free(set->resources);
	free(set->references);
	tdestroy(set->by_source, keep);
	arena_clear(&set->arena);
	json_decref(set->documents);
	free(set);
}

void
js_add_resource(struct js_set *set, const char *uri, const json_t *schema)
{
	set->resources = mem_grow(set->resources, &set->resource_cap,
	    set->resource_count, sizeof(*set->resources));
	set->resources[set->resource_count].uri =
	    arena_strdup(&set->arena, uri);
	set->resources[set->resource_count++].schema = schema;
}

static const json_t *
find_resource(const struct js_set *set, const char *uri)
{
	for (size_t i = 0; i < set->resource_count; i++)
		if (strcmp(set->resources[i].uri, uri) == 0)
			return set->resources[i].schema;
	return NULL;
}

/* Adds the document and compiles it; its references stay open. */
static int
add(struct js_set *set, const char *uri, json_t *document, struct em_err *err)
{
	if (json_array_append(set->documents, document))
		die(EM_TEMP, "out of memory");
	js_add_resource(set, uri, document);
	uri = set->resources[set->resource_count - 1].uri;
	return js_compile(set, document, uri, uri, err) ? 0 : -1;
}

static int
add_file(
    struct js_set *set, const char *uri, const char *path, struct em_err *err)
{
	struct buf text = BUF_INIT;
	json_error_t why;
	json_t *document = NULL;
	int bad = slurp(path, &text, err);

	if (!bad) {
		document = js_parse(buf_peek(&text), text.len,
		    JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
		bad = document ? add(set, uri, document, err)
			       : err_set(err, EM_PERM, "%s:%d: not JSON: %s",
				     path, why.line, why.text);
	}
	json_decref(document);
	buf_clear(&text);
	return bad;
}

const json_t *
js_document(struct js_set *set, const char *uri, struct em_err *err)
{
	const json_t *schema = find_resource(set, uri);
	char *path;
	int bad;

	if (schema)
		return schema;
	path = js_uri_to_path(uri);
	bad = path ? add_file(set, uri, path, err)
		   : err_set(err, EM_PERM, "%s: there is no such schema", uri);
	free(path);
	return bad ? NULL : find_resource(set, uri);
}

const struct js_node *
js_add(
    struct js_set *set, const char *uri, json_t *document, struct em_err *err)
{
	if (!find_resource(set, uri) && add(set, uri, document, err))
		return NULL;
	return js_resolve(set, err) ? NULL
				    : js_find(set, find_resource(set, uri));
}

const struct js_node *
js_add_file(struct js_set *set, const char *path, struct em_err *err)
{
	char *absolute = realpath(path, NULL), *uri;
	const json_t *schema;

	if (!absolute) {
		(void)err_errno(err, "%s", path);
		return NULL;
	}
	uri = js_uri_of_path(absolute);
	schema = js_document(set, uri, err);
	free(uri);
	free(absolute);
	if (!schema || js_resolve(set, err))
		return NULL;
	return js_find(set, schema);
}

json_t *
js_parse(const char *bytes, size_t len, size_t flags, json_error_t *error)
{
	json_t *value;

	flags |= JSON_REJECT_DUPLICATES;
	value = json_loadb(bytes, len, flags, error);
	if (!value && json_error_code(error) == json_error_numeric_overflow)
		value = json_loadb(
		    bytes, len, flags | JSON_DECODE_INT_AS_REAL, error);
	return value;
}
