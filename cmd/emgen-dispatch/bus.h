/*
 * bus - commands to their handlers, events to all who asked for them.
 *
 * Lines go one way: from the input to handlers, from handlers to listeners, in
 * the order in which they were named, and from all of them to stdout.  Nobody
 * gets a line from who stands behind it, so nobody can wait in a circle.
 */
#ifndef EMGEN_DISPATCH_BUS_H
#define EMGEN_DISPATCH_BUS_H

#include "commands.h"
#include "ev.h"
#include "peer.h"
#include "tap.h"

enum { BUS_TICK_MS = 50 }; /* while time alone can change something */

struct bus {
	struct peer *peers; /* handlers, programs that listen, then the rest */
	size_t count;
	struct tap *taps;
	size_t tap_count;
	bool handles; /* there is a handler */
	struct peer_limits limits;

	struct commands *commands;
	struct ev_io *io; /* our input, and what we write ourselves */
	struct feed out;  /* to stdout */
	unsigned rejected;
	bool moving; /* something changed in this turn: do not wait */
	bool over;   /* the input is */
	int64_t over_since;
	int signal_fd, died_of;
	struct pollfd *fds;
};

/* Starts everything; dies when something cannot be. */
void bus_open(struct bus *bus);

/* Reads, routes, writes and reaps until all have ended. */
void bus_run(struct bus *bus);

/* One turn of it: waits, and moves what can be moved. */
void bus_turn(struct bus *bus, int patience_ms);

/* What main() should return; dies of the signal that ended it, if one did. */
int bus_close(struct bus *bus);

#endif
