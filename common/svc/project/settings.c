/* settings - the table of options and their values (settings.h). */
#include "settings.h"

#include <assert.h>
#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "mem.h"
#include "nearest.h"
#include "setting.h"

/* clang-format off */
static const struct setting rows[] = {
	{ "namespace", SETTING_NAMESPACE, "namespace",
	    "App\\Models", NULL, NULL },
	{ "out", SETTING_DIR, "out", NULL, "a folder", NULL },
	{ "enums", SETTING_DIR, "enums", NULL, NULL, NULL },
	{ "enumsNamespace", SETTING_NAMESPACE, "enums-namespace",
	    NULL, NULL, NULL },
	{ "factories", SETTING_DIR, "factories", NULL, NULL, NULL },
	{ "factoriesNamespace", SETTING_NAMESPACE, "factories-namespace",
	    "Database\\Factories", NULL, NULL },
	{ "requests", SETTING_DIR, "requests", NULL, NULL, NULL },
	{ "requestsNamespace", SETTING_NAMESPACE, "requests-namespace",
	    "App\\Http\\Requests", NULL, NULL },
	{ "docs", SETTING_DIR, "docs", NULL, NULL, NULL },
	{ "diagram", SETTING_STRING, "diagram",
	    "mermaid", "mermaid|svg", NULL },
	{ "templates", SETTING_DIR, "templates", NULL, NULL, NULL },
	{ "lock", SETTING_DIR, "lock", "emgen.lock", NULL, NULL },
	{ "laravel", SETTING_INT, "laravel", "12", "10..13", NULL },
	{ "mode", SETTING_STRING, "mode", "all", "all|new|split", NULL },
	{ "connection", SETTING_STRING, "connection", NULL, NULL, NULL },
	{ "prefix", SETTING_STRING, "prefix", "", NULL, NULL },
	{ "views", SETTING_BOOL, "views", "false", NULL, NULL },
	{ "dates", SETTING_STRING, "dates",
	    "mutable", "mutable|immutable", NULL },
	{ "enumCasts", SETTING_BOOL, "enum-casts", "true", NULL, NULL },
	{ "tinyint1", SETTING_STRING, "tinyint1",
	    "boolean", "boolean|integer", NULL },
	{ "defaults", SETTING_BOOL, "defaults", "true", NULL, NULL },
	{ "auditInverses", SETTING_BOOL, "audit-inverses",
	    "false", NULL, NULL },
	{ "inferRelations", SETTING_BOOL, "infer-relations",
	    "false", NULL, NULL },
	{ "through", SETTING_LIST, "through", "", NULL, NULL },
	{ "hidden", SETTING_LIST, "hidden",
	    "password,remember_token,two_factor_*,*_secret,*_token",
	    NULL, NULL },
	{ "fillable", SETTING_BOOL, "fillable", "true", NULL, NULL },
	{ "strictTypes", SETTING_BOOL, "strict-types", "true", NULL, NULL },
	{ "classes", SETTING_MAP, "class", "", NULL, "classes" },
	{ "relationNames", SETTING_MAP, "relation", "", NULL, "relations" },
	{ "morphs", SETTING_MAP, "morph", "", NULL, "morphs" },
	{ "rules", SETTING_MAP, "rule", "",
	    "off|info|warning|error", "analyze" },
	{ "naming", SETTING_INT, "naming", "1", "1", NULL },
};
/* clang-format on */

enum {
	ROWS = sizeof(rows) / sizeof(rows[0]),
	FLAG_BASE = 0x2000, /* getopt's c: twice the row, plus 1 for --no- */
};

static const char *const source_names[] = {
	[SETTINGS_DEFAULT] = "default",
	[SETTINGS_COMPOSER_LOCK] = "composer.lock",
	[SETTINGS_COMPOSER_JSON] = "composer.json",
	[SETTINGS_LOCK] = "emgen.lock",
	[SETTINGS_INI] = "emgen.ini",
	[SETTINGS_DOTENV] = ".env",
	[SETTINGS_ENVIRONMENT] = "environment",
	[SETTINGS_FLAG] = "flag",
};

enum { SOURCES = sizeof(source_names) / sizeof(source_names[0]) };

struct settings {
	json_t *values[ROWS];
	enum settings_source sources[ROWS];
	json_t *lock, *models; /* or NULL */
};

/* --- values --- */

/* ROWS for a name that is no option's. */
static size_t
find_row(const char *name)
{
	size_t i = 0;

	while (i < ROWS &&
	       (*rows[i].name != *name || strcmp(rows[i].name, name) != 0))
		i++;
	return i;
}

static size_t
row_of(const char *name)
{
	size_t row = find_row(name);

	assert(row < ROWS);
	return row;
}

static json_t *
initial_value(const struct setting *row)
{
	struct em_err err;

	return row->initial ? setting_parse(row, row->initial, &err)
			    : json_null();
}

struct settings *
settings_default(void)
{
	struct settings *s = mem_zalloc(1, sizeof(*s));

	for (size_t i = 0; i < ROWS; i++)
		s->values[i] = initial_value(&rows[i]);
	return s;
}

void
settings_free(struct settings *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < ROWS; i++)
		json_decref(s->values[i]);
	json_decref(s->lock);
	json_decref(s->models);
	free(s);
}

static void
replace(struct settings *s, size_t i, json_t *value_take,
    enum settings_source source)
{
	json_decref(s->values[i]);
	s->values[i] = value_take;
	s->sources[i] = source;
}

/* Keys of the stronger source win; the result is of the stronger. */
static void
merge(struct settings *s, size_t i, json_t *map, enum settings_source source)
{
	if (source < s->sources[i]) {
		json_object_update_missing(s->values[i], map);
	} else {
		json_object_update(s->values[i], map);
		s->sources[i] = source;
	}
}

/* Standard output: for models, if who starts the programs wants it. */
static bool
is_stdout(size_t i, const char *text, enum settings_source source)
{
	return rows[i].kind == SETTING_DIR && strcmp(text, "-") == 0 &&
	       (i != row_of("out") || source < SETTINGS_ENVIRONMENT);
}

static int
set_row(struct settings *s, size_t i, const char *text,
    enum settings_source source, struct em_err *err)
{
	json_t *value;

	if (is_stdout(i, text, source))
		return err_set(
		    err, EM_PERM, "%s: \"-\" is not a path", rows[i].flag);
	value = setting_parse(&rows[i], text, err);
	if (!value)
		return -1;
	if (rows[i].kind == SETTING_MAP) {
		merge(s, i, value, source);
		json_decref(value);
	} else if (source >= s->sources[i]) {
		replace(s, i, value, source);
	} else {
		json_decref(value);
	}
	return 0;
}

int
settings_set(struct settings *s, const char *name, const char *text,
    enum settings_source source, struct em_err *err)
{
	return set_row(s, row_of(name), text, source, err);
}

static int
refuse_key(const char *section, const char *key, struct em_err *err)
{
	bool own = strcmp(section, "emgen") == 0;
	struct nearest nearest;

	if (!*section)
		return err_set(err, EM_PERM,
		    "\"%s\" is in no section; settings are in [emgen]", key);
	nearest_begin(&nearest, own ? key : section);
	for (size_t i = 0; i < ROWS; i++)
		if ((rows[i].kind != SETTING_MAP) == own)
			nearest_offer(
			    &nearest, own ? rows[i].flag : rows[i].section);
	if (own)
		return err_set(err, EM_PERM, "[emgen] has no key \"%s\"%s", key,
		    nearest_hint(&nearest));
	nearest_offer(&nearest, "emgen");
	nearest_offer(&nearest, "connections");
	return err_set(err, EM_PERM, "there is no section [%s]%s", section,
	    nearest_hint(&nearest));
}

int
settings_set_ini(struct settings *s, const char *section, const char *key,
    const char *text, struct em_err *err)
{
	char *pair;
	int rc;

	for (size_t i = 0; i < ROWS; i++) {
		const struct setting *row = &rows[i];

		if (row->kind != SETTING_MAP && strcmp(section, "emgen") == 0 &&
		    strcmp(key, row->flag) == 0)
			return set_row(s, i, text, SETTINGS_INI, err);
		if (row->kind != SETTING_MAP ||
		    strcmp(section, row->section) != 0)
			continue;
		pair = mem_printf("%s=%s", key, text);
		rc = set_row(s, i, pair, SETTINGS_INI, err);
		free(pair);
		return rc;
	}
	return refuse_key(section, key, err);
}

/* "enums-namespace" is EMGEN_ENUMS_NAMESPACE. */
static const char *
from_environment(const char *flag)
{
	char name[64];
	size_t n;

	n = (size_t)snprintf(name, sizeof(name), "EMGEN_%s", flag);
	assert(n < sizeof(name));
	for (char *p = name; *p; p++)
		*p = (char)(*p == '-' ? '_' : toupper((unsigned char)*p));
	return getenv(name);
}

int
settings_set_environment(struct settings *s, struct em_err *err)
{
	for (size_t i = 0; i < ROWS; i++) {
		const char *text = from_environment(rows[i].flag);

		if (text && set_row(s, i, text, SETTINGS_ENVIRONMENT, err) < 0)
			return -1;
	}
	return 0;
}

int
settings_set_options(struct settings *s, json_t *options, struct em_err *err)
{
	const char *name;
	json_t *value;

	json_object_foreach (options, name, value) {
		size_t row = find_row(name);

		if (row == ROWS)
			return err_set(
			    err, EM_PERM, "emgen has no option %s", name);
		if (setting_check(&rows[row], value, err) < 0)
			return -1;
		replace(s, row, json_incref(value), SETTINGS_FLAG);
	}
	return 0;
}

struct settings *
settings_copy(const struct settings *s)
{
	struct settings *copy = mem_zalloc(1, sizeof(*copy));

	for (size_t i = 0; i < ROWS; i++) {
		copy->values[i] = json_deep_copy(s->values[i]);
		copy->sources[i] = s->sources[i];
	}
	copy->lock = json_incref(s->lock);
	copy->models = json_incref(s->models);
	return copy;
}

void
settings_override(struct settings *s, const struct settings *flags)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (flags->sources[i] != SETTINGS_FLAG)
			continue;
		if (rows[i].kind == SETTING_MAP)
			merge(s, i, flags->values[i], SETTINGS_FLAG);
		else
			replace(
			    s, i, json_incref(flags->values[i]), SETTINGS_FLAG);
	}
}

/* --- GenerationConfigured --- */

static enum settings_source
source_of_name(const char *name)
{
	for (size_t i = 0; name && i < SOURCES; i++)
		if (strcmp(source_names[i], name) == 0)
			return (enum settings_source)i;
	return SETTINGS_DEFAULT;
}

struct settings *
settings_from_event(const json_t *ev, struct em_err *err)
{
	const json_t *data = json_object_get(ev, "data");
	const json_t *options = json_object_get(data, "options");
	struct settings *s = settings_default();
	const json_t *option;
	json_t *value;

	for (size_t i = 0; i < ROWS; i++) {
		option = json_object_get(options, rows[i].name);
		if (!option)
			continue;
		value = json_object_get(option, "value");
		if (!value)
			err_set(err, EM_PERM, "option %s has no value",
			    rows[i].name);
		if (!value || setting_check(&rows[i], value, err) < 0) {
			settings_free(s);
			return NULL;
		}
		replace(s, i, json_deep_copy(value),
		    source_of_name(
			json_string_value(json_object_get(option, "source"))));
	}
	s->lock = json_incref(json_object_get(data, "lock"));
	s->models = json_incref(json_object_get(data, "models"));
	return s;
}

json_t *
settings_to_json(const struct settings *s)
{
	json_t *options = json_object(), *data = json_object();

	for (size_t i = 0; i < ROWS; i++)
		json_object_set_new(options, rows[i].name,
		    json_pack("{s:O,s:s}", "value", s->values[i], "source",
			source_names[s->sources[i]]));
	json_object_set_new(data, "options", options);
	if (s->lock)
		json_object_set(data, "lock", s->lock);
	if (s->models)
		json_object_set(data, "models", s->models);
	return data;
}

const json_t *
settings_lock(const struct settings *s)
{
	return s->lock;
}

void
settings_set_lock_take(struct settings *s, json_t *lock)
{
	json_decref(s->lock);
	s->lock = lock;
}

json_t *
settings_models(const struct settings *s)
{
	return s->models;
}

void
settings_set_models_take(struct settings *s, json_t *models)
{
	json_decref(s->models);
	s->models = models;
}

/* --- flags --- */

/* "--no-views" and so on; they live as long as the process. */
static const char *
negated(size_t i)
{
	static char *flags[ROWS];

	if (!flags[i])
		flags[i] = mem_printf("no-%s", rows[i].flag);
	return flags[i];
}

struct option *
settings_longopts(const struct option *own, const char *const names[])
{
	struct option *list;
	size_t n = 0;

	while (own[n].name)
		n++;
	list = mem_zalloc(n + 2 * (size_t)ROWS + 1, sizeof(*list));
	memcpy(list, own, n * sizeof(*list));
	for (size_t i = 0; i < ROWS; i++) {
		bool is_bool = rows[i].kind == SETTING_BOOL;
		int c = FLAG_BASE + 2 * (int)i;

		if (names && !list_has(names, rows[i].name))
			continue;
		list[n++] = (struct option){ rows[i].flag,
			is_bool ? no_argument : required_argument, NULL, c };
		if (is_bool)
			list[n++] = (struct option){ negated(i), no_argument,
				NULL, c + 1 };
	}
	return list;
}

int
settings_option(struct settings *s, int c, const char *arg, struct em_err *err)
{
	size_t i = (size_t)(c - FLAG_BASE) / 2;

	if (c < FLAG_BASE || i >= ROWS)
		return 0;
	if (rows[i].kind == SETTING_BOOL)
		arg = (c - FLAG_BASE) % 2 ? "false" : "true";
	return set_row(s, i, arg, SETTINGS_FLAG, err) < 0 ? -1 : 1;
}

/* --- getters --- */

static json_t *
value_of(const struct settings *s, const char *name, enum setting_kind kind)
{
	size_t i = row_of(name);
	enum setting_kind is = rows[i].kind;

	assert(is == kind || (kind == SETTING_STRING && is <= SETTING_DIR));
	return s->values[i];
}

const char *
settings_string(const struct settings *s, const char *name)
{
	return json_string_value(value_of(s, name, SETTING_STRING));
}

bool
settings_bool(const struct settings *s, const char *name)
{
	return json_is_true(value_of(s, name, SETTING_BOOL));
}

int
settings_int(const struct settings *s, const char *name)
{
	return (int)json_integer_value(value_of(s, name, SETTING_INT));
}

const json_t *
settings_list(const struct settings *s, const char *name)
{
	return value_of(s, name, SETTING_LIST);
}

const json_t *
settings_map(const struct settings *s, const char *name)
{
	return value_of(s, name, SETTING_MAP);
}

enum settings_source
settings_source(const struct settings *s, const char *name)
{
	return s->sources[row_of(name)];
}

const char *
settings_lookup(const struct settings *s, const char *map, const char *key)
{
	return json_string_value(json_object_get(settings_map(s, map), key));
}

/* Whether a byte of a glob may stand for others than itself. */
static bool
is_wild(char c)
{
	return c == '*' || c == '?' || c == '[' || c == ']' || c == '\\';
}

/* The first byte and the last one tell most of what does not match. */
static bool
matches(const char *glob, const char *text)
{
	char last, end;

	if (!*glob || !*text)
		return fnmatch(glob, text, 0) == 0;
	if (*glob != *text && !is_wild(*glob))
		return false;
	last = glob[strlen(glob) - 1];
	end = text[strlen(text) - 1];
	return (last == end || is_wild(last)) && fnmatch(glob, text, 0) == 0;
}

bool
settings_match(const json_t *globs, const char *text)
{
	const json_t *glob;
	size_t i;

	json_array_foreach (globs, i, glob)
		if (matches(json_string_value(glob), text))
			return true;
	return false;
}

bool
settings_matches(const struct settings *s, const char *list, const char *text)
{
	return settings_match(settings_list(s, list), text);
}

char *
settings_enums_namespace(const struct settings *s)
{
	const char *explicit = settings_string(s, "enumsNamespace");
	const char *models = settings_string(s, "namespace");
	size_t len = strlen(models), tail = strlen("\\Models");

	if (explicit)
		return mem_strdup(explicit);
	if (settings_string(s, "enums") && len > tail &&
	    strcmp(models + len - tail, "\\Models") == 0)
		len -= tail;
	return mem_printf("%.*s\\Enums", (int)len, models);
}
