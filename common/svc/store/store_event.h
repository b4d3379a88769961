/*
 * store_event - an event as the event store sees it.  Layer svc.
 *
 * The store keeps an event in columns and gives its line back to the byte: a
 * line that is written as emgen writes it follows from its columns, any other
 * is kept whole beside them.
 */
#ifndef EMGEN_STORE_EVENT_H
#define EMGEN_STORE_EVENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "clock.h"
#include "die.h"
#include "id.h"

struct store_event {
	struct buf text;  /* owned; the strings below are in it */
	const char *line; /* borrowed; with its newline */
	size_t len;
	const char *type, *id;
	const char *source, *subject, *correlation, *causation; /* or NULL */
	char time[CLOCK_TEXT]; /* in UTC; of now for a line without */
	const char *data;      /* JSON text, in line */
	size_t data_len;
	char stream[ID_TEXT];
	bool is_plain; /* the columns say everything */
};

/*
 * Reads a line, strictly; release with store_event_clear() when it returns 0.
 * Its stream is that of the model in data ("modelId", or the table of an
 * analysis), else that of the run.
 */
int store_event_read(struct store_event *event, const char *line, size_t len,
    struct em_err *err);
void store_event_clear(struct store_event *event);

/* Its data, a new reference. */
json_t *store_event_data(const struct store_event *event);

/* The line of a plain event, with its newline. */
void store_event_write(struct buf *out, const struct store_event *event);

/*
 * Whether two data say the same, metrics apart, as those of a repeated run do;
 * 1 and 1.0 are the same number.
 */
bool store_event_same(json_t *data, json_t *other);

#endif
