/* filter - what filters share around their loop.  Layer svc. */
#ifndef EMGEN_FILTER_H
#define EMGEN_FILTER_H

#include "ev.h"
#include "settings.h"

/*
 * Reads the command line of a filter that has no options of its own, and opens
 * its operands (or stdin) and stdout; ends the program for --help, --version
 * and wrong use.  Release with ev_close().
 */
struct ev_io *filter_open(
    int argc, char *argv[], const char *name, const char *usage);

/*
 * Takes the settings of a GenerationConfigured line in place of *settings and
 * forwards the line, or rejects it.
 */
void filter_configure(
    struct settings **settings, struct ev_io *io, const struct ev_line *line);

#endif
