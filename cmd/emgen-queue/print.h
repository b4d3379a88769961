/* print - lists of jobs for people, and as JSON. */
#ifndef EMGEN_QUEUE_PRINT_H
#define EMGEN_QUEUE_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "job.h"

/* What can be read of a payload: uuid and name are set, whatever it is. */
void print_read_job(struct job *job, const char *payload, size_t len);

/* Text as a terminal may see it, filled up to a width, and two blanks. */
void print_cell(struct buf *out, const char *text, int width);

/* The first line of a text, and a newline. */
void print_first_line(struct buf *out, const char *text);

/* The members of a JSON object one a line, as a terminal may see them. */
void print_members(struct buf *out, const char *json, size_t len);

/* A list: [ or, on a terminal, its head; and its end, to stdout. */
void print_start(struct buf *out, bool json, const char *head);
void print_end(struct buf *out, bool json);

#endif
