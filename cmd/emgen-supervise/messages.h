/* messages - what the programs of a line say on stderr. */
#ifndef EMGEN_SUPERVISE_MESSAGES_H
#define EMGEN_SUPERVISE_MESSAGES_H

#include "group.h"

/* Tells the lines that are there: one read's, or, when it has ended, all. */
void messages_read(struct member *member);
void messages_end(struct member *member);

#endif
