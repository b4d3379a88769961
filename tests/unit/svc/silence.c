/* silence - limits that a DSN says, and what TCP does about them. */
#include "silence.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../tap.h"

static void
test_words(void)
{
	static const char *const wrong[] = { "", "-1", "x", "3s", "1e9", " 3" };
	struct silence said = { 0, 0, 0 };
	struct em_err err;

	ok(silence_take(&said, "connect_timeout", "3", &err) == 1 &&
		said.connect == 3,
	    "seconds");
	ok(silence_take(&said, "read_timeout", "0.5", &err) == 1 &&
		said.answer == 0.5,
	    "a part of one");
	ok(silence_take(&said, "tcp_user_timeout", "2500", &err) == 1 &&
		said.network == 2.5,
	    "milliseconds, as libpq has them");
	ok(silence_take(&said, "read_timeout", "0", &err) == 1 &&
		said.answer == 0,
	    "0 is unsaid");
	ok(silence_take(&said, "sslmode", "x", &err) == 0, "others' words");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		ok(silence_take(&said, "read_timeout", wrong[i], &err) < 0 &&
			err.code == EM_PERM &&
			strstr(err.msg, "read_timeout") != NULL,
		    "no time: %s", wrong[i]);
}

static void
test_limits(void)
{
	ok(silence_limit(0, 60, 0) == 60, "what is not said");
	ok(silence_limit(3, 60, 0) == 3, "less");
	ok(silence_limit(600, 60, 0) == 600, "more");
	ok(silence_limit(600, 60, 30) == 30, "and the most");
	ok(silence_limit(0, 60, 30) == 30, "also of what is not said");
}

/* All probes are sent when the time is over. */
static void
test_probes(void)
{
	static const double seconds[] = { 0, 0.3, 1, 2, 7, 30, 600 };

	for (size_t i = 0; i < sizeof(seconds) / sizeof(*seconds); i++) {
		const struct silence said = { 0, 0, seconds[i] };
		struct silence_probes probes = silence_probes(&said);
		double limit = silence_limit(seconds[i], SILENCE_NETWORK, 0);

		ok(probes.idle >= 1 && probes.interval >= 1 &&
			probes.count >= 1 &&
			(limit < 6 ||
			    probes.idle + probes.interval * probes.count <=
				limit),
		    "probes");
		ok(probes.user_timeout == (int)(limit * 1000), "the end");
	}
}

static int
option(int fd, int number)
{
	int value = -1;
	socklen_t len = sizeof(value);

	(void)getsockopt(fd, IPPROTO_TCP, number, &value, &len);
	return value;
}

static void
test_socket(void)
{
	const struct silence unsaid = { 0, 0, 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	silence_watch(fd, &unsaid);
	ok(option(fd, TCP_USER_TIMEOUT) == SILENCE_NETWORK * 1000,
	    "a socket is watched");
	ok(option(fd, TCP_KEEPIDLE) + 3 * option(fd, TCP_KEEPINTVL) ==
		SILENCE_NETWORK,
	    "by probes, too");
	(void)close(fd);
}

int
main(void)
{
	test_words();
	test_limits();
	test_probes();
	test_socket();
	return done();
}
