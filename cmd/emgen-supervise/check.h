/* check - what is wrong with a pipeline file, before anything runs. */
#ifndef EMGEN_SUPERVISE_CHECK_H
#define EMGEN_SUPERVISE_CHECK_H

#include "file.h"

/* Notes every mistake in the file (file_wrong()). */
void check(struct file *file);

#endif
