/* js_compile - from a JSON Schema to nodes and rules (js_set.h). */
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "js_set.h"
#include "js_uri.h"
#include "js_value.h"
#include "mem.h"

struct compile {
	struct js_set *set;
	const char *base;
	struct buf where; /* URI and pointer of the schema being compiled */
	struct em_err *err;
};

/* Compiles the value of a keyword into rule: 1, 0 when it makes no rule, or
 * -1. */
typedef int compile_fn(struct compile *c, json_t *value, struct js_rule *rule);

static int
fail(struct compile *c, const char *keyword, const char *why)
{
	return err_set(
	    c->err, EM_PERM, "%s: %s: %s", c->where.data, keyword, why);
}

static struct js_node *compile_schema(struct compile *c, const json_t *schema);

/* The schema that is the member key of where we are. */
static struct js_node *
compile_member(struct compile *c, const char *key, const json_t *schema)
{
	size_t len = c->where.len;
	struct js_node *node;

	js_pointer_add(&c->where, key);
	node = compile_schema(c, schema);
	buf_truncate(&c->where, len);
	return node;
}

static int
compile_list(struct compile *c, const char *keyword, const json_t *schemas,
    struct js_list *list)
{
	size_t len = c->where.len, i;
	const json_t *schema;

	if (json_array_size(schemas) == 0)
		return fail(c, keyword, "must be an array of schemas");
	js_pointer_add(&c->where, keyword);
	list->nodes = arena_alloc(
	    &c->set->arena, json_array_size(schemas), sizeof(*list->nodes));
	json_array_foreach (schemas, i, schema) {
		char index[24];

		(void)snprintf(index, sizeof(index), "%zu", i);
		list->nodes[i] = compile_member(c, index, schema);
		if (!list->nodes[i])
			return -1;
	}
	list->count = i;
	buf_truncate(&c->where, len);
	return 1;
}

/* A number without sign and fraction. */
static int
read_size(
    struct compile *c, const char *keyword, const json_t *value, size_t *size)
{
	double d = json_number_value(value);

	if (!value || !js_is_integer(value) || d < 0)
		return fail(c, keyword, "must be a number of things");
	*size = json_is_integer(value) ? (size_t)json_integer_value(value)
		: d < 0x1p63           ? (size_t)d
				       : SIZE_MAX;
	return 1;
}

static int
compile_size(struct compile *c, json_t *value, struct js_rule *rule)
{
	return read_size(c, rule->keyword, value, &rule->u.size);
}

static int
compile_number(struct compile *c, json_t *value, struct js_rule *rule)
{
	rule->u.value = value;
	return json_is_number(value)
		   ? 1
		   : fail(c, rule->keyword, "must be a number");
}

static int
compile_unit(struct compile *c, json_t *value, struct js_rule *rule)
{
	if (!(json_number_value(value) > 0))
		return fail(c, rule->keyword, "must be above 0");
	return compile_number(c, value, rule);
}

static int
compile_value(struct compile *c, json_t *value, struct js_rule *rule)
{
	(void)c;
	rule->u.value = value;
	return 1;
}

static int
compile_enum(struct compile *c, json_t *value, struct js_rule *rule)
{
	if (!json_is_array(value))
		return fail(c, rule->keyword, "must be an array");
	return compile_value(c, value, rule);
}

static bool
are_strings(const json_t *array)
{
	size_t i;
	const json_t *item;

	json_array_foreach (array, i, item)
		if (!json_is_string(item))
			return false;
	return json_is_array(array);
}

static int
compile_names(struct compile *c, json_t *value, struct js_rule *rule)
{
	if (!are_strings(value))
		return fail(c, rule->keyword, "must be an array of strings");
	return compile_value(c, value, rule);
}

static int
compile_dependents(struct compile *c, json_t *value, struct js_rule *rule)
{
	const char *key;
	json_t *names;

	json_object_foreach (value, key, names)
		if (!are_strings(names))
			return fail(c, key, "must be an array of strings");
	if (!json_is_object(value))
		return fail(c, rule->keyword, "must be an object");
	return compile_value(c, value, rule);
}

static int
compile_unique(struct compile *c, json_t *value, struct js_rule *rule)
{
	if (!json_is_boolean(value))
		return fail(c, rule->keyword, "must be true or false");
	return json_is_true(value);
}

static int
add_type(struct compile *c, const json_t *name, struct js_rule *rule)
{
	static const struct {
		const char *name;
		unsigned bits;
	} types[] = {
		{ "array", 1 << JSON_ARRAY },
		{ "boolean", 1 << JSON_TRUE | 1 << JSON_FALSE },
		{ "integer", JS_INTEGER },
		{ "null", 1 << JSON_NULL },
		{ "number", JS_NUMBER | JS_INTEGER },
		{ "object", 1 << JSON_OBJECT },
		{ "string", 1 << JSON_STRING },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (json_is_string(name) &&
		    strcmp(types[i].name, json_string_value(name)) == 0) {
			rule->u.types |= types[i].bits;
			return 1;
		}
	return fail(c, "type", "there is no such type");
}

static int
compile_type(struct compile *c, json_t *value, struct js_rule *rule)
{
	size_t i;
	const json_t *name;

	if (!json_is_array(value))
		return add_type(c, value, rule);
	json_array_foreach (value, i, name)
		if (add_type(c, name, rule) < 0)
			return -1;
	return 1;
}

static const struct js_pattern *
new_pattern(struct compile *c, const char *text)
{
	struct js_set *set = c->set;
	struct em_err why;
	struct js_pattern *pattern = js_pattern_new(text, &why);

	if (!pattern) {
		(void)err_set(
		    c->err, why.code, "%s: %s", c->where.data, why.msg);
		return NULL;
	}
	set->patterns = mem_grow(set->patterns, &set->pattern_cap,
	    set->pattern_count, sizeof(*set->patterns));
	set->patterns[set->pattern_count++] = pattern;
	return pattern;
}

static int
compile_pattern(struct compile *c, json_t *value, struct js_rule *rule)
{
	const char *text = json_string_value(value);

	if (!text || strlen(text) < json_string_length(value))
		return fail(c, rule->keyword, "must be a regular expression");
	rule->u.pattern.text = text;
	rule->u.pattern.pattern = new_pattern(c, text);
	return rule->u.pattern.pattern ? 1 : -1;
}

static int
compile_format(struct compile *c, json_t *value, struct js_rule *rule)
{
	rule->u.format.name = json_string_value(value);
	if (!rule->u.format.name)
		return fail(c, rule->keyword, "must be a string");
	rule->u.format.fn = js_format_find(rule->u.format.name);
	return rule->u.format.fn != NULL;
}

static int
compile_ref(struct compile *c, json_t *value, struct js_rule *rule)
{
	struct js_set *set = c->set;
	struct js_reference *reference;
	struct buf uri = BUF_INIT;
	char *resolved;

	if (!json_is_string(value))
		return fail(c, rule->keyword, "must be a string");
	resolved = js_uri_resolve(c->base, json_string_value(value));
	buf_adds(&uri, resolved);
	buf_adds(&uri, strchrnul(json_string_value(value), '#'));
	set->references = mem_grow(set->references, &set->reference_cap,
	    set->reference_count, sizeof(*set->references));
	reference = &set->references[set->reference_count++];
	reference->rule = rule;
	reference->uri = arena_strdup(&set->arena, uri.data);
	reference->where = arena_strdup(&set->arena, c->where.data);
	free(resolved);
	buf_clear(&uri);
	return 1;
}

static int
compile_not(struct compile *c, json_t *value, struct js_rule *rule)
{
	rule->u.node = compile_member(c, rule->keyword, value);
	return rule->u.node ? 1 : -1;
}

static int
compile_schemas(struct compile *c, json_t *value, struct js_rule *rule)
{
	return compile_list(c, rule->keyword, value, &rule->u.list);
}

/* The optional schema at a keyword of the schema; -1 if it is none. */
static int
compile_optional(struct compile *c, const json_t *schema, const char *keyword,
    struct js_node **node)
{
	const json_t *value = json_object_get(schema, keyword);

	*node = value ? compile_member(c, keyword, value) : NULL;
	return value && !*node ? -1 : 0;
}

/* The schemas of the object at a keyword of the schema, if it has that. */
static int
compile_map(struct compile *c, const json_t *schema, const char *keyword,
    struct js_map *map)
{
	json_t *schemas = json_object_get(schema, keyword), *member;
	size_t len = c->where.len;
	struct js_entry *entry;
	const char *key;

	if (schemas && !json_is_object(schemas))
		return fail(c, keyword, "must be an object of schemas");
	js_pointer_add(&c->where, keyword);
	map->count = json_object_size(schemas);
	map->entries =
	    arena_alloc(&c->set->arena, map->count, sizeof(*map->entries));
	entry = map->entries;
	json_object_foreach (schemas, key, member) {
		entry->name = key;
		entry->node = compile_member(c, key, member);
		if (!entry++->node)
			return -1;
	}
	buf_truncate(&c->where, len);
	return 0;
}

static int
compile_members(struct compile *c, const json_t *schema, struct js_rule *rule)
{
	struct js_map *families = &rule->u.members.families;

	rule->kind = JS_MEMBERS;
	rule->keyword = "additionalProperties";
	if (compile_map(c, schema, "properties", &rule->u.members.properties) ||
	    compile_map(c, schema, "patternProperties", families) ||
	    compile_optional(
		c, schema, "additionalProperties", &rule->u.members.others))
		return -1;
	for (size_t i = 0; i < families->count; i++) {
		struct js_entry *family = &families->entries[i];

		family->pattern = new_pattern(c, family->name);
		if (!family->pattern)
			return -1;
	}
	return rule->u.members.properties.count || families->count ||
	       rule->u.members.others;
}

static int
compile_items(struct compile *c, const json_t *schema, struct js_rule *rule)
{
	const json_t *prefix = json_object_get(schema, "prefixItems");

	rule->kind = JS_ITEMS;
	if (prefix &&
	    compile_list(c, "prefixItems", prefix, &rule->u.items.prefix) < 0)
		return -1;
	if (compile_optional(c, schema, "items", &rule->u.items.others))
		return -1;
	return prefix || rule->u.items.others;
}

static int
compile_contains(struct compile *c, const json_t *schema, struct js_rule *rule)
{
	const json_t *min = json_object_get(schema, "minContains");
	const json_t *max = json_object_get(schema, "maxContains");

	rule->kind = JS_CONTAINS;
	rule->keyword = "contains";
	rule->u.contains.min = 1;
	rule->u.contains.max = SIZE_MAX;
	if (min && read_size(c, "minContains", min, &rule->u.contains.min) < 0)
		return -1;
	if (max && read_size(c, "maxContains", max, &rule->u.contains.max) < 0)
		return -1;
	if (compile_optional(c, schema, "contains", &rule->u.contains.node))
		return -1;
	return rule->u.contains.node != NULL;
}

static int
compile_branch(struct compile *c, const json_t *schema, struct js_rule *rule)
{
	rule->kind = JS_IF;
	if (compile_optional(c, schema, "if", &rule->u.branch.test) ||
	    compile_optional(c, schema, "then", &rule->u.branch.then) ||
	    compile_optional(c, schema, "else", &rule->u.branch.other))
		return -1;
	return rule->u.branch.test &&
	       (rule->u.branch.then || rule->u.branch.other);
}

/* Compiled so that a wrong one is found although nothing refers to it. */
static int
compile_defs(struct compile *c, const json_t *schema, struct js_rule *rule)
{
	struct js_map unused;

	(void)rule;
	return compile_map(c, schema, "$defs", &unused);
}

static const struct keyword {
	const char *name;
	enum js_kind kind;
	compile_fn *compile; /* NULL: an annotation, or see groups */
} keywords[] = {
	/* in byte order */
	{ "$comment", 0, NULL },
	{ "$defs", 0, NULL },
	{ "$id", 0, NULL },
	{ "$ref", JS_REF, compile_ref },
	{ "$schema", 0, NULL },
	{ "additionalProperties", 0, NULL },
	{ "allOf", JS_ALL_OF, compile_schemas },
	{ "anyOf", JS_ANY_OF, compile_schemas },
	{ "const", JS_CONST, compile_value },
	{ "contains", 0, NULL },
	{ "default", 0, NULL },
	{ "dependentRequired", JS_DEPENDENT_REQUIRED, compile_dependents },
	{ "description", 0, NULL },
	{ "else", 0, NULL },
	{ "enum", JS_ENUM, compile_enum },
	{ "examples", 0, NULL },
	{ "exclusiveMaximum", JS_EXCLUSIVE_MAXIMUM, compile_number },
	{ "exclusiveMinimum", JS_EXCLUSIVE_MINIMUM, compile_number },
	{ "format", JS_FORMAT, compile_format },
	{ "if", 0, NULL },
	{ "items", 0, NULL },
	{ "maxContains", 0, NULL },
	{ "maxItems", JS_MAX_ITEMS, compile_size },
	{ "maxLength", JS_MAX_LENGTH, compile_size },
	{ "maxProperties", JS_MAX_PROPERTIES, compile_size },
	{ "maximum", JS_MAXIMUM, compile_number },
	{ "minContains", 0, NULL },
	{ "minItems", JS_MIN_ITEMS, compile_size },
	{ "minLength", JS_MIN_LENGTH, compile_size },
	{ "minProperties", JS_MIN_PROPERTIES, compile_size },
	{ "minimum", JS_MINIMUM, compile_number },
	{ "multipleOf", JS_MULTIPLE_OF, compile_unit },
	{ "not", JS_NOT, compile_not },
	{ "oneOf", JS_ONE_OF, compile_schemas },
	{ "pattern", JS_PATTERN, compile_pattern },
	{ "patternProperties", 0, NULL },
	{ "prefixItems", 0, NULL },
	{ "properties", 0, NULL },
	{ "required", JS_REQUIRED, compile_names },
	{ "then", 0, NULL },
	{ "title", 0, NULL },
	{ "type", JS_TYPE, compile_type },
	{ "uniqueItems", JS_UNIQUE_ITEMS, compile_unique },
};

/* Keywords that mean something only together; each looks at the whole schema.
 */
static int (*const groups[])(struct compile *c, const json_t *schema,
    struct js_rule *rule) = { compile_members, compile_items, compile_contains,
	compile_branch, compile_defs };

enum { GROUPS = sizeof(groups) / sizeof(*groups) };

static int
by_name(const void *key, const void *keyword)
{
	return strcmp(key, ((const struct keyword *)keyword)->name);
}

static int
compile_rules(struct compile *c, json_t *schema, struct js_node *node)
{
	struct js_rule *rule = node->rules;
	const struct keyword *keyword;
	const char *key;
	json_t *value;
	int made;

	json_object_foreach (schema, key, value) {
		keyword =
		    bsearch(key, keywords, sizeof(keywords) / sizeof(*keywords),
			sizeof(*keywords), by_name);
		if (!keyword)
			return fail(c, key, "the keyword is not supported");
		if (!keyword->compile)
			continue;
		memset(rule, 0, sizeof(*rule));
		rule->kind = keyword->kind;
		rule->keyword = keyword->name;
		made = keyword->compile(c, value, rule);
		if (made < 0)
			return -1;
		rule += made;
	}
	for (size_t i = 0; i < GROUPS; i++) {
		memset(rule, 0, sizeof(*rule));
		made = groups[i](c, schema, rule);
		if (made < 0)
			return -1;
		rule += made;
	}
	node->rule_count = (size_t)(rule - node->rules);
	return 0;
}

static int
by_source(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct js_node *)a)->source;
	uintptr_t y = (uintptr_t)((const struct js_node *)b)->source;

	return x < y ? -1 : x > y;
}

struct js_node *
js_find(const struct js_set *set, const json_t *schema)
{
	struct js_node key = { .source = schema };
	struct js_node *const *found;

	if (json_is_boolean(schema))
		return json_is_true(schema) ? set->anything : set->nothing;
	found = tfind(&key, &set->by_source, by_source);
	return found ? *found : NULL;
}

/* A schema with an $id is a resource; its references are relative to that. */
static int
enter_resource(struct compile *c, const json_t *schema)
{
	const json_t *value = json_object_get(schema, "$id");
	const char *id = json_string_value(value);
	size_t end = id ? strcspn(id, "#") : 0;
	char *uri;

	if (!value)
		return 0;
	if (!id || (id[end] && id[end + 1]))
		return fail(c, "$id", "must be a URI without fragment");
	uri = js_uri_resolve(c->base, id);
	c->base = arena_strdup(&c->set->arena, uri);
	free(uri);
	js_add_resource(c->set, c->base, schema);
	return 0;
}

static struct js_node *
compile_schema(struct compile *c, const json_t *schema)
{
	struct js_node *known = js_find(c->set, schema);
	const char *base = c->base;
	struct js_node *node;
	int bad;

	if (known)
		return known;
	if (!json_is_object(schema)) {
		(void)err_set(c->err, EM_PERM,
		    "%s: not a schema: neither an "
		    "object nor true or false",
		    c->where.data);
		return NULL;
	}
	node = arena_alloc(&c->set->arena, 1, sizeof(*node));
	node->source = schema;
	node->next = c->set->nodes;
	c->set->nodes = node;
	if (!tsearch(node, &c->set->by_source, by_source))
		die(EM_TEMP, "out of memory");
	node->rules = arena_alloc(&c->set->arena,
	    json_object_size(schema) + GROUPS, sizeof(*node->rules));
	bad = enter_resource(c, schema);
	node->base = c->base;
	bad = bad || compile_rules(c, (json_t *)(uintptr_t)schema, node);
	c->base = base;
	return bad ? NULL : node;
}

struct js_node *
js_compile(struct js_set *set, const json_t *schema, const char *base,
    const char *where, struct em_err *err)
{
	struct compile c = {
		.set = set, .base = base, .where = BUF_INIT, .err = err
	};
	struct js_node *node;

	buf_adds(&c.where, where);
	node = compile_schema(&c, schema);
	buf_clear(&c.where);
	return node;
}
