/* check - what is wrong with a pipeline file (check.h). */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "edges.h"
#include "mem.h"
#include "nearest.h"
#include "types.h"

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
has_shape(const char *text, const char *shape)
{
	const char *rest = skip_number(text);

	if (strcmp(shape, "NAME=VALUE") == 0)
		return strchr(text, '=') > text;
	if (strcmp(shape, "yes or no") == 0)
		return strcmp(text, "yes") == 0 || strcmp(text, "no") == 0;
	if (strcmp(shape, "stdin") == 0)
		return strcmp(text, shape) == 0;
	if (strcmp(shape, "descriptor") == 0)
		return rest && !*rest && strtol(text, NULL, 10) > 2;
	if (strcmp(shape, "size") == 0)
		return rest && (!*rest || (strchr("KMG", *rest) && !rest[1]));
	if (strcmp(shape, "numbers") == 0 ||
	    strcmp(shape, "seconds,...") == 0) {
		while (rest && *rest)
			rest = skip_number(rest + strspn(rest, ", "));
		return rest;
	}
	if (strcmp(shape, "number") == 0 || strcmp(shape, "seconds") == 0)
		return rest && !*rest;
	return *text;
}

static void
check_shapes(struct file *file, const struct section *s)
{
	for (enum key key = 0; key < KEYS; key++) {
		const char *text = s->value[key].text;

		if (text && !has_shape(text, key_rows[key].shape))
			file_wrong(file, s->value[key].line,
			    "%s = %s: wants %s", key_rows[key].name, text,
			    key_rows[key].shape);
	}
}

static void
need(struct file *file, const struct section *s, enum key key)
{
	if (!s->value[key].text)
		file_wrong(file, s->line, "[%s %s] has no %s",
		    kind_names[s->kind], s->name, key_rows[key].name);
}

static void
check_needs(struct file *file, const struct section *s)
{
	if (s->kind == STAGE || s->kind == HANDLER ||
	    (s->kind == LISTENER && !s->value[INTO].text))
		need(file, s, EXEC);
	if (s->kind == LISTENER)
		need(file, s, ON);
	if (s->kind == HANDLER)
		need(file, s, HANDLES);
}

/* --- names --- */

enum { OF_A_LINE = 1u << STAGE | 1u << QUEUE | 1u << FIFO };

static void
wrong_name(struct file *file, const struct section *s, enum key key,
    unsigned kinds, const char *why)
{
	const char *name = s->value[key].text;
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 1; i < file->count; i++)
		if (kinds & 1u << file->sections[i].kind)
			nearest_offer(&nearest, file->sections[i].name);
	file_wrong(file, s->value[key].line, "%s = %s: %s%s",
	    key_rows[key].name, name, why, file_hint(nearest.best));
}

static void
check_name(
    struct file *file, const struct section *s, enum key key, unsigned kinds)
{
	const char *name = s->value[key].text;
	const struct section *other = name ? file_find(file, name) : NULL;

	if (!name || (key == TO && strcmp(name, "none") == 0))
		return;
	if (name[strcspn(name, " ,")])
		wrong_name(file, s, key, 0,
		    "two readers: a pipe has one; the others can be listeners");
	else if (!other)
		wrong_name(file, s, key, kinds, "there is no such section");
	else if (!(kinds & 1u << other->kind))
		wrong_name(file, s, key, 0, "cannot be one of that kind");
}

/* Nobody else writes where it does. */
static void
check_writers(struct file *file, const struct section *s)
{
	const struct section *next = edges_next(file, s);

	for (size_t i = 1; next && &file->sections[i] < s; i++)
		if (edges_next(file, &file->sections[i]) == next)
			file_wrong(file, s->value[TO].line,
			    "to = %s: two writers: %s writes into it already",
			    next->name, file->sections[i].name);
}

static const struct section *
line_before(const struct file *file, const struct section *s)
{
	return edges_named(file, s->value[AFTER].text);
}

/* Who follows the key does not come back; said of the last in a circle. */
static void
check_circle(struct file *file, const struct section *s, enum key key,
    const struct section *(*follow)(
	const struct file *, const struct section *))
{
	const struct section *at = follow(file, s), *last = s;

	for (size_t i = 1; at && at != s && i < file->count; i++) {
		last = at > last ? at : last;
		at = follow(file, at);
	}
	if (at == s && last == s)
		file_wrong(file, s->value[key].line, "%s = %s: a circle",
		    key_rows[key].name, s->value[key].text);
}

static void
check_place(struct file *file, const struct section *s)
{
	check_name(file, s, OF, OF_A_LINE);
	if ((s->kind == LISTENER || s->kind == HANDLER) && !s->value[OF].text &&
	    !edges_place(file, s))
		file_wrong(file, s->line,
		    "[%s %s]: %s it belongs to is unclear: say of = NAME",
		    kind_names[s->kind], s->name,
		    s->kind == HANDLER ? "which FIFO" : "which stage");
}

/* What is said of a line as a whole is said where it begins. */
static void
check_line_keys(struct file *file, const struct section *s)
{
	static const enum key keys[] = { FROM, AFTER, TRIES, BACKOFF, MINIMUM,
		MAXIMUM, JITTER, BURST, TIMEOUT, GRACE, EVERY };

	if (s->kind != STAGE || edges_is_head(file, s))
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (s->value[keys[i]].text)
			file_wrong(file, s->value[keys[i]].line,
			    "%s: belongs to the first stage of the line, "
			    "not to %s",
			    key_rows[keys[i]].name, s->name);
}

/* ${NAME} in a script of which nothing else speaks. */
static void
check_script(struct file *file, const struct section *s)
{
	const char *text = s->value[EXEC].text;

	for (const char *at = text; at && (at = strstr(at, "${")); at += 2) {
		size_t len = strspn(at + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
		char *name = mem_strndup(at + 2, len);
		char *assigns = mem_printf("%s=", name);
		const char *env = file_text(file, s, ENV);

		if (len && at[2 + len] == '}' && !getenv(name) &&
		    !strstr(text, assigns) && !(env && strstr(env, assigns)))
			file_wrong(file, s->value[EXEC].line,
			    "%s is not set, and has no default: ${%s:-...}",
			    name, name);
		free(name);
		free(assigns);
	}
}

/* One line can end on our stdout. */
static void
check_ends(struct file *file)
{
	const struct section *first = NULL;

	for (size_t i = 1; i < file->count; i++) {
		const struct section *s = &file->sections[i];

		if (s->kind != STAGE || s->value[TO].text)
			continue;
		if (first)
			file_wrong(file, s->line,
			    "[stage %s]: two writers: stage %s writes to "
			    "standard output already; to = none?",
			    s->name, first->name);
		first = s;
	}
}

static void
check_section(struct file *file, struct section *s)
{
	check_shapes(file, s);
	check_script(file, s);
	check_needs(file, s);
	check_name(file, s, TO, OF_A_LINE);
	check_name(file, s, AFTER, 1u << STAGE | 1u << QUEUE);
	check_name(file, s, INTO, 1u << QUEUE);
	check_writers(file, s);
	check_circle(file, s, TO, edges_next);
	check_circle(file, s, AFTER, line_before);
	check_place(file, s);
	check_line_keys(file, s);
	types_check(file, s, ON, "schemas/events");
	types_check_handler(file, s);
}

void
check(struct file *file)
{
	check_shapes(file, &file->sections[0]);
	types_check(file, &file->sections[0], COMMANDS, "schemas/commands");
	for (size_t i = 1; i < file->count; i++)
		check_section(file, &file->sections[i]);
	types_check_commands(file);
	check_ends(file);
	if (file->count == 1)
		file_wrong(file, 1, "there is no [stage]");
}
