/* setting - values of options, from text and from JSON (setting.h). */
#include "setting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { SHOWN_MAX = 64 }; /* bytes of a value that a message repeats */

static int
bad_value(const struct setting *row, const char *text, const char *wanted,
    struct em_err *err)
{
	return err_set(
	    err, EM_PERM, "%s: \"%s\" is not %s", row->flag, text, wanted);
}

static bool
is_choice(const char *choices, const char *text)
{
	size_t len;

	for (const char *p = choices;; p += len + 1) {
		len = strcspn(p, "|");
		if (strlen(text) == len && strncmp(p, text, len) == 0)
			return true;
		if (!p[len])
			return false;
	}
}

static json_t *
parse_bool(const char *text)
{
	if (is_choice("true|yes|on|1", text))
		return json_true();
	return is_choice("false|no|off|0", text) ? json_false() : NULL;
}

/* range is "least..most", or a number alone. */
static bool
is_in(const char *range, json_int_t n)
{
	char *end;
	long least = strtol(range, &end, 10);
	long most = *end ? strtol(end + strlen(".."), NULL, 10) : least;

	return n >= least && n <= most;
}

static json_t *
parse_int(const char *text, const char *range)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (end == text || *end || errno || !is_in(range, n))
		return NULL;
	return json_integer(n);
}

/* An identifier of PHP: letters, digits, _ and every byte above ASCII. */
static size_t
identifier_len(const char *s)
{
	size_t n = 0;

	for (;; n++) {
		unsigned char c = (unsigned char)s[n];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';

		if (!letter && c != '_' && c < 0x80 &&
		    !(n && c >= '0' && c <= '9'))
			return n;
	}
}

/* Names joined by backslashes; those at either end are taken off. */
static json_t *
parse_namespace(const char *text)
{
	const char *start = text + (*text == '\\'), *p = start;
	size_t n;

	while ((n = identifier_len(p))) {
		p += n;
		if (!*p)
			return json_string(start);
		if (*p != '\\')
			return NULL;
		if (!*++p)
			return json_stringn(start, (size_t)(p - start) - 1);
	}
	return NULL;
}

/* One item of a list, without the blanks around it; *next is after it. */
static json_t *
list_item(const char *p, const char **next)
{
	size_t len;

	p += strspn(p, " \t\n");
	len = strcspn(p, ",");
	*next = p + len + (p[len] == ',');
	while (len && strchr(" \t\n", p[len - 1]))
		len--;
	return json_stringn(p, len);
}

static json_t *
parse_list(const char *text)
{
	json_t *list = json_array(), *item;

	while (*text) {
		item = list_item(text, &text);
		if (!item) {
			json_decref(list);
			return NULL;
		}
		if (json_string_length(item))
			json_array_append_new(list, item);
		else
			json_decref(item);
	}
	return list;
}

/* KEY=VALUE as an object; nothing as an empty one. */
static json_t *
parse_map(const struct setting *row, const char *text)
{
	const char *equals = strchr(text, '=');
	json_t *map = json_object();
	char *key;

	if (!*text)
		return map;
	if (!equals || equals == text || !equals[1] ||
	    (row->choices && !is_choice(row->choices, equals + 1))) {
		json_decref(map);
		return NULL;
	}
	key = mem_strndup(text, (size_t)(equals - text));
	if (json_object_set_new(map, key, json_string(equals + 1)) < 0) {
		json_decref(map);
		map = NULL;
	}
	free(key);
	return map;
}

static json_t *
parse_string(const struct setting *row, const char *text)
{
	if (row->choices && !is_choice(row->choices, text))
		return NULL;
	return *text || row->initial ? json_string(text) : json_null();
}

json_t *
setting_parse(const struct setting *row, const char *text, struct em_err *err)
{
	json_t *value = NULL;
	const char *wanted = NULL;

	switch (row->kind) {
	case SETTING_STRING:
		value = parse_string(row, text);
		wanted = row->choices ? row->choices : "UTF-8";
		break;
	case SETTING_DIR:
		wanted = *text ? "UTF-8" : row->choices;
		if (*text)
			value = json_string(text);
		else if (!row->choices)
			value = json_null();
		break;
	case SETTING_NAMESPACE:
		value = parse_namespace(text);
		wanted = "a PHP namespace";
		break;
	case SETTING_BOOL:
		value = parse_bool(text);
		wanted = "yes or no";
		break;
	case SETTING_INT:
		value = parse_int(text, row->choices);
		wanted = row->choices;
		break;
	case SETTING_LIST:
		value = parse_list(text);
		wanted = "a list in UTF-8";
		break;
	case SETTING_MAP:
		value = parse_map(row, text);
		wanted = row->choices ? row->choices : "KEY=VALUE";
		break;
	}
	if (!value)
		bad_value(row, text, wanted, err);
	return value;
}

static bool
is_strings(const json_t *list)
{
	size_t i;
	json_t *item;

	if (!json_is_array(list))
		return false;
	json_array_foreach (list, i, item)
		if (!json_is_string(item))
			return false;
	return true;
}

static bool
is_string_map(json_t *map, const char *choices)
{
	const char *key;
	json_t *value;

	if (!json_is_object(map))
		return false;
	json_object_foreach (map, key, value)
		if (!json_is_string(value) ||
		    (choices && !is_choice(choices, json_string_value(value))))
			return false;
	return true;
}

static bool
is_namespace(const json_t *value)
{
	const char *text = json_string_value(value);
	json_t *parsed = text ? parse_namespace(text) : NULL;
	bool same = parsed && json_equal(parsed, value);

	json_decref(parsed);
	return same;
}

static bool
accepts(const struct setting *row, json_t *value)
{
	if (json_is_null(value))
		return row->kind == SETTING_DIR || !row->initial;
	switch (row->kind) {
	case SETTING_STRING:
		return json_is_string(value) &&
		       (!row->choices ||
			   is_choice(row->choices, json_string_value(value)));
	case SETTING_NAMESPACE:
		return is_namespace(value);
	case SETTING_DIR:
		return json_is_string(value);
	case SETTING_BOOL:
		return json_is_boolean(value);
	case SETTING_INT:
		return json_is_integer(value) &&
		       is_in(row->choices, json_integer_value(value));
	case SETTING_LIST:
		return is_strings(value);
	case SETTING_MAP:
		return is_string_map(value, row->choices);
	}
	return false;
}

/* What accepts() wants, in words. */
static const char *
wanted_json(const struct setting *row)
{
	if (row->choices && row->kind != SETTING_DIR)
		return row->choices;
	switch (row->kind) {
	case SETTING_NAMESPACE:
		return "a PHP namespace";
	case SETTING_BOOL:
		return "true or false";
	case SETTING_LIST:
		return "a list of strings";
	case SETTING_MAP:
		return "a map of strings";
	default:
		return "a string";
	}
}

int
setting_check(const struct setting *row, json_t *value, struct em_err *err)
{
	char *text;

	if (accepts(row, value))
		return 0;
	text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	err_set(err, EM_PERM, "option %s: %s is not %s", row->name,
	    text && strlen(text) <= SHOWN_MAX ? text : "its value",
	    wanted_json(row));
	free(text);
	return -1;
}
