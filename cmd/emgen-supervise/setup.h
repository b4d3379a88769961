/* setup - what must be there before a pipeline runs, and goes behind it. */
#ifndef EMGEN_SUPERVISE_SETUP_H
#define EMGEN_SUPERVISE_SETUP_H

#include "supervise.h"

/* Folder, FIFOs, lock, socket, signals, groups; ends the program without. */
void setup(struct supervisor *sv);
void setup_end(struct supervisor *sv);

#endif
