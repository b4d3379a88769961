/* pipeline_check - what is wrong with a pipeline file.  Layer svc. */
#ifndef EMGEN_PIPELINE_CHECK_H
#define EMGEN_PIPELINE_CHECK_H

#include "pipeline.h"

/* Notes every mistake in the file (pipeline_wrong()). */
void pipeline_check(struct pipeline *file);

#endif
