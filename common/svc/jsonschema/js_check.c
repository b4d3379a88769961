/* js_check - does a value keep its schema? (jsonschema.h) */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "js_node.h"
#include "js_uri.h"
#include "js_value.h"
#include "jsonschema.h"
#include "utf8.h"

/* Schemas within schemas; jansson reads 2048 levels, js_resolve.c allows 256
 * schemas at each, and a stack has 8 MiB. */
enum { DEPTH_MAX = 16384, TEXT_MAX = 80 };

/* The way from the whole value to a part of it. */
struct place {
	const struct place *up; /* NULL: the whole */
	const char *key;        /* NULL: an item */
	size_t index;
};

struct check {
	js_report_fn *report; /* NULL: only the verdict counts */
	void *arg;
	unsigned depth;
	bool gave_up; /* the verdict is no, whatever a "not" makes of it */
};

static bool check_node(struct check *check, const struct js_node *node,
    const json_t *value, const struct place *place);

static void
add_pointer(struct buf *pointer, const struct place *place)
{
	if (!place->up)
		return;
	add_pointer(pointer, place->up);
	if (place->key)
		js_pointer_add(pointer, place->key);
	else
		buf_addf(pointer, "/%zu", place->index);
}

/* Says what is wrong, if somebody listens; false. */
__attribute__((format(printf, 4, 5))) static bool
no(struct check *check, const struct js_rule *rule, const struct place *place,
    const char *fmt, ...)
{
	struct buf pointer = BUF_INIT;
	char what[512];
	va_list ap;

	if (!check->report)
		return false;
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	what[utf8_valid(what, strlen(what))] = '\0'; /* no half a character */
	add_pointer(&pointer, place);
	check->report(check->arg, buf_peek(&pointer), rule->keyword, what);
	buf_clear(&pointer);
	return false;
}

/* The verdict alone. */
static bool
keeps(struct check *check, const struct js_node *node, const json_t *value,
    const struct place *place)
{
	js_report_fn *report = check->report;
	bool good;

	check->report = NULL;
	good = check_node(check, node, value, place);
	check->report = report;
	return good;
}

/* The beginning of a text. */
struct clip {
	char *text;
	size_t len;
};

static int
add_clip(const char *bytes, size_t len, void *arg)
{
	struct clip *clip = arg;
	size_t room = TEXT_MAX - clip->len;

	if (len > room)
		len = room;
	memcpy(clip->text + clip->len, bytes, len);
	clip->len += len;
	return 0;
}

/* The value as JSON, cut where it is too long. */
static const char *
text_of(const json_t *value, char text[TEXT_MAX])
{
	enum {
		FLAGS = JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(16)
	};
	struct clip clip = { text, 0 };
	size_t n;

	(void)json_dump_callback(value, add_clip, &clip, FLAGS);
	if (clip.len < TEXT_MAX) {
		text[clip.len] = '\0';
		return text;
	}
	for (n = TEXT_MAX - 4; n > 0 && (text[n] & 0xc0) == 0x80;)
		n--; /* not inside a character */
	memcpy(text + n, "...", 4);
	return text;
}

static bool
check_nothing(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	(void)value;
	return no(check, rule, place, "nothing is allowed here");
}

static bool
check_ref(struct check *check, const struct js_rule *rule, const json_t *value,
    const struct place *place)
{
	return check_node(check, rule->u.node, value, place);
}

/* "string or null" of bits */
static const char *
type_names(unsigned bits, char text[TEXT_MAX])
{
	static const char *const names[] = { [JSON_OBJECT] = "object",
		[JSON_ARRAY] = "array",
		[JSON_STRING] = "string",
		[JSON_INTEGER] = "integer",
		[JSON_REAL] = "number",
		[JSON_TRUE] = "boolean",
		[JSON_FALSE] = "boolean",
		[JSON_NULL] = "null" };
	size_t n = 0;

	if (bits & JS_NUMBER)
		bits &= ~(unsigned)JS_INTEGER;
	if (bits & 1 << JSON_TRUE)
		bits &= ~(1U << JSON_FALSE);
	text[0] = '\0';
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bits & 1U << i)
			n += (size_t)snprintf(text + n, TEXT_MAX - n, "%s%s",
			    n ? " or " : "", names[i]);
	return text;
}

static bool
check_type(struct check *check, const struct js_rule *rule, const json_t *value,
    const struct place *place)
{
	unsigned bits = 1U << json_typeof(value);
	char want[TEXT_MAX], got[TEXT_MAX];

	if (rule->u.types & bits)
		return true;
	if (rule->u.types & JS_INTEGER && js_is_integer(value))
		return true;
	return no(check, rule, place, "%s expected, not %s",
	    type_names(rule->u.types, want), type_names(bits, got));
}

static bool
check_const(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	char want[TEXT_MAX], got[TEXT_MAX];

	return js_equal(value, rule->u.value) ||
	       no(check, rule, place, "%s expected, not %s",
		   text_of(rule->u.value, want), text_of(value, got));
}

static bool
check_enum(struct check *check, const struct js_rule *rule, const json_t *value,
    const struct place *place)
{
	char got[TEXT_MAX];
	const json_t *item;
	size_t i;

	json_array_foreach (rule->u.value, i, item)
		if (js_equal(value, item))
			return true;
	return no(check, rule, place, "%s is not one of the %zu values",
	    text_of(value, got), i);
}

static bool
check_limit(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	char limit[TEXT_MAX], got[TEXT_MAX];
	bool good;
	int order;

	if (!json_is_number(value))
		return true;
	order = js_compare(value, rule->u.value);
	switch (rule->kind) {
	case JS_MINIMUM:
		good = order >= 0;
		break;
	case JS_MAXIMUM:
		good = order <= 0;
		break;
	case JS_EXCLUSIVE_MINIMUM:
		good = order > 0;
		break;
	default:
		good = order < 0;
		break;
	}
	return good || no(check, rule, place, "%s is beyond %s",
			   text_of(value, got), text_of(rule->u.value, limit));
}

static bool
check_multiple(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	char unit[TEXT_MAX], got[TEXT_MAX];

	return !json_is_number(value) || js_is_multiple(value, rule->u.value) ||
	       no(check, rule, place, "%s is no multiple of %s",
		   text_of(value, got), text_of(rule->u.value, unit));
}

/* Lengths and counts: min and max of strings, arrays and objects. */
static bool
check_size(struct check *check, const struct js_rule *rule, const json_t *value,
    const struct place *place)
{
	size_t size, limit = rule->u.size;
	bool min = rule->kind == JS_MIN_LENGTH || rule->kind == JS_MIN_ITEMS ||
		   rule->kind == JS_MIN_PROPERTIES;
	const char *of;

	if (rule->kind == JS_MIN_LENGTH || rule->kind == JS_MAX_LENGTH) {
		if (!json_is_string(value))
			return true;
		size = js_length(
		    json_string_value(value), json_string_length(value));
		of = "characters";
	} else if (rule->kind == JS_MIN_ITEMS || rule->kind == JS_MAX_ITEMS) {
		if (!json_is_array(value))
			return true;
		size = json_array_size(value);
		of = "items";
	} else {
		if (!json_is_object(value))
			return true;
		size = json_object_size(value);
		of = "members";
	}
	if (min ? size >= limit : size <= limit)
		return true;
	return no(check, rule, place, "%s than %zu %s: %zu",
	    min ? "fewer" : "more", limit, of, size);
}

static bool
check_pattern(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	char got[TEXT_MAX];
	int match;

	if (!json_is_string(value))
		return true;
	match = js_pattern_match(rule->u.pattern.pattern,
	    json_string_value(value), json_string_length(value));
	if (match > 0)
		return true;
	check->gave_up |= match < 0;
	return no(check, rule, place, "%s %s %s", text_of(value, got),
	    match < 0 ? "is too hard to match with" : "does not match",
	    rule->u.pattern.text);
}

static bool
check_format(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	char got[TEXT_MAX];

	return !json_is_string(value) ||
	       rule->u.format.fn(
		   json_string_value(value), json_string_length(value)) ||
	       no(check, rule, place, "%s is not a %s", text_of(value, got),
		   rule->u.format.name);
}

static bool
check_unique(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	size_t pair[2];

	return !json_is_array(value) || !js_repeats(value, pair) ||
	       no(check, rule, place, "items %zu and %zu are equal", pair[0],
		   pair[1]);
}

static bool
check_items(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	const struct js_list *prefix = &rule->u.items.prefix;
	struct place at = { .up = place };
	const struct js_node *node;
	bool good = true;

	for (; at.index < json_array_size(value); at.index++) {
		node = at.index < prefix->count ? prefix->nodes[at.index]
						: rule->u.items.others;
		if (node)
			good &= check_node(
			    check, node, json_array_get(value, at.index), &at);
		if (!node || (!good && !check->report))
			break;
	}
	return good;
}

static bool
check_contains(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	struct place at = { .up = place };
	size_t found = 0;

	if (!json_is_array(value))
		return true;
	for (; at.index < json_array_size(value); at.index++)
		found += keeps(check, rule->u.contains.node,
		    json_array_get(value, at.index), &at);
	if (found >= rule->u.contains.min && found <= rule->u.contains.max)
		return true;
	return no(check, rule, place, "%zu items are as wanted, too %s", found,
	    found < rule->u.contains.min ? "few" : "many");
}

static bool
check_required(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	bool good = true;
	const json_t *name;
	size_t i;

	if (!json_is_object(value))
		return true;
	json_array_foreach (rule->u.value, i, name)
		if (!json_object_get(value, json_string_value(name)))
			good = no(check, rule, place, "\"%s\" is missing",
			    json_string_value(name));
	return good;
}

static bool
check_dependents(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	bool good = true;
	const char *key;
	json_t *names;
	const json_t *name;
	size_t i;

	if (!json_is_object(value))
		return true;
	json_object_foreach ((json_t *)(uintptr_t)rule->u.value, key, names) {
		if (!json_object_get(value, key))
			continue;
		json_array_foreach (names, i, name)
			if (!json_object_get(value, json_string_value(name)))
				good = no(check, rule, place,
				    "\"%s\" is missing, needed by \"%s\"",
				    json_string_value(name), key);
	}
	return good;
}

/*
 * The schema in properties for a member.  Our own events have their members in
 * the order of the schema, so the search goes on from the one found last.
 */
static const struct js_node *
find_property(const struct js_map *map, const char *name, size_t *last)
{
	for (size_t n = map->count; n > 0; n--) {
		if (++*last >= map->count)
			*last = 0;
		if (strcmp(map->entries[*last].name, name) == 0)
			return map->entries[*last].node;
	}
	return NULL;
}

/* patternProperties; *known becomes true when the name is of a family. */
static bool
check_families(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *at, bool *known)
{
	const struct js_map *families = &rule->u.members.families;
	bool good = true;

	for (size_t i = 0; i < families->count; i++) {
		const struct js_entry *family = &families->entries[i];
		int match =
		    js_pattern_match(family->pattern, at->key, strlen(at->key));

		if (match == 0)
			continue;
		*known = true;
		check->gave_up |= match < 0;
		good &= check_node(check, family->node, value, at);
	}
	return good;
}

/* additionalProperties */
static bool
check_other(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *at)
{
	const struct js_node *node = rule->u.members.others;

	if (node && node->rule_count && node->rules->kind == JS_NOTHING)
		return no(check, rule, at, "there is no such member");
	return !node || check_node(check, node, value, at);
}

static bool
check_members(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	const struct js_map *properties = &rule->u.members.properties;
	struct place at = { .up = place };
	const struct js_node *node;
	size_t last = properties->count;
	bool good = true;
	json_t *member;

	if (!json_is_object(value))
		return true;
	json_object_foreach ((json_t *)(uintptr_t)value, at.key, member) {
		bool known = false;

		node = find_property(properties, at.key, &last);
		if (node)
			good &= check_node(check, node, member, &at);
		good &= check_families(check, rule, member, &at, &known);
		if (!node && !known)
			good &= check_other(check, rule, member, &at);
		if (!good && !check->report)
			break;
	}
	return good;
}

static bool
check_all_of(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	const struct js_list *list = &rule->u.list;
	bool good = true;

	for (size_t i = 0; i < list->count && (good || check->report); i++)
		good &= check_node(check, list->nodes[i], value, place);
	return good;
}

static bool
check_some_of(struct check *check, const struct js_rule *rule,
    const json_t *value, const struct place *place)
{
	const struct js_list *list = &rule->u.list;
	size_t enough = rule->kind == JS_ANY_OF ? 1 : 2, found = 0;

	for (size_t i = 0; i < list->count && found < enough; i++)
		found += keeps(check, list->nodes[i], value, place);
	if (found == 1)
		return true;
	return no(check, rule, place, "%s of the %zu schemas is kept",
	    found ? "more than one" : "none", list->count);
}

static bool
check_not(struct check *check, const struct js_rule *rule, const json_t *value,
    const struct place *place)
{
	return !keeps(check, rule->u.node, value, place) ||
	       no(check, rule, place, "the schema is kept");
}

static bool
check_if(struct check *check, const struct js_rule *rule, const json_t *value,
    const struct place *place)
{
	const struct js_node *node =
	    keeps(check, rule->u.branch.test, value, place)
		? rule->u.branch.then
		: rule->u.branch.other;

	return !node || check_node(check, node, value, place);
}

static bool (*const checks[JS_KINDS])(struct check *check,
    const struct js_rule *rule, const json_t *value,
    const struct place *place) = {
	[JS_NOTHING] = check_nothing,
	[JS_REF] = check_ref,
	[JS_TYPE] = check_type,
	[JS_CONST] = check_const,
	[JS_ENUM] = check_enum,
	[JS_MINIMUM] = check_limit,
	[JS_MAXIMUM] = check_limit,
	[JS_EXCLUSIVE_MINIMUM] = check_limit,
	[JS_EXCLUSIVE_MAXIMUM] = check_limit,
	[JS_MULTIPLE_OF] = check_multiple,
	[JS_MIN_LENGTH] = check_size,
	[JS_MAX_LENGTH] = check_size,
	[JS_PATTERN] = check_pattern,
	[JS_FORMAT] = check_format,
	[JS_MIN_ITEMS] = check_size,
	[JS_MAX_ITEMS] = check_size,
	[JS_UNIQUE_ITEMS] = check_unique,
	[JS_ITEMS] = check_items,
	[JS_CONTAINS] = check_contains,
	[JS_MIN_PROPERTIES] = check_size,
	[JS_MAX_PROPERTIES] = check_size,
	[JS_REQUIRED] = check_required,
	[JS_DEPENDENT_REQUIRED] = check_dependents,
	[JS_MEMBERS] = check_members,
	[JS_ALL_OF] = check_all_of,
	[JS_ANY_OF] = check_some_of,
	[JS_ONE_OF] = check_some_of,
	[JS_NOT] = check_not,
	[JS_IF] = check_if,
};

static bool
check_node(struct check *check, const struct js_node *node, const json_t *value,
    const struct place *place)
{
	bool good = true;

	if (check->depth == DEPTH_MAX) {
		check->gave_up = true;
		return false;
	}
	check->depth++;
	for (size_t i = 0; i < node->rule_count && (good || check->report);
	     i++) {
		const struct js_rule *rule = &node->rules[i];

		good &= checks[rule->kind](check, rule, value, place);
	}
	check->depth--;
	return good;
}

bool
js_check(const struct js_node *schema, const json_t *value,
    js_report_fn *report, void *arg)
{
	struct check check = { .report = report, .arg = arg };
	const struct place whole = { .up = NULL };
	bool good = check_node(&check, schema, value, &whole);

	if (check.gave_up && report)
		report(arg, "", "schema", "too hard to check");
	return good && !check.gave_up;
}
