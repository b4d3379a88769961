/* route - where a line goes. */
#ifndef EMGEN_DISPATCH_ROUTE_H
#define EMGEN_DISPATCH_ROUTE_H

#include "bus.h"

/* The place of the input, before all peers. */
enum { ROUTE_INPUT = -1 };

/* True when each of those who may get a line from there has room for it. */
bool route_has_room(struct bus *bus, int from);

void route_line(struct bus *bus, const struct ev_line *line, int from);

/* Lines of a peer: checked, and without what it only gives back. */
void route_output(struct bus *bus, int from);

/* Puts aside what a peer did not take. */
void route_lost(struct bus *bus, int at);

#endif
