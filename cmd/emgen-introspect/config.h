/*
 * config - what emgen-introspect was told: flags, environment, emgen.ini, the
 * Laravel project and emgen.lock.
 */
#ifndef EMGEN_CONFIG_H
#define EMGEN_CONFIG_H

#include <stdbool.h>

#include "buf.h"
#include "die.h"
#include "settings.h"

struct config {
	struct settings *settings;
	struct buf tables, exclude; /* globs, joined by commas */
	struct buf schemas;         /* the same */
	char *search_path;          /* or NULL */
	char *timeout;              /* seconds, or NULL */
	bool cached;                /* what was read before will do */
	json_t *connections;        /* DSNs by name, from emgen.ini */
};

void config_init(struct config *config);
void config_clear(struct config *config);

/* Appends globs to what --tables or --exclude already says. */
void config_add_globs(struct buf *list, const char *globs);

/* Adds to the flags, which are there, everything that is weaker. */
int config_load(struct config *config, struct em_err *err);

/*
 * The DSN of a connection, owned by the caller: $EMGEN_DSN, else that of
 * [connections] in emgen.ini, else that of Laravel's .env.  name is NULL for
 * the default connection.
 */
char *config_dsn(
    const struct config *config, const char *name, struct em_err *err);

/* The same for a command, whose name beats $EMGEN_DSN. */
char *config_named_dsn(
    const struct config *config, const char *name, struct em_err *err);

#endif
