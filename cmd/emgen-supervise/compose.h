/* compose - the programs of a line, started and joined by pipes and FIFOs. */
#ifndef EMGEN_SUPERVISE_COMPOSE_H
#define EMGEN_SUPERVISE_COMPOSE_H

#include "hold.h"

/* Starts all of a line, in its holder. */
void compose(struct holder *holder, void *line);

#endif
