/* findings - what emgen-analyze found, in lines of their own. */
#ifndef EMGEN_LOG_FINDINGS_H
#define EMGEN_LOG_FINDINGS_H

#include <jansson.h>
#include <stdbool.h>

#include "buf.h"

/* Appends how many there are: "1 error, 2 warnings". */
void findings_count(struct buf *out, const json_t *data);

/* Appends two lines for each: what it is, and how it is mended. */
void findings_add(struct buf *out, const json_t *data, bool colour);

#endif
