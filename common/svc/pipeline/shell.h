/*
 * shell - the commands in a script for sh, as far as they are sure to be some.
 * Layer svc.  Of the language just so much is read as that takes; what may be
 * something else is not told, nor is what a quote hides.
 */
#ifndef EMGEN_SHELL_H
#define EMGEN_SHELL_H

#include <stdbool.h>

/* A word that is a command. */
struct shell_command {
	const char *name; /* "" when only the shell knows, as of "$EDITOR" */
	const char *rest; /* of the script, behind it */
	bool first;       /* the script does nothing before, nor without it */
};

/* Returns false when it wants no more. */
typedef bool shell_seen_fn(const struct shell_command *command, void *ctx);

/* Calls seen for each, also for the emgen of "timeout 5 emgen". */
void shell_each(const char *script, shell_seen_fn *seen, void *ctx);

/* Behind the word that begins at text. */
const char *shell_skip_word(const char *text);

/* Whether it gives a value to a variable: "PATH" in PATH=x, not in MYPATH=x. */
bool shell_sets(const char *script, const char *name);

#endif
