/* group - a line as it runs: its holder, its programs, its state. */
#ifndef EMGEN_SUPERVISE_GROUP_H
#define EMGEN_SUPERVISE_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "holder.h"
#include "id.h"

enum state {
	WAITING,  /* for its turn, or for time to pass */
	STARTING, /* runs, but is not ready */
	RUNNING,
	PAUSED,
	FAILING,  /* a program failed: the others are being ended */
	STOPPING, /* it was told to end */
	DONE,
	PARKED,  /* is not started any more */
	STOPPED, /* until somebody wants it again */
	STATES
};

enum event {
	ON_DUE,     /* the time that was set has come */
	ON_READY,   /* all who wanted to say so did */
	ON_FAILED,  /* a program has ended badly, others run */
	ON_GOOD,    /* all have ended, and well */
	ON_RETRY,   /* all have ended; once more may help */
	ON_USELESS, /* all have ended; it would not */
	ON_START,
	ON_STOP,
	ON_RESTART,
	ON_PAUSE,
	ON_RESUME,
	EVENTS_OF
};

enum { BURST_MAX = 16 };

struct member {
	const char *name;
	pid_t pid; /* 0: does not run */
	bool told; /* to end, since another one failed */
	int status;
	unsigned starts;
	int ready;
	int messages;
	struct buf text; /* of a message that has no end yet */
	int progress_fd;
	struct progress *progress;
	int64_t since;
};

struct group {
	const struct file *file;
	const struct line *line;
	const char *lock;
	enum state state;
	struct member *members; /* one a program */
	pid_t holder;           /* 0: none */
	int lifeline, reports;
	int rejects;
	int64_t due; /* clock_monotonic_us; 0: nothing is */
	unsigned tries;
	int64_t failures[BURST_MAX];  /* the last ones */
	const struct member *culprit; /* the first that failed */
	bool late;                    /* it took too long */
	bool again;                   /* to be started when it has stopped */
	bool ending;                  /* with the whole pipeline */
	bool last;                    /* a worker whose queue gets no more */
	int code;                     /* why it is parked */
	char why[256];
	char run[ID_TEXT]; /* its id; "" between two (run.h) */
	bool goes_on;      /* the run, where a try left it */
	unsigned retries;  /* all */
	int64_t since;     /* of the state */
};

extern const char *const state_names[STATES];

/* What the table in state.c says; nothing where it says nothing. */
void group_event(struct group *g, enum event event);

/* --- what the table does; all give the next state --- */

enum state group_start(struct group *g);
enum state group_late(struct group *g);
enum state group_ready(struct group *g);
enum state group_bring_down(struct group *g);
enum state group_good(struct group *g);
enum state group_ended(struct group *g);
enum state group_retry(struct group *g);
enum state group_useless(struct group *g);
enum state group_park(struct group *g);
enum state group_stop(struct group *g);
enum state group_stopped(struct group *g);
enum state group_restart(struct group *g);
enum state group_pause(struct group *g);
enum state group_resume(struct group *g);
enum state group_kill(struct group *g);

#endif
