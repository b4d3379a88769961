/*
 * role - what a program can be in a pipe, and the golden cases of it.
 *
 * A role is a row in role.c and a folder of cases, CASE.in.ndjson and
 * CASE.out.ndjson: what a program that plays the role makes of the input.  The
 * case "basic" is one whole analysis, which the other checks are made from.
 */
#ifndef EMGEN_CONTRACT_ROLE_H
#define EMGEN_CONTRACT_ROLE_H

#include "lines.h"

/* What a role is, for the checks that apply to it. */
enum role_kind {
	ROLE_FILTER = 1,   /* passes on, and adds */
	ROLE_FILES = 2,    /* writes files, too */
	ROLE_SINK = 4,     /* takes everything, and writes nothing */
	ROLE_LISTENER = 8, /* adds events, and passes nothing on */
	ROLE_JOB = 16,     /* does one job, and says what came of it */
};

struct role {
	const char *name;
	const char *what;     /* it does, for --list */
	const char *consumes; /* a type that it parses */
	const char *holds;    /* a type that it may keep back, or NULL */
	unsigned kinds;
};

struct golden {
	char *name;
	struct lines in, out;
};

struct goldens {
	struct golden *list; /* in the order of their names */
	size_t count, cap;
};

/* The role of that name, or NULL; all of them, ended by one without a name. */
const struct role *role_find(const char *name);
extern const struct role roles[];

/*
 * Reads all cases of the role: from folder, or if that is NULL from where
 * emgen is installed.
 */
int role_read(const struct role *role, const char *folder,
    struct goldens *goldens, struct em_err *err);
void role_clear(struct goldens *goldens);

/* The case "basic", or NULL. */
const struct golden *role_basic(const struct goldens *goldens);

#endif
