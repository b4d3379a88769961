/* pipeline - the stages of a run, joined by pipes. */
#ifndef EMGEN_FRONT_PIPELINE_H
#define EMGEN_FRONT_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "die.h"

enum stage_id { INTROSPECT, RELATIONS, DEFINE, RENDER, STORE, STAGES };

struct stage {
	const char *name;    /* "relations" */
	bool off;            /* not in this pipeline: STORE, unless asked for */
	const char *command; /* a shell command in its place, or NULL */
	char **argv;         /* arguments of ours: owned, ended by NULL */
	size_t argc, cap;
	pid_t pid;
	int code;
};

struct pipeline {
	struct stage stage[STAGES];
	const char *dsn; /* in the environment of the source, or NULL */
	int prints;      /* the last stage writes to our stdout */
};

void pipeline_init(struct pipeline *line);
void pipeline_clear(struct pipeline *line);

/* Adds an argument, a copy, to our program for a stage. */
void pipeline_argument(
    struct pipeline *line, enum stage_id id, const char *argument);

/* The same for --NAME, or --NAME=VALUE. */
void pipeline_option(struct pipeline *line, enum stage_id id, const char *name,
    const char *value);

/*
 * Definitions are told since the last run, and stored with what was written
 * when that is done: a run that dies on the way says the same again.
 */
void pipeline_keep_history(struct pipeline *line);

/* NAME=COMMAND; -1 when no stage has that name. */
int pipeline_replace(
    struct pipeline *line, const char *text, struct em_err *err);

/*
 * Starts all stages.  What the last one writes comes from *events (-1: it
 * writes to our stdout, since keep_stdout), what all say from *messages (for
 * NULL they say it on our stderr).
 */
int pipeline_start(struct pipeline *line, int keep_stdout, int *events,
    int *messages, struct em_err *err);

/*
 * Waits for all, says what went wrong and returns the exit code of the run:
 * that of the first stage that failed by itself, not because a later one had
 * gone.  Dies of SIGPIPE as the last one did that wrote to our stdout.
 */
int pipeline_wait(struct pipeline *line);

#endif
