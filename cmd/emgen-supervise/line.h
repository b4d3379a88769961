/* line - a line of the plan as it runs: its holder, its programs, its state. */
#ifndef EMGEN_SUPERVISE_LINE_H
#define EMGEN_SUPERVISE_LINE_H

#include <sys/types.h>

#include "hold.h"
#include "messages.h"
#include "plan.h"
#include "progress.h"
#include "retry.h"
#include "runid.h"

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
	EVENTS
};

/* A pipe between us and a program; -1 where there is none. */
struct channel {
	int ours, its;
};

/* One program of a line. */
struct member {
	const struct plan_program *program;
	struct line *line;
	pid_t pid; /* 0: does not run; -1: it has yet to */
	bool told; /* to end, since another one failed */
	int status;
	unsigned starts;
	struct channel says, ready; /* stderr, and where it is ready */
	struct messages messages;
	int progress_fd;
	struct progress *progress;
	int64_t since;
};

struct line {
	const struct plan_line *plan;
	const struct line *after; /* waits for it, or NULL */
	const char *lock;
	enum state state;
	struct member *members; /* one a program */
	struct hold hold;       /* its holder */
	int *keep;              /* what that needs of ours */
	int rejects;
	int64_t due; /* clock_monotonic_us; 0: nothing is */
	struct retry retry;
	const struct member *culprit; /* the first that failed */
	bool late;                    /* it took too long */
	bool again;                   /* to be started when it has stopped */
	bool ending;                  /* with the whole pipeline */
	bool last;                    /* a worker whose queue gets no more */
	int code;                     /* of the culprit, or EM_OK */
	char why[256];                /* it is parked */
	struct runid run;
	int64_t since; /* of the state */
};

/* What the table of states says; nothing where it says nothing. */
void line_event(struct line *line, enum event event);

#endif
