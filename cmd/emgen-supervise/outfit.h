/* outfit - what a program of a line starts with: descriptors, limits, ... */
#ifndef EMGEN_SUPERVISE_OUTFIT_H
#define EMGEN_SUPERVISE_OUTFIT_H

#include "holder.h"

/* Both ends of the edge behind a program: a pipe, or its FIFO. */
void outfit_edge(const struct program *program, int fd[2]);

/* What the line reads, and our own writer of its FIFO (-1: none). */
int outfit_input(const struct line *line, int *writer);

/* Becomes the program, out -1 for the last one; ends with the code if not. */
_Noreturn void outfit_become(
    const struct held *held, size_t i, int in, int out, int lock);

#endif
