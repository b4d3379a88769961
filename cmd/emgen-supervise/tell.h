/* tell - what the supervisor says: lines on stderr, and events in a file. */
#ifndef EMGEN_SUPERVISE_TELL_H
#define EMGEN_SUPERVISE_TELL_H

#include "line.h"

/* The time, a name, and one line. */
void tell(const char *name, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Where events are appended; NULL: nowhere. */
void tell_open(const char *path);

/* StageStarted, StageExited, StageParked. */
void tell_started(const struct member *member);
void tell_exited(const struct member *member);
void tell_parked(const struct line *line);

#endif
