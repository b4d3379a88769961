/* options - the command line of emgen-render. */
#ifndef EMGEN_RENDER_OPTIONS_H
#define EMGEN_RENDER_OPTIONS_H

#include <stdbool.h>

#include "ev.h"
#include "output.h"
#include "settings.h"

struct options {
	struct ev_opts ev;
	struct settings *flags; /* those that beat the stream's settings */
	enum output_mode mode;
	bool check, force;
	char **artifacts; /* those that were named, or NULL */
	size_t artifact_count, artifact_cap;
};

/* Ends the program for --help, --version and wrong use. */
void options_take(struct options *options, int argc, char *argv[]);
void options_clear(struct options *options);

#endif
