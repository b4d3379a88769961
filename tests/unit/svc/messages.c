/* messages - lines that come through a pipe, in pieces of any size. */
#include "messages.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"

static char said[1 << 16];

static void
say(const void *ctx, const char *line)
{
	(void)ctx;
	(void)snprintf(
	    said + strlen(said), sizeof(said) - strlen(said), "%s;", line);
}

int
main(void)
{
	static struct messages messages;
	static char longer[MESSAGES_MAX + 101];
	int fd[2];

	if (pipe2(fd, O_NONBLOCK) < 0)
		return 1;
	ok(messages_read(&messages, fd[0], say, NULL) == 0, "nothing yet");
	ok(write(fd[1], "one\n\ntw", 7) == 7 &&
		messages_read(&messages, fd[0], say, NULL) == 1,
	    "some have come");
	is(said, "one;;", "whole lines are said, empty ones, too");
	ok(write(fd[1], "o\0\n", 3) == 3 &&
		messages_read(&messages, fd[0], say, NULL) == 1,
	    "more");
	is(said, "one;;two\\x00;", "the rest of one, with a NUL");
	*said = '\0';
	memset(longer, 'x', sizeof(longer) - 1);
	ok(write(fd[1], longer, sizeof(longer) - 1) > 0, "a long one");
	while (messages_read(&messages, fd[0], say, NULL) > 0)
		continue;
	ok(strlen(said) == MESSAGES_MAX + 1, "is said in pieces");
	(void)close(fd[1]);
	ok(messages_read(&messages, fd[0], say, NULL) == -1, "the end");
	ok(strlen(said) == sizeof(longer) - 1 + 2, "and nothing is lost");
	return done();
}
