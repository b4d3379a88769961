/*
 * silence - how long a server may say nothing before it is taken for gone: the
 * limits of all drivers.  Layer svc.
 *
 * A DSN of any server may say others, in the words of libpq and libmariadb:
 *
 *	connect_timeout=SECONDS		until there is a connection
 *	read_timeout=SECONDS		until an answer begins to come
 *	tcp_user_timeout=MILLISECONDS	until its machine is heard of
 */
#ifndef EMGEN_SILENCE_H
#define EMGEN_SILENCE_H

#include "die.h"

enum {
	SILENCE_CONNECT = 5,      /* seconds: a connection, or a lock */
	SILENCE_ANSWER = 60,      /* seconds: an answer to SQL */
	SILENCE_ANSWER_REDIS = 5, /* seconds: no command of ours is slow */
	SILENCE_NETWORK = 30,     /* seconds: a sign of life by TCP */
};

/* In seconds; 0 where nothing was said. */
struct silence {
	double connect, answer, network;
};

/* A parameter of a DSN: 1, or 0 when it is none of those above; -1 with err. */
int silence_take(struct silence *silence, const char *name, const char *value,
    struct em_err *err);

/* What was said, or the other; most, if it is not 0, is never exceeded. */
double silence_limit(double said, double otherwise, double most);

/* What TCP does about a limit, in its own units: probes, while nothing is said,
 * and an end to what is not acknowledged. */
struct silence_probes {
	int idle, interval, count; /* seconds, but for the count */
	int user_timeout;          /* milliseconds */
};

struct silence_probes silence_probes(const struct silence *silence);

/* The same for a socket; one that is not of TCP needs none. */
void silence_watch(int fd, const struct silence *silence);

#endif
