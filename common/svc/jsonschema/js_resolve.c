/* js_resolve - from a $ref to the schema that it means (js_set.h). */
#include <stdlib.h>
#include <string.h>

#include "js_set.h"
#include "js_uri.h"
#include "mem.h"

/* Schemas that are evaluated in one place of a value: no more in a row. */
enum { CHAIN_MAX = 256 };

/* The member or item that a token of a JSON pointer names; it is unescaped in
 * place. */
static const json_t *
step(const json_t *value, char *token)
{
	char *to = token, *end;
	size_t index;

	for (const char *s = token; *s; s++) {
		char c = *s;

		if (c == '~' && (s[1] == '0' || s[1] == '1'))
			c = *++s == '1' ? '/' : '~';
		*to++ = c;
	}
	*to = '\0';
	if (json_is_object(value))
		return json_object_get(value, token);
	index = strtoul(token, &end, 10);
	return *token && !*end ? json_array_get(value, index) : NULL;
}

/*
 * Follows a JSON pointer, which is changed, from a schema.  *base becomes the
 * URI of the innermost schema on the way.
 */
static const json_t *
follow(const struct js_set *set, const json_t *value, char *pointer,
    const char **base)
{
	const struct js_node *node;
	char *token, *rest = pointer;

	if (*rest && *rest++ != '/')
		return NULL; /* an anchor */
	for (;;) {
		node = json_is_object(value) ? js_find(set, value) : NULL;
		if (node)
			*base = node->base;
		token = *pointer ? strsep(&rest, "/") : NULL;
		if (!token || !value)
			return value;
		value = step(value, token);
	}
}

static int
resolve(struct js_set *set, struct js_reference reference, struct em_err *err)
{
	char *uri = mem_strdup(reference.uri), *fragment = strchr(uri, '#');
	const char *base;
	const json_t *schema;
	int code = -1;

	if (fragment)
		*fragment++ = '\0';
	schema = js_document(set, uri, err);
	if (!schema)
		goto out;
	base = uri;
	if (fragment) {
		js_uri_decode(fragment);
		schema = follow(set, schema, fragment, &base);
	}
	if (!schema) {
		(void)err_set(err, EM_PERM, "%s: $ref: there is no %s",
		    reference.where, reference.uri);
		goto out;
	}
	reference.rule->u.node = js_compile(
	    set, schema, arena_strdup(&set->arena, base), reference.uri, err);
	code = reference.rule->u.node ? 0 : -1;
out:
	free(uri);
	return code;
}

static int find_loop(struct js_node *node, unsigned chain, struct em_err *err);

static int
find_loop_in(const struct js_rule *rule, unsigned chain, struct em_err *err)
{
	struct js_node *nodes[3] = { NULL };
	struct js_list list = { nodes, 3 };

	switch (rule->kind) {
	case JS_REF:
	case JS_NOT:
		nodes[0] = rule->u.node;
		break;
	case JS_IF:
		nodes[0] = rule->u.branch.test;
		nodes[1] = rule->u.branch.then;
		nodes[2] = rule->u.branch.other;
		break;
	case JS_ALL_OF:
	case JS_ANY_OF:
	case JS_ONE_OF:
		list = rule->u.list;
		break;
	default:
		return 0;
	}
	for (size_t i = 0; i < list.count; i++)
		if (list.nodes[i] && find_loop(list.nodes[i], chain, err))
			return -1;
	return 0;
}

/* Schemas of one place of a value must not lead back to themselves. */
static int
find_loop(struct js_node *node, unsigned chain, struct em_err *err)
{
	if (node->visit == JS_LEFT)
		return 0;
	if (node->visit == JS_ENTERED)
		return err_set(
		    err, EM_PERM, "%s: a $ref leads to itself", node->base);
	if (chain == CHAIN_MAX)
		return err_set(err, EM_PERM,
		    "%s: more than %d schemas for one value", node->base,
		    CHAIN_MAX);
	node->visit = JS_ENTERED;
	for (size_t i = 0; i < node->rule_count; i++)
		if (find_loop_in(&node->rules[i], chain + 1, err))
			return -1;
	node->visit = JS_LEFT;
	return 0;
}

int
js_resolve(struct js_set *set, struct em_err *err)
{
	while (set->reference_count)
		if (resolve(set, set->references[--set->reference_count], err))
			return -1;
	for (struct js_node *node = set->nodes; node; node = node->next)
		if (find_loop(node, 0, err))
			return -1;
	return 0;
}
