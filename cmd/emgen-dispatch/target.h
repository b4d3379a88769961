/* target - opening what a line can be written to. */
#ifndef EMGEN_DISPATCH_TARGET_H
#define EMGEN_DISPATCH_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "coproc.h"
#include "die.h"

/* The command of a target that begins with |, or NULL. */
const char *target_command(const char *target);

/* Starts it by the shell, as the leader of a group. */
struct coproc *target_start(
    const char *command, size_t max_line, struct em_err *err);

enum target_is { TARGET_FILE, TARGET_PIPE, TARGET_UNREAD };

/*
 * Opens a path to be written to: a file, which is made, or a pipe, of which the
 * descriptor is ours alone and does not block.  TARGET_UNREAD, without a
 * descriptor: a FIFO that nobody reads.  -1 with err filled.
 */
int target_open(const char *path, int *fd, struct em_err *err);

/*
 * Our stdout, so that it does not block; chunk says how much can be written
 * when poll(2) says that something can.
 */
int target_stdout(size_t *chunk);

/* Writes a line in one piece, or nothing of it; -1 with err filled. */
int target_write(int fd, const char *bytes, size_t len, struct em_err *err);

#endif
