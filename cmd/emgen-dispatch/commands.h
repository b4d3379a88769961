/* commands - which types are commands, and whether one keeps its schema. */
#ifndef EMGEN_DISPATCH_COMMANDS_H
#define EMGEN_DISPATCH_COMMANDS_H

#include <jansson.h>
#include <stdbool.h>

#include "die.h"

struct commands;

/* Those with a schema in schemas/commands; dies when there is none. */
struct commands *commands_open(void);
void commands_close(struct commands *commands);

bool commands_has(const struct commands *commands, const char *type);

/* -1, and says that there is none of this type, and which may be meant. */
int commands_unknown(
    const struct commands *commands, const char *type, struct em_err *err);

/* -1 with what it breaks first, when it does not keep its schema. */
int commands_check(
    struct commands *commands, const json_t *command, struct em_err *err);

/* Does the schema say that a member of data is a list? */
bool commands_takes_list(
    const struct commands *commands, const char *type, const char *member);

/*
 * A new command with the data that the words say: NAME=TEXT, NAME:=JSON,
 * option.NAME=TEXT as in emgen.ini; a list is joined by commas.  A new
 * reference, or NULL with err filled.
 */
json_t *commands_make(struct commands *commands, const char *type,
    char *const words[], struct em_err *err);

#endif
