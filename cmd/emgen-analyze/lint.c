/* lint - one model held against the rules (lint.h). */
#include "lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "die.h"
#include "jsonw.h"
#include "nearest.h"

static const char *const severities[] = {
	[SEVERITY_OFF] = "off",
	[SEVERITY_INFO] = "info",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

enum severity
severity_of(const char *name)
{
	for (size_t i = 0; i <= SEVERITY_ERROR; i++)
		if (strcmp(severities[i], name) == 0)
			return (enum severity)i;
	return SEVERITY_OFF;
}

const char *
severity_name(enum severity severity)
{
	return severities[severity];
}

/* --- which rules --- */

static enum severity
severity_in(const struct settings *settings, const struct rule *rule)
{
	const char *name = settings_lookup(settings, "rules", rule->name);

	if (!name)
		name = settings_lookup(settings, "rules", "*");
	return name ? severity_of(name) : rule->severity;
}

static void
check_rule(const char *name)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (const struct rule *rule = rules; rule->name; rule++) {
		if (strcmp(rule->name, name) == 0)
			return;
		nearest_offer(&nearest, rule->name);
	}
	if (strcmp(name, "*") != 0)
		die_warn(
		    "there is no rule \"%s\"%s", name, nearest_hint(&nearest));
}

void
lint_warn_unknown(const struct settings *settings)
{
	json_t *map = json_deep_copy(settings_map(settings, "rules"));
	const char *name;
	json_t *severity;

	json_object_foreach (map, name, severity)
		check_rule(name);
	json_decref(map);
}

/* --- what they find --- */

static void
add_columns(struct buf *out, const struct place *place)
{
	const json_t *name;
	size_t i;

	jsonw_name(out, "columns");
	buf_addc(out, '[');
	if (place->column)
		jsonw_string(out, place->column);
	json_array_foreach (place->columns, i, name) {
		if (!json_is_string(name))
			continue; /* an expression */
		jsonw_item(out);
		jsonw_string(out, json_string_value(name));
	}
	buf_addc(out, ']');
}

static void
add_message(struct buf *out, const char *fmt, va_list ap)
{
	struct buf text = BUF_INIT;
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	buf_reserve(&text, (size_t)len);
	(void)vsnprintf(text.data, (size_t)len + 1, fmt, ap);
	jsonw_text(out, "message", text.data);
	buf_clear(&text);
}

void
lint_report(struct lint *lint, const struct place *place, const char *fmt, ...)
{
	struct buf *out = &lint->found[lint->severity];
	va_list ap;

	buf_adds(out, out->len ? ",{" : "{");
	jsonw_text(out, "rule", lint->rule->name);
	jsonw_text(out, "severity", severities[lint->severity]);
	va_start(ap, fmt);
	add_message(out, fmt, ap);
	va_end(ap);
	jsonw_text(out, "hint", lint->rule->hint);
	add_columns(out, place);
	if (place->key)
		jsonw_text(out, "key", place->key);
	if (place->relation)
		jsonw_text(out, "relation", place->relation);
	buf_addc(out, '}');
}

enum severity
lint_model(
    struct buf *out, const struct model *model, const struct settings *settings)
{
	struct lint lint = { .rule = rules };
	enum severity worst = SEVERITY_OFF;

	for (; lint.rule->name; lint.rule++) {
		lint.severity = severity_in(settings, lint.rule);
		if (lint.severity != SEVERITY_OFF)
			lint.rule->check(&lint, model);
	}
	jsonw_name(out, "results");
	buf_addc(out, '[');
	for (size_t i = SEVERITY_ERROR; i > SEVERITY_OFF; i--) {
		struct buf *found = &lint.found[i];

		if (found->len) {
			jsonw_item(out);
			buf_add(out, found->data, found->len);
			worst = worst ? worst : (enum severity)i;
		}
		buf_clear(found);
	}
	buf_addc(out, ']');
	return worst;
}
