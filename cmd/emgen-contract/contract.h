/* contract - the checks, and what they share. */
#ifndef EMGEN_CONTRACT_CONTRACT_H
#define EMGEN_CONTRACT_CONTRACT_H

#include "role.h"
#include "run.h"

struct contract {
	const struct role *role;
	const struct golden *basic;
	struct runner runner;
	struct buf why; /* what is broken, a line each */
};

/*
 * A rule: true when it is kept; else contract_broken() was told why.  Each
 * looks for its own only, so that one mistake breaks one rule.
 */
typedef bool check_fn(struct contract *c);

struct check {
	const char *name, *what;
	check_fn *run;
	unsigned kinds; /* of roles that it is a rule of */
};

extern const struct check checks[]; /* ended by one without a name */

/* Compares what the program makes of a case with what is expected. */
bool check_golden(struct contract *c, const struct golden *golden);

/* Says what is broken; false, so that a check can return it. */
bool contract_broken(struct contract *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A run with the lines of an input, which must end: false when it does not. */
bool contract_run(struct contract *c, const struct buf *input, unsigned flags,
    struct run *run);

/* True when the run ended with this code. */
bool contract_ended(
    struct contract *c, const struct run *run, int code, const char *after);

/* True when both streams say the same, line by line. */
bool contract_same(
    struct contract *c, const struct lines *want, const struct lines *got);

/* --- input --- */

/* Appends all lines, or the first or last ones: from, up to but without to. */
void input_lines(struct buf *in, const struct lines *lines);
void input_range(
    struct buf *in, const struct lines *lines, size_t from, size_t to);

/* Appends an event of a type that nobody knows; n is in data. */
void input_noted(struct buf *in, unsigned n);
bool is_noted(const struct line *line);

/*
 * Appends the first line of a type, with more put behind the brace that opens
 * its data.
 */
void input_changed(struct buf *in, const struct lines *lines, const char *type,
    const char *more);

/* Where the first line of the type is, or count. */
size_t lines_index(const struct lines *lines, const char *type);

/* --- the checks, by file --- */

check_fn check_exit, check_empty, check_usage, check_unfinished, check_failed,
    check_torn, check_epipe; /* check_end.c */
check_fn check_order, check_bytes, check_long, check_flush,
    check_barrier; /* check_pass.c */
check_fn check_bad_input, check_rejects, check_strict,
    check_utf8;                                   /* check_bad.c */
check_fn check_envelope, check_ids, check_replay; /* check_event.c */
check_fn check_files, check_again;                /* check_files.c */
check_fn check_silent, check_unknown;             /* check_taker.c */

#endif
