/* pipeline_here - what a pipeline file wants and this machine has not.
 * Layer svc. */
#ifndef EMGEN_PIPELINE_HERE_H
#define EMGEN_PIPELINE_HERE_H

#include "pipeline.h"

/*
 * Notes commands of emgen that there are none of, programs that a script begins
 * with and that are not found, and folders that are not there.  What a script
 * makes itself, or a section that it comes after, is none of it.
 */
void pipeline_check_here(struct pipeline *file);

#endif
