/*
 * setting - one option of emgen: its row in the table of settings, and values
 * of its kind.  Layer svc; for settings.c.
 */
#ifndef EMGEN_SETTING_H
#define EMGEN_SETTING_H

#include <jansson.h>
#include <stdbool.h>

#include "die.h"

enum setting_kind {
	SETTING_STRING,
	SETTING_NAMESPACE, /* of PHP: a string without backslashes at its ends
			    */
	SETTING_DIR,
	SETTING_BOOL,
	SETTING_INT,
	SETTING_LIST, /* of strings */
	SETTING_MAP,  /* of strings to strings */
};

/* The key in emgen.ini is the flag; a map has a section there instead. */
struct setting {
	const char *name;
	enum setting_kind kind;
	const char *flag;
	const char *initial; /* as in emgen.ini; NULL is JSON's null */
	/* "a|b", also of the values of a MAP, or of an INT "least..most" or the
	 * only one, or what a DIR is that cannot be empty */
	const char *choices;
	const char *section; /* of a MAP */
};

/*
 * The value that text stands for, a new reference; NULL when the option does
 * not take it.
 */
json_t *setting_parse(
    const struct setting *row, const char *text, struct em_err *err);

/* -1 for a value that the option cannot have. */
int setting_check(const struct setting *row, json_t *value, struct em_err *err);

#endif
