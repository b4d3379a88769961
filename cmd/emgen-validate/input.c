/* input - lines of files, the bad ones too (input.h). */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "mem.h"

enum { READ_SIZE = 1 << 16 };

/* bytes [start, end) are read and not yet given out */
struct input {
	char *const *files; /* those still to be read */
	const char *file;   /* of fd */
	int fd;             /* -1: none is open */
	size_t number, max;
	char *bytes;
	size_t start, end, cap;
};

struct input *
input_open(char *const files[], size_t max_line)
{
	static char dash[] = "-";
	static char *const just_stdin[] = { dash, NULL };
	struct input *in = mem_zalloc(1, sizeof(*in));

	in->files = *files ? files : just_stdin;
	in->fd = -1;
	in->max = max_line;
	return in;
}

void
input_close(struct input *in)
{
	free(in->bytes);
	free(in);
}

static bool
open_next(struct input *in)
{
	if (!*in->files)
		return false;
	in->file = *in->files++;
	in->number = 0;
	if (strcmp(in->file, "-") == 0) {
		in->file = "stdin";
		in->fd = STDIN_FILENO;
		if (isatty(in->fd))
			die_note("reading events from the terminal");
		return true;
	}
	in->fd = open(in->file, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		die_errno("%s", in->file);
	return true;
}

/* Reads more of the open file; false at its end, where it is closed. */
static bool
fill(struct input *in)
{
	ssize_t n;

	die_flush();
	if (in->start > 0) {
		memmove(in->bytes, in->bytes + in->start, in->end - in->start);
		in->end -= in->start;
		in->start = 0;
	}
	if (in->cap - in->end < READ_SIZE) {
		in->cap = 2 * in->cap + READ_SIZE;
		in->bytes = mem_realloc(in->bytes, in->cap, 1);
	}
	do
		n = read(in->fd, in->bytes + in->end, in->cap - in->end);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		die_errno("cannot read %s", in->file);
	in->end += (size_t)n;
	if (n == 0 && in->fd != STDIN_FILENO)
		(void)close(in->fd);
	if (n == 0)
		in->fd = -1;
	return n > 0;
}

/* Gives out the first len bytes. */
static void
give(struct input *in, struct input_line *line, size_t len)
{
	line->file = in->file;
	line->number = in->number;
	line->bytes = in->bytes + in->start;
	line->len = len;
	line->complete = len > 0 && line->bytes[len - 1] == '\n';
	line->long_ = false;
	in->start += len;
}

/* Passes by the rest of a line that is over the limit. */
static void
skip_long(struct input *in, struct input_line *line)
{
	const char *nl;

	do {
		nl = memchr(in->bytes + in->start, '\n', in->end - in->start);
		in->start = nl ? (size_t)(nl - in->bytes) + 1 : in->end;
	} while (!nl && in->fd >= 0 && fill(in));
	line->file = in->file;
	line->number = in->number;
	line->bytes = "";
	line->len = 0;
	line->complete = false;
	line->long_ = true;
}

bool
input_next(struct input *in, struct input_line *line)
{
	size_t seen = 0; /* bytes from start without a newline */

	while (in->fd >= 0 || in->end > in->start || open_next(in)) {
		const char *from = in->bytes + in->start + seen;
		size_t held = in->end - in->start;
		const char *nl =
		    held > seen ? memchr(from, '\n', held - seen) : NULL;

		seen = nl ? seen + (size_t)(nl - from) + 1 : held;
		if (seen > in->max) {
			in->number++;
			skip_long(in, line);
			return true;
		}
		if (!nl && in->fd >= 0 && (fill(in) || seen == 0))
			continue;
		in->number++;
		give(in, line, seen);
		return true;
	}
	return false;
}

void
input_whole(struct input *in, struct input_line *line)
{
	in->start -= line->len;
	while (in->fd >= 0 && fill(in))
		;
	give(in, line, in->end - in->start);
}
