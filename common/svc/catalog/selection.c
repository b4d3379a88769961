/* selection - which tables of a database are read (selection.h). */
#include "selection.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "jsonw.h"
#include "mem.h"

/*
 * Laravel's, those of its packages Sanctum, Telescope and Pulse, and emgen's
 * own (doc/emgen-introspect.1 lists them).  Where others may well have a table
 * of that name, Laravel's is known by a column.
 */
static const struct {
	const char *name, *mark;
} framework[] = {
	{ "cache", "expiration" },
	{ "cache_locks", NULL },
	{ "domain_events", NULL },
	{ "emgen_*", NULL },
	{ "failed_jobs", NULL },
	{ "job_batches", NULL },
	{ "jobs", "payload" },
	{ "migrations", "batch" },
	{ "model_catalog", NULL },
	{ "password_reset_tokens", NULL },
	{ "password_resets", NULL },
	{ "personal_access_tokens", NULL },
	{ "pulse_*", NULL },
	{ "sessions", "payload" },
	{ "telescope_*", NULL },
};

enum { FRAMEWORK = sizeof(framework) / sizeof(framework[0]) };

struct pattern {
	char *glob;
	bool is_literal;
	bool is_exclude;
	bool matched;
};

struct selection {
	const char *prefix;
	bool views;
	struct pattern *patterns;
	size_t n, cap;
	bool has_include;
};

struct selection *
selection_open(void)
{
	struct selection *sel = mem_zalloc(1, sizeof(*sel));

	sel->prefix = "";
	return sel;
}

void
selection_close(struct selection *sel)
{
	if (!sel)
		return;
	for (size_t i = 0; i < sel->n; i++)
		free(sel->patterns[i].glob);
	free(sel->patterns);
	free(sel);
}

void
selection_set_prefix(struct selection *sel, const char *prefix)
{
	sel->prefix = prefix;
}

void
selection_set_views(struct selection *sel)
{
	sel->views = true;
}

static void
add(struct selection *sel, const char *globs, bool is_exclude)
{
	size_t len;

	for (const char *p = globs; *p; p += len + (p[len] == ',')) {
		struct pattern *pattern;

		len = strcspn(p, ",");
		if (!len)
			continue;
		sel->patterns = mem_grow(
		    sel->patterns, &sel->cap, sel->n, sizeof(*sel->patterns));
		pattern = &sel->patterns[sel->n++];
		pattern->glob = mem_strndup(p, len);
		pattern->is_literal = !strpbrk(pattern->glob, "*?[\\");
		pattern->is_exclude = is_exclude;
		pattern->matched = false;
	}
}

void
selection_include(struct selection *sel, const char *globs)
{
	sel->has_include = true;
	add(sel, globs, false);
}

void
selection_exclude(struct selection *sel, const char *globs)
{
	add(sel, globs, true);
}

static bool
glob_matches(const struct pattern *pattern, const char *name)
{
	return pattern->is_literal ? strcmp(pattern->glob, name) == 0
				   : fnmatch(pattern->glob, name, 0) == 0;
}

/* Its place in the framework's list, which knows a * at the end only. */
static size_t
find_framework(const char *name)
{
	size_t i = 0;

	for (; i < FRAMEWORK; i++) {
		const char *glob = framework[i].name;
		size_t len = strcspn(glob, "*");

		if (glob[len] ? strncmp(glob, name, len) == 0
			      : strcmp(glob, name) == 0)
			break;
	}
	return i;
}

/* The name as Laravel knows it; NULL without the prefix. */
static const char *
bare_name(const struct selection *sel, const char *name)
{
	size_t len = strlen(sel->prefix);

	return strncmp(name, sel->prefix, len) == 0 ? name + len : NULL;
}

/* Globs are over the bare name, or any longer one of the same table. */
static bool
matches(const struct pattern *pattern, const char *name, const char *bare,
    const char *label)
{
	return glob_matches(pattern, name) || glob_matches(pattern, bare) ||
	       (label && glob_matches(pattern, label));
}

static const char *
judge(struct selection *sel, const char *name, const char *label, bool is_view)
{
	const char *bare = bare_name(sel, name);
	bool included = !sel->has_include, excluded = false, named = false;

	if (!bare)
		return "prefix";
	if (is_view && !sel->views)
		return "view";
	for (size_t i = 0; i < sel->n; i++) {
		struct pattern *pattern = &sel->patterns[i];

		if (!matches(pattern, name, bare, label))
			continue;
		pattern->matched = true;
		if (pattern->is_exclude)
			excluded = true;
		else
			included = true;
		named |= pattern->is_literal && !pattern->is_exclude;
	}
	if (excluded)
		return "excluded";
	if (!included)
		return "not selected";
	return !named && find_framework(bare) < FRAMEWORK ? "framework" : NULL;
}

const char *
selection_omits(
    struct selection *sel, const char *schema, const char *name, bool is_view)
{
	char *label = schema ? mem_printf("%s.%s", schema, name) : NULL;
	const char *why = judge(sel, name, label, is_view);

	free(label);
	return why;
}

const char *
selection_mark(const struct selection *sel, const char *name)
{
	const char *bare = bare_name(sel, name);
	size_t i = bare ? find_framework(bare) : FRAMEWORK;

	return i < FRAMEWORK ? framework[i].mark : NULL;
}

const char *
selection_unmatched(const struct selection *sel, unsigned i)
{
	for (size_t k = 0; k < sel->n; k++)
		if (!sel->patterns[k].matched && i-- == 0)
			return sel->patterns[k].glob;
	return NULL;
}

/* --- in an event --- */

static void
write_patterns(const struct selection *sel, struct buf *out, bool is_exclude)
{
	jsonw_name(out, is_exclude ? "exclude" : "tables");
	buf_addc(out, '[');
	for (size_t i = 0; i < sel->n; i++) {
		if (sel->patterns[i].is_exclude != is_exclude)
			continue;
		jsonw_item(out);
		jsonw_string(out, sel->patterns[i].glob);
	}
	buf_addc(out, ']');
}

void
selection_write(const struct selection *sel, struct buf *out)
{
	jsonw_text(out, "prefix", sel->prefix);
	jsonw_bool(out, "views", sel->views);
	write_patterns(sel, out, false);
	write_patterns(sel, out, true);
}

struct selection *
selection_read(const json_t *json)
{
	struct selection *sel = selection_open();
	const json_t *glob;
	size_t i;

	selection_set_prefix(sel, ev_str(json, "prefix"));
	sel->views = json_is_true(json_object_get(json, "views"));
	json_array_foreach (json_object_get(json, "tables"), i, glob)
		if (json_is_string(glob))
			selection_include(sel, json_string_value(glob));
	json_array_foreach (json_object_get(json, "exclude"), i, glob)
		if (json_is_string(glob))
			selection_exclude(sel, json_string_value(glob));
	return sel;
}
