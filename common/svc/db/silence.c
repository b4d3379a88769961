/* silence - how long a server may say nothing (silence.h). */
#include "silence.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { DAY = 24 * 3600 };

/* Seconds in a text of units; 0, which libpq takes for no limit, is unsaid. */
static int
take(double *seconds, const char *name, const char *value, double units,
    struct em_err *err)
{
	char *end;
	double number = strtod(value, &end);

	if (*value < '0' || *value > '9' || *end || number / units > DAY)
		return err_set(
		    err, EM_PERM, "%s is no such time: %s", name, value);
	*seconds = number / units;
	return 1;
}

int
silence_take(struct silence *silence, const char *name, const char *value,
    struct em_err *err)
{
	if (strcmp(name, "connect_timeout") == 0)
		return take(&silence->connect, name, value, 1, err);
	if (strcmp(name, "read_timeout") == 0)
		return take(&silence->answer, name, value, 1, err);
	if (strcmp(name, "tcp_user_timeout") == 0)
		return take(&silence->network, name, value, 1000, err);
	return 0;
}

double
silence_limit(double said, double otherwise, double most)
{
	double limit = said > 0 ? said : otherwise;

	return most > 0 && limit > most ? most : limit;
}

static int
part(double seconds, int of)
{
	return seconds < of ? 1 : (int)(seconds / of);
}

struct silence_probes
silence_probes(const struct silence *silence)
{
	double seconds = silence_limit(silence->network, SILENCE_NETWORK, 0);

	/* the last of the probes is unanswered when the time is over */
	return (struct silence_probes){ part(seconds, 2), part(seconds, 6), 3,
		(int)(seconds * 1000) };
}

static void
set(int fd, int level, int option, int value)
{
	(void)setsockopt(fd, level, option, &value, sizeof(value));
}

void
silence_watch(int fd, const struct silence *silence)
{
	struct silence_probes probes = silence_probes(silence);

	set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set(fd, IPPROTO_TCP, TCP_KEEPIDLE, probes.idle);
	set(fd, IPPROTO_TCP, TCP_KEEPINTVL, probes.interval);
	set(fd, IPPROTO_TCP, TCP_KEEPCNT, probes.count);
	set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, probes.user_timeout);
}
