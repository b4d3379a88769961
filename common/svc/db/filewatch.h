/*
 * filewatch - somebody writes to a file.  Layer svc.
 *
 * A hint, and nothing to rely on: other hosts that share the file are not seen,
 * and the kernel has only so many watches.
 */
#ifndef EMGEN_FILEWATCH_H
#define EMGEN_FILEWATCH_H

/*
 * A descriptor that can be read after somebody wrote to the file; -1 when there
 * is none to be had.  Owned by the caller.
 */
int filewatch_open(const char *path);

/* Forgets what was written until now. */
void filewatch_drain(int fd);

#endif
