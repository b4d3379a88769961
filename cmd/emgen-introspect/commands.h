/* commands - AnalyzeSchema from standard input, one analysis for each. */
#ifndef EMGEN_COMMANDS_H
#define EMGEN_COMMANDS_H

#include "config.h"
#include "ev.h"

/*
 * Runs each command and forwards all other lines.  A command that fails does
 * not stop the rest: SchemaAnalysisFailed says why, and the exit code at the
 * end.
 */
void commands_run(struct config *config, struct ev_io *io);

#endif
