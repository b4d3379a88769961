/*
 * settings - everything that shapes the generated code: one table of options
 * with kind, default, emgen.ini key and flag.  Layer svc.
 *
 * emgen-introspect fills the settings from flags, emgen.ini and the project and
 * writes them as GenerationConfigured; a filter reads them back from that event
 * and lets its own flags beat them.  Names are those of the event's "options"
 * ("enumsNamespace"); asking for a name or kind that the table does not have is
 * a bug and aborts.
 *
 * A filter with flags of its own:
 *	struct settings *flags = settings_default();
 *	longopts = settings_longopts(own, names);
 *	... case of getopt_long: settings_option(flags, c, optarg, &err)
 *	s = settings_from_event(ev, &err);	(at GenerationConfigured)
 *	settings_override(s, flags);
 */
#ifndef EMGEN_SETTINGS_H
#define EMGEN_SETTINGS_H

#include <getopt.h>
#include <jansson.h>
#include <stdbool.h>

#include "die.h"

struct settings;

/* Where a value came from, weakest first: a weaker source never replaces. */
enum settings_source {
	SETTINGS_DEFAULT,
	SETTINGS_COMPOSER_LOCK,
	SETTINGS_COMPOSER_JSON,
	SETTINGS_LOCK,
	SETTINGS_INI,
	SETTINGS_DOTENV,
	SETTINGS_ENVIRONMENT,
	SETTINGS_FLAG,
};

/* All defaults; what a filter uses when a stream has no GenerationConfigured.
 */
struct settings *settings_default(void);

/*
 * The settings of a GenerationConfigured event, options missing in it at their
 * defaults, unknown ones ignored; NULL when one cannot have its value.
 */
struct settings *settings_from_event(const json_t *ev, struct em_err *err);

struct settings *settings_copy(const struct settings *s);

/* The data of GenerationConfigured, a new reference. */
json_t *settings_to_json(const struct settings *s);

void settings_free(struct settings *s);

/*
 * Sets an option from text: "true", "false", "yes", "no", "on", "off", "1" or
 * "0" for a bool; comma-separated items for a list; KEY=VALUE, which is added,
 * for a map.  A value of a stronger source stays.  -1 for text that the option
 * does not take.
 */
int settings_set(struct settings *s, const char *name, const char *text,
    enum settings_source source, struct em_err *err);

/* The same for a line of emgen.ini; -1 for a key that the table has not. */
int settings_set_ini(struct settings *s, const char *section, const char *key,
    const char *text, struct em_err *err);

/* The same for $EMGEN_NAMESPACE and so on, named after the flags. */
int settings_set_environment(struct settings *s, struct em_err *err);

/*
 * The same for the options of a command, an object of values by name; they
 * count as flags.
 */
int settings_set_options(
    struct settings *s, json_t *options, struct em_err *err);

/* Every option that flags has from SETTINGS_FLAG replaces that of s. */
void settings_override(struct settings *s, const struct settings *flags);

/*
 * The rows of own (ended by a null row) and a --flag for each option named, or
 * for all if names is NULL; bools have --no-flag too.  Owned by the caller.
 */
struct option *settings_longopts(
    const struct option *own, const char *const names[]);

/* 1 when getopt's c was one of those rows, 0 when not, -1 on a bad value. */
int settings_option(
    struct settings *s, int c, const char *arg, struct em_err *err);

/* Values; strings and dirs are NULL when unset, all borrowed from s. */
const char *settings_string(const struct settings *s, const char *name);
bool settings_bool(const struct settings *s, const char *name);
int settings_int(const struct settings *s, const char *name);
const json_t *settings_list(const struct settings *s, const char *name);
const json_t *settings_map(const struct settings *s, const char *name);
enum settings_source settings_source(
    const struct settings *s, const char *name);

/* The value for key in a map, or NULL. */
const char *settings_lookup(
    const struct settings *s, const char *map, const char *key);

/* True when a glob of the list matches text; of a list that was asked for. */
bool settings_matches(
    const struct settings *s, const char *list, const char *text);
bool settings_match(const json_t *globs, const char *text);

/*
 * The namespace of enums; where that is unset, beside the models' when enums
 * have a folder of their own ("App\Models" gives "App\Enums"), else below it.
 * Owned by the caller.
 */
char *settings_enums_namespace(const struct settings *s);

/* The content of emgen.lock as in GenerationConfigured, or NULL. */
const json_t *settings_lock(const struct settings *s);
void settings_set_lock_take(struct settings *s, json_t *lock);

/*
 * Models that a person has written, {table: {class, path, pivot}} with the
 * table as in $table; or NULL.  Borrowed.
 */
json_t *settings_models(const struct settings *s);
void settings_set_models_take(struct settings *s, json_t *models);

#endif
