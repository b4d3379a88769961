/* findings - what emgen-analyze found (findings.h). */
#include "findings.h"

#include <string.h>

#include "ev.h"
#include "facts.h"

static const struct {
	const char *name, *plural;
	const char *colour;
} severities[] = {
	{ "error", "s", "\033[31m" },
	{ "warning", "s", "\033[33m" },
	{ "info", "", "\033[36m" },
};

enum { SEVERITIES = sizeof(severities) / sizeof(severities[0]) };

static const json_t *
results_of(const json_t *data)
{
	return json_object_get(data, "results");
}

static size_t
count(const json_t *data, const char *severity)
{
	const json_t *result;
	size_t i, n = 0;

	json_array_foreach (results_of(data), i, result)
		n += strcmp(ev_str(result, "severity"), severity) == 0;
	return n;
}

void
findings_count(struct buf *out, const json_t *data)
{
	const char *comma = "";

	for (size_t i = 0; i < SEVERITIES; i++) {
		size_t n = count(data, severities[i].name);

		if (n == 0)
			continue;
		buf_addf(out, "%s%zu %s%s", comma, n, severities[i].name,
		    n == 1 ? "" : severities[i].plural);
		comma = ", ";
	}
	if (!*comma)
		buf_adds(out, "nothing found");
}

static const char *
colour_of(const char *severity)
{
	for (size_t i = 0; i < SEVERITIES; i++)
		if (strcmp(severities[i].name, severity) == 0)
			return severities[i].colour;
	return "";
}

void
findings_add(struct buf *out, const json_t *data, bool colour)
{
	const json_t *result;
	size_t i;

	json_array_foreach (results_of(data), i, result) {
		const char *severity = ev_str(result, "severity");

		buf_addf(out, "    %s", colour ? colour_of(severity) : "");
		facts_add_text(out, severity);
		buf_addf(out, "%s%*s", colour ? "\033[0m" : "",
		    strlen(severity) < 8 ? (int)(8 - strlen(severity)) : 1, "");
		facts_add_text(out, ev_str(result, "message"));
		buf_adds(out, " [");
		facts_add_text(out, ev_str(result, "rule"));
		buf_adds(out, "]\n            ");
		facts_add_text(out, ev_str(result, "hint"));
		buf_addc(out, '\n');
	}
}
