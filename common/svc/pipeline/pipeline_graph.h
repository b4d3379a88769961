/* pipeline_graph - a pipeline file as a picture.  Layer svc. */
#ifndef EMGEN_PIPELINE_GRAPH_H
#define EMGEN_PIPELINE_GRAPH_H

#include "buf.h"
#include "pipeline.h"

/*
 * Appends a file without mistakes as text, mermaid or dot; -1 for another
 * format.
 */
int pipeline_graph(
    const struct pipeline *file, const char *format, struct buf *out);

#endif
