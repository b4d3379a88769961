/* messages - what the programs of a line say on stderr. */
#ifndef EMGEN_SUPERVISE_MESSAGES_H
#define EMGEN_SUPERVISE_MESSAGES_H

#include "group.h"

/* Tells the lines that are there, and the rest at the end. */
void messages_read(struct member *member);

#endif
