/*
 * tap - a FIFO to look into the stream: who opens it sees lines from then on.
 * It never holds anything up: lines that its reader is too slow for are left
 * out whole, and counted.
 */
#ifndef EMGEN_DISPATCH_TAP_H
#define EMGEN_DISPATCH_TAP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "die.h"
#include "feed.h"

struct tap {
	const char *path;
	struct feed feed; /* closed while nobody reads */
	size_t missed;    /* lines, by the reader that there is */
};

/* -1 when there is no FIFO at path. */
int tap_open(struct tap *tap, const char *path, struct em_err *err);
void tap_close(struct tap *tap);

/* Looks whether a reader has come. */
void tap_seek(struct tap *tap);

void tap_give(struct tap *tap, const void *bytes, size_t len);
void tap_poll(const struct tap *tap, struct pollfd *fd);
void tap_move(struct tap *tap, const struct pollfd *fd);

#endif
