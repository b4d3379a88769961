/* graph - a pipeline file as a picture. */
#ifndef EMGEN_SUPERVISE_GRAPH_H
#define EMGEN_SUPERVISE_GRAPH_H

#include "file.h"

/* Prints it as text, mermaid or dot; -1 for another format. */
int graph(const struct file *file, const char *format);

#endif
