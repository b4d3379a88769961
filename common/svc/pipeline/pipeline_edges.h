/* pipeline_edges - how the sections of a pipeline are joined.  Layer svc. */
#ifndef EMGEN_PIPELINE_EDGES_H
#define EMGEN_PIPELINE_EDGES_H

#include "pipeline.h"

/* The next section behind one; NULL for none, or when it is a queue's. */
const struct pipeline_section *pipeline_next(
    const struct pipeline *file, const struct pipeline_section *section);

/* The section that its line waits for, or NULL. */
const struct pipeline_section *pipeline_before(
    const struct pipeline *file, const struct pipeline_section *section);

/* True when the section is at the begin of a line. */
bool pipeline_is_head(
    const struct pipeline *file, const struct pipeline_section *section);

/* True for a listener, a handler, and a FIFO that is a tap. */
bool pipeline_is_peer(const struct pipeline_section *section);

/* Where a peer is, also when the file does not say; NULL: unclear. */
const struct pipeline_section *pipeline_place(
    const struct pipeline *file, const struct pipeline_section *peer);

#endif
