/* run - the driver program of a DSN's scheme. */
#ifndef EMGEN_RUN_H
#define EMGEN_RUN_H

#include "config.h"
#include "ev.h"

/*
 * The path of the driver, owned by the caller; NULL with err->code
 * EM_NOTFOUND or EM_NOEXEC, or EM_PERM for what is not a DSN.
 */
char *run_find(const char *dsn, struct em_err *err);

/* Writes GenerationConfigured; n tells apart several. */
void run_configure(struct ev_io *io, struct settings *settings,
    const json_t *cause, unsigned n);

/* Becomes the driver. */
_Noreturn void run_exec(
    const struct config *config, const char *path, const char *dsn);

/*
 * Runs the driver for a command and waits: its exit code, or 128 + a signal.
 * tables is what the command selects, or NULL.  -1 when it cannot be started.
 */
int run_wait(const struct config *config, const char *path, const char *dsn,
    const json_t *command, const char *tables, struct em_err *err);

#endif
