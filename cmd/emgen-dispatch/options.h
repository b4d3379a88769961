/* options - the command line of emgen-dispatch. */
#ifndef EMGEN_DISPATCH_OPTIONS_H
#define EMGEN_DISPATCH_OPTIONS_H

#include "bus.h"
#include "ev.h"

struct options {
	struct ev_opts ev;
	struct bus bus; /* peers, taps and limits of it */
	size_t peer_cap, tap_cap;
	const char *commands; /* types that must have a handler, or NULL */
	const char *to;       /* where a command is written, or NULL */
	char *const *words;   /* behind the options */
	bool makes;           /* a command, instead of being a bus */
};

/* Reads argv, whose strings are borrowed; ends the program on wrong use. */
void options_take(struct options *options, int argc, char *argv[]);

/* One handler for each command, and programs before files; dies if not so. */
void options_settle(struct options *options);

#endif
