/*
 * dotenv - Laravel's .env.  Layer svc.
 *
 * Reads what vlucas/phpdotenv 5 reads: quotes, escapes, ${VAR}, export,
 * comments, values over several lines, a name alone unsets.  Deliberate
 * differences: a NUL byte is an error, bytes that are not UTF-8 stay as they
 * are, and a name may have any character above ASCII.  The environment of the
 * process beats the file, as in Laravel.
 */
#ifndef EMGEN_DOTENV_H
#define EMGEN_DOTENV_H

#include <stdbool.h>
#include <stddef.h>

#include "die.h"

struct dotenv;

/*
 * NULL for malformed text; err names the line and never quotes it, since it may
 * hold a password.
 */
struct dotenv *dotenv_parse(const char *text, size_t len, struct em_err *err);

/* The same from a file; a missing one is an empty one. */
struct dotenv *dotenv_load(const char *path, struct em_err *err);

void dotenv_free(struct dotenv *env);

/* A variable of the environment or the file; NULL without, borrowed. */
const char *dotenv_get(const struct dotenv *env, const char *name);

/*
 * What Laravel's env() makes of it: NULL for null, "" for empty, without
 * quotes that enclose the value; owned by the caller.
 */
char *dotenv_env(const struct dotenv *env, const char *name);

/* The i-th variable of the file, in order; false behind the last. */
bool dotenv_at(
    const struct dotenv *env, size_t i, const char **name, const char **value);

#endif
