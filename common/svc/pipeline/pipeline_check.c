/*
 * pipeline_check - what is wrong with a pipeline file (pipeline_check.h).
 *
 * What can be said of one value stands in the table of keys (pipeline.c); the
 * rules here are about how sections fit together.
 */
#include "pipeline_check.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "pipeline_edges.h"
#include "share.h"

/* --- shapes --- */

/* A number of 0 or more at the begin of text; NULL when there is none. */
static const char *
skip_number(const char *text)
{
	char *end;

	errno = 0;
	return *text >= '0' && *text <= '9' && strtod(text, &end) < 1e9 &&
		       !errno
		   ? end
		   : NULL;
}

static bool
is_number(const char *text)
{
	const char *rest = skip_number(text);

	return rest && !*rest;
}

static bool
is_whole(const char *text)
{
	return is_number(text) && !strchr(text, '.');
}

static bool
is_numbers(const char *text)
{
	const char *rest = skip_number(text);

	while (rest && *rest)
		rest = skip_number(rest + strspn(rest, ", "));
	return rest;
}

static bool
is_size(const char *text)
{
	const char *rest = skip_number(text);

	return rest && (!*rest || (strchr("KMG", *rest) && !rest[1]));
}

static bool
is_codes(const char *text)
{
	char *end;

	for (; *text; text = end + strspn(end, ", "))
		if (*text < '0' || *text > '9' || strtol(text, &end, 10) > 255)
			return false;
	return true;
}

static bool
is_setting(const char *text)
{
	return strchr(text, '=') > text;
}

static bool
is_stdin(const char *text)
{
	return strcmp(text, "stdin") == 0;
}

static bool
is_file(const char *text)
{
	return *text && strcmp(text, "-") != 0;
}

static bool
is_yes_or_no(const char *text)
{
	return strcmp(text, "yes") == 0 || strcmp(text, "no") == 0;
}

static bool
has_shape(const char *text, const char *shape)
{
	static const struct {
		const char *shape;
		bool (*fits)(const char *text);
		double least, most; /* most is 0: there are no bounds */
	} rows[] = { { "a whole number", is_whole, 0, 0 },
		{ "a whole number above 0", is_whole, 1, 1e9 },
		{ "a whole number up to 16", is_whole, 0, 16 },
		{ "workers, 1 to 256", is_whole, 1, 256 },
		{ "percent, 0 to 100", is_number, 0, 100 },
		{ "seconds, such as 2.5", is_number, 0, 0 },
		{ "seconds, such as 1,5,10", is_numbers, 0, 0 },
		{ "exit codes, such as 0 1", is_codes, 0, 0 },
		{ "a size, such as 512M", is_size, 0, 0 },
		{ "a descriptor, 3 to 255", is_whole, 3, 255 },
		{ "NAME=VALUE", is_setting, 0, 0 }, { "stdin", is_stdin, 0, 0 },
		{ "yes or no", is_yes_or_no, 0, 0 },
		{ "a file", is_file, 0, 0 } };
	size_t i = 0, n = sizeof(rows) / sizeof(*rows);
	double value;

	while (i < n && strcmp(rows[i].shape, shape) != 0)
		i++;
	if (i == n)
		return *text;
	value = strtod(text, NULL);
	return rows[i].fits(text) &&
	       (rows[i].most <= 0 ||
		   (value >= rows[i].least && value <= rows[i].most));
}

/* --- names of sections and types --- */

static void
check_name(struct pipeline *file, const struct pipeline_section *s,
    enum pipeline_key key, unsigned kinds)
{
	const char *name = s->value[key].text;
	const struct pipeline_section *other = pipeline_find(file, name);
	struct nearest nearest;

	if (key == KEY_TO && strcmp(name, "none") == 0)
		return;
	nearest_begin(&nearest, name);
	for (size_t i = 1; i < file->count; i++)
		if (kinds & PIPELINE_BIT(file->sections[i].kind))
			nearest_offer(&nearest, file->sections[i].name);
	if (name[strcspn(name, " ,")])
		pipeline_wrong_value(file, s, key,
		    "two readers: a pipe has one; the others can be listeners");
	else if (!other)
		pipeline_wrong_value(file, s, key, "there is no such section%s",
		    nearest_hint(&nearest));
	else if (!(kinds & PIPELINE_BIT(other->kind)))
		pipeline_wrong_value(
		    file, s, key, "cannot be one of that kind");
}

/* The name of a schema's file without its ending, or NULL. */
static char *
next_type(DIR *dir)
{
	for (struct dirent *entry; (entry = readdir(dir));) {
		char *end = strstr(entry->d_name, ".schema.json");

		if (end)
			return mem_strndup(
			    entry->d_name, (size_t)(end - entry->d_name));
	}
	return NULL;
}

/* The word is, or as a pattern means, one of the folder's types. */
static void
check_type(struct pipeline *file, unsigned line, const char *key,
    const char *word, const char *folder)
{
	char *path = share_path(folder), *hint = NULL;
	DIR *dir = opendir(path);
	struct nearest nearest;
	bool found = false;

	if (!dir)
		pipeline_wrong(file, line, "%s: %s", path, strerror(errno));
	nearest_begin(&nearest, word);
	for (char *type; dir && (type = next_type(dir));) {
		found |= fnmatch(word, type, 0) == 0;
		nearest_offer(&nearest, type);
		if (nearest.best != type) {
			free(type);
			continue;
		}
		free(hint);
		hint = type;
	}
	if (dir && !found)
		pipeline_wrong(file, line, "%s: no such type: %s%s", key, word,
		    nearest_hint(&nearest));
	if (dir)
		(void)closedir(dir);
	free(hint);
	free(path);
}

static void
check_types(struct pipeline *file, const struct pipeline_section *s,
    enum pipeline_key key)
{
	const char *list = s->value[key].text;

	for (char *word;
	     (word = pipeline_word(&file->arena, &list, PIPELINE_LIST));)
		check_type(file, s->value[key].line, pipeline_keys[key].name,
		    word, pipeline_keys[key].schemas);
}

/* --- all that the table says --- */

static void
check_value(struct pipeline *file, const struct pipeline_section *s,
    enum pipeline_key key)
{
	const struct pipeline_key_row *row = &pipeline_keys[key];
	const char *text = s->value[key].text;

	if (!text && row->needs & PIPELINE_BIT(s->kind))
		pipeline_wrong(file, s->line, "[%s %s] has no %s",
		    pipeline_kinds[s->kind], s->name, row->name);
	if (!text)
		return;
	if (!has_shape(text, row->shape))
		pipeline_wrong_value(file, s, key, "wants %s", row->shape);
	if (row->names)
		check_name(file, s, key, row->names);
	if (row->schemas)
		check_types(file, s, key);
	if (row->of_line && s->kind == KIND_STAGE && !pipeline_is_head(file, s))
		pipeline_wrong(file, s->value[key].line,
		    "%s: belongs to the first stage of the line, not to %s",
		    row->name, s->name);
}

/* --- how sections fit together --- */

/* Nobody else writes where it does. */
static void
check_writers(struct pipeline *file, const struct pipeline_section *s)
{
	const struct pipeline_section *next = pipeline_next(file, s);

	for (size_t i = 1; next && &file->sections[i] < s; i++)
		if (pipeline_next(file, &file->sections[i]) == next)
			pipeline_wrong_value(file, s, KEY_TO,
			    "two writers: %s writes into it already",
			    file->sections[i].name);
}

/* Who follows the key does not come back; said of the last in a circle. */
static void
check_circle(struct pipeline *file, const struct pipeline_section *s,
    enum pipeline_key key,
    const struct pipeline_section *(*follow)(
	const struct pipeline *, const struct pipeline_section *))
{
	const struct pipeline_section *at = follow(file, s), *last = s;

	for (size_t i = 1; at && at != s && i < file->count; i++) {
		last = at > last ? at : last;
		at = follow(file, at);
	}
	if (at == s && last == s)
		pipeline_wrong_value(file, s, key, "a circle");
}

/* What a section writes into, a queue too. */
static const struct pipeline_section *
writes_into(const struct pipeline *file, const struct pipeline_section *s)
{
	return pipeline_find(file, s->value[KEY_TO].text);
}

static void
check_circles(struct pipeline *file, const struct pipeline_section *s)
{
	check_circle(file, s, KEY_TO, writes_into);
	check_circle(file, s, KEY_AFTER, pipeline_before);
}

static void
check_peer(struct pipeline *file, const struct pipeline_section *s)
{
	if (s->kind == KIND_LISTENER && !s->value[KEY_EXEC].text &&
	    !s->value[KEY_QUEUE].text)
		pipeline_wrong(
		    file, s->line, "[listener %s] has no exec", s->name);
	if (pipeline_is_peer(s) && !s->value[KEY_OF].text &&
	    !pipeline_place(file, s))
		pipeline_wrong(file, s->line,
		    "[%s %s]: which %s it belongs to is unclear: say of = NAME",
		    pipeline_kinds[s->kind], s->name,
		    s->kind == KIND_HANDLER ? "FIFO" : "stage");
}

/* ${NAME} in a script of which nothing else speaks. */
static void
check_script(struct pipeline *file, const struct pipeline_section *s)
{
	const char *text = s->value[KEY_EXEC].text;
	const char *env = pipeline_text(file, s, KEY_ENV);

	for (const char *at = text; at && (at = strstr(at, "${")); at += 2) {
		size_t len = strspn(at + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
		char *name = mem_strndup(at + 2, len);
		char *assigns = mem_printf("%s=", name);

		if (len && at[2 + len] == '}' && !getenv(name) &&
		    !strstr(text, assigns) && !(env && strstr(env, assigns)))
			pipeline_wrong(file, s->value[KEY_EXEC].line,
			    "%s is not set, and has no default: ${%s:-...}",
			    name, name);
		free(name);
		free(assigns);
	}
}

/* One line can end on our stdout; this is the first that does. */
static void
check_end(struct pipeline *file, const struct pipeline_section *s)
{
	const struct pipeline_section *first = &file->sections[1];

	while (first->kind != KIND_STAGE || first->value[KEY_TO].text)
		if (first++ == s)
			return;
	if (s != first && s->kind == KIND_STAGE && !s->value[KEY_TO].text)
		pipeline_wrong(file, s->line,
		    "[stage %s]: two writers: stage %s writes to standard "
		    "output already; to = none?",
		    s->name, first->name);
}

/* The section that handles a command, of those before one. */
static const struct pipeline_section *
handler_of(const struct pipeline *file, const char *command,
    const struct pipeline_section *before)
{
	for (const struct pipeline_section *s = file->sections; s < before; s++)
		if (s->value[KEY_HANDLES].text &&
		    strcmp(s->value[KEY_HANDLES].text, command) == 0)
			return s;
	return NULL;
}

static void
check_handler(struct pipeline *file, const struct pipeline_section *s)
{
	const char *command = s->value[KEY_HANDLES].text;
	const struct pipeline_section *other =
	    command ? handler_of(file, command, s) : NULL;

	if (other)
		pipeline_wrong_value(file, s, KEY_HANDLES,
		    "%s on line %u does already", other->name,
		    other->value[KEY_HANDLES].line);
}

static void
check_commands(struct pipeline *file)
{
	const struct pipeline_section *s = file->sections;
	const char *list = s->value[KEY_COMMANDS].text;

	for (char *word; list && (word = pipeline_word(
				      &file->arena, &list, PIPELINE_LIST));)
		if (!handler_of(file, word, s + file->count))
			pipeline_wrong(file, s->value[KEY_COMMANDS].line,
			    "nobody handles %s: wants one [handler] with "
			    "handles = %s",
			    word, word);
}

/* --- values that do not fit together --- */

/* The one of two that is said, for what is wrong with both. */
static enum pipeline_key
said(const struct pipeline_section *s, enum pipeline_key a, enum pipeline_key b)
{
	return s->value[a].text ? a : b;
}

static void
check_bounds(struct pipeline *file, const struct pipeline_section *s)
{
	double least = strtod(pipeline_text(file, s, KEY_MINIMUM), NULL);
	double most = strtod(pipeline_text(file, s, KEY_MAXIMUM), NULL);
	enum pipeline_key key = said(s, KEY_MAXIMUM, KEY_MINIMUM);

	if (s->value[key].text && least > most)
		pipeline_wrong_value(
		    file, s, key, "minimum is %g, and maximum %g", least, most);
}

/* As emgen queue work sees it, with its defaults. */
static void
check_worker(struct pipeline *file, const struct pipeline_section *s)
{
	enum { TIMEOUT = 60, RETRY_AFTER = 90, MARGIN = 5 };
	static const enum pipeline_key of_workers[] = { KEY_WORKERS, KEY_STREAM,
		KEY_RETRY_AFTER, KEY_STORE, KEY_TRIES, KEY_BACKOFF,
		KEY_TIMEOUT };
	const char *text = s->value[KEY_TIMEOUT].text;
	double timeout = text ? strtod(text, NULL) : TIMEOUT, after;

	if (s->kind != KIND_QUEUE)
		return;
	text = s->value[KEY_RETRY_AFTER].text;
	after = text ? strtod(text, NULL) : RETRY_AFTER;
	if (timeout + MARGIN >= after)
		pipeline_wrong_value(file, s,
		    said(s, KEY_RETRY_AFTER, KEY_TIMEOUT),
		    "retry-after has to be more than %d s above timeout, which "
		    "is %g: a job would run twice at a time",
		    MARGIN, timeout);
	for (size_t i = 0; i < sizeof(of_workers) / sizeof(*of_workers); i++)
		if (s->value[of_workers[i]].text && !s->value[KEY_EXEC].text)
			pipeline_wrong(file, s->value[of_workers[i]].line,
			    "%s: belongs to workers, which need exec",
			    pipeline_keys[of_workers[i]].name);
}

void
pipeline_check(struct pipeline *file)
{
	static void (*const rules[])(struct pipeline *,
	    const struct pipeline_section *) = { check_writers, check_circles,
		check_peer, check_script, check_end, check_handler,
		check_worker };

	for (size_t i = 0; i < file->count; i++) {
		const struct pipeline_section *s = &file->sections[i];

		for (enum pipeline_key key = 0; key < KEYS; key++)
			check_value(file, s, key);
		check_bounds(file, s);
		for (size_t k = 0; i > 0 && k < sizeof(rules) / sizeof(*rules);
		     k++)
			rules[k](file, s);
	}
	check_commands(file);
	if (file->count == 1)
		pipeline_wrong(file, 1, "there is no [stage]");
}
