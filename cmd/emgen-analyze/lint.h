/*
 * lint - one model held against the rules.
 *
 * A rule is a row in rules.c and a function that looks at the model and
 * reports what it finds; it neither reads nor writes.
 */
#ifndef EMGEN_ANALYZE_LINT_H
#define EMGEN_ANALYZE_LINT_H

#include <jansson.h>
#include <stdbool.h>

#include "buf.h"
#include "model.h"
#include "settings.h"

enum severity {
	SEVERITY_OFF,
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR,
};

struct lint;

struct rule {
	const char *name;
	enum severity severity; /* unless settings say another */
	void (*check)(struct lint *lint, const struct model *model);
	const char *what; /* it looks for, for --list */
	const char *hint; /* how that is mended */
};

extern const struct rule rules[]; /* ended by one without a name */

/* Where something was found; members that say nothing are NULL. */
struct place {
	const json_t *columns; /* names, or NULL and */
	const char *column;    /* the only one */
	const char *key;       /* the name of an index or foreign key */
	const char *relation;
};

struct lint {
	const struct rule *rule; /* at work */
	enum severity severity;  /* of it */
	struct buf found[SEVERITY_ERROR + 1];
};

/* To be called by a rule. */
void lint_report(struct lint *lint, const struct place *place, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/*
 * Appends "results" of ModelAnalyzed, the worst first; returns the severity of
 * the worst, or SEVERITY_OFF.
 */
enum severity lint_model(struct buf *out, const struct model *model,
    const struct settings *settings);

/* Of a name of settings; SEVERITY_OFF for one that is none. */
enum severity severity_of(const char *name);
const char *severity_name(enum severity severity);

/* Warns of settings for rules that there are not. */
void lint_warn_unknown(const struct settings *settings);

#endif
