/* feed - what a reader has taken, before and after its end. */
#include "feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../tap.h"
#include "die.h"
#include "mem.h"
#include "proc.h"

/* A feed into a new pipe, whose other end is *reader. */
static struct feed
start(int *reader)
{
	struct feed feed = FEED_INIT;
	struct em_err err;
	int fd[2];

	if (proc_pipe(fd, &err) < 0 || fcntl(fd[1], F_SETFL, O_NONBLOCK) < 0)
		die_err(&err);
	*reader = fd[0];
	feed.fd = fd[1];
	return feed;
}

static void
add(struct feed *feed, const char *text)
{
	feed_add(feed, text, strlen(text));
}

static void
take(int fd, size_t len)
{
	char *bytes = mem_alloc(len);

	while (len > 0) {
		ssize_t n = read(fd, bytes, len);

		if (n <= 0)
			die_errno("read");
		len -= (size_t)n;
	}
	free(bytes);
}

static void
unread_is(const struct feed *feed, const char *want, const char *what)
{
	size_t len;
	const char *lines = feed_unread(feed, &len);
	char *got = mem_strndup(lines, len);

	is(got, want, what);
	free(got);
}

static void
test_unread(void)
{
	int reader;
	struct feed feed = start(&reader);

	add(&feed, "one\ntwo\n");
	unread_is(&feed, "one\ntwo\n", "nothing is written");
	ok(feed_move(&feed) && feed_held(&feed) == 0, "all goes in");
	unread_is(&feed, "one\ntwo\n", "and is not read");
	take(reader, 2);
	unread_is(&feed, "one\ntwo\n", "a line read in part is not taken");
	take(reader, 2);
	unread_is(&feed, "two\n", "one read whole is");
	add(&feed, "three\n");
	feed_end(&feed);
	ok(feed.fd >= 0, "the end waits for what is held");
	(void)feed_move(&feed);
	ok(feed.fd < 0, "then the pipe is closed");
	unread_is(&feed, "two\nthree\n", "what was not read is still known");
	take(reader, 4);
	unread_is(&feed, "three\n", "and what is read then");
	take(reader, 6);
	ok(read(reader, &(char){ 0 }, 1) == 0, "the reader sees the end");
	unread_is(&feed, "", "all was taken");
	feed_clear(&feed);
	(void)close(reader);
}

static void
test_broken(void)
{
	int reader;
	struct feed feed = start(&reader);

	add(&feed, "one\n");
	(void)feed_move(&feed);
	(void)close(reader);
	add(&feed, "two\n");
	ok(!feed_move(&feed) && feed.broken == EPIPE,
	    "nobody reads: an error, and no signal");
	unread_is(&feed, "one\ntwo\n", "what was in the pipe is not lost");
	feed_clear(&feed);
}

/* Memory holds what the pipe does, however much goes through. */
static void
test_bounds(void)
{
	char *line = mem_alloc(1000);
	int reader;
	struct feed feed = start(&reader);

	memset(line, 'x', 999);
	line[999] = '\n';
	for (int i = 0; i < 5000; i++) {
		feed_add(&feed, line, 1000);
		(void)feed_move(&feed);
		take(reader, 1000);
	}
	ok(feed.lines.len < 300000, "what was read is forgotten");
	unread_is(&feed, "", "and was all");
	for (int i = 0; i < 1000; i++)
		feed_add(&feed, line, 1000);
	while (feed_move(&feed))
		;
	ok(feed_held(&feed) > 0 && !feed.broken, "a full pipe is no error");
	(void)feed_unread(&feed, &(size_t){ 0 });
	feed_cut(&feed);
	ok(feed.lines.data[feed.lines.len - 1] == '\n' &&
		feed_held(&feed) < 1000,
	    "a cut leaves what ends the line");
	feed_clear(&feed);
	free(line);
	(void)close(reader);
}

int
main(void)
{
	test_unread();
	test_broken();
	test_bounds();
	return done();
}
