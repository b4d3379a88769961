/* redis_target - the server and database that a redis DSN names.  Layer svc. */
#ifndef EMGEN_REDIS_TARGET_H
#define EMGEN_REDIS_TARGET_H

#include "die.h"
#include "silence.h"

struct redis_target {
	char *shown;  /* the DSN without its password, for messages */
	char *socket; /* a path, or NULL: host and port */
	char *host;
	int port;
	char *user, *password; /* or NULL */
	char *prefix;          /* of every key, "" if none */
	int database;
	struct silence silence;
};

/* -1 when the DSN cannot be read; redis_target_clear() in any case. */
int redis_target_parse(
    struct redis_target *target, const char *dsn, struct em_err *err);
void redis_target_clear(struct redis_target *target);

#endif
