/* ev - reading newline-delimited events (ev.h). */
#include "ev.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "ev_priv.h"
#include "jsonr.h"
#include "mem.h"
#include "peek.h"
#include "utf8.h"

enum { READ_SIZE = 1 << 18 };

/* In time for the values that programs make before they open a stream. */
__attribute__((constructor)) static void
die_without_memory(void)
{
	json_set_alloc_funcs(mem_alloc, free);
}

bool
ev_option(struct ev_opts *opts, int c, const char *arg)
{
	char *end;

	switch (c) {
	case EV_OPT_REJECTS:
		opts->rejects = arg;
		return true;
	case EV_OPT_MAX_LINE:
		errno = 0;
		opts->max_line = strtoul(arg, &end, 10);
		if (errno || *end || *arg < '0' || *arg > '9' ||
		    opts->max_line < 2)
			die(EM_PERM, "--max-line: not a number of bytes: %s",
			    arg);
		return true;
	default:
		return false;
	}
}

/* Opens the next operand; false when there is none. */
static bool
open_next(struct ev_io *io)
{
	if (io->in > STDIN_FILENO)
		(void)close(io->in);
	io->in = -1;
	if (!*io->files)
		return false;
	io->name = *io->files++;
	if (strcmp(io->name, "-") == 0) {
		io->in = STDIN_FILENO;
		io->name = "stdin";
		if (isatty(STDIN_FILENO))
			die_note("reading events from the terminal");
		return true;
	}
	io->in = open(io->name, O_RDONLY | O_CLOEXEC);
	if (io->in < 0)
		die_errno("%s", io->name);
	return true;
}

struct ev_io *
ev_open(char *const files[], int outfd, const struct ev_opts *opts)
{
	static char dash[] = "-";
	static char *const just_stdin[] = { dash, NULL };
	struct ev_io *io = mem_zalloc(1, sizeof(*io));
	const char *run = getenv("EMGEN_CORRELATION_ID");

	(void)signal(SIGPIPE, SIG_DFL);
	io->opts = *opts;
	io->stage = die_name();
	io->files = files && *files ? files : just_stdin;
	io->out_fd = outfd;
	io->cap = 2 * (size_t)READ_SIZE;
	io->bytes = mem_alloc(io->cap);
	if (run && *run) {
		if (!id_valid(run))
			die(EM_PERM, "EMGEN_CORRELATION_ID: not a UUID: %s",
			    run);
		memcpy(io->correlation, run, ID_TEXT);
	}
	ev_open_rejects(io);
	(void)open_next(io);
	return io;
}

/* Makes room behind end for one more read. */
static void
make_room(struct ev_io *io)
{
	if (io->start > 0) {
		memmove(io->bytes, io->bytes + io->start, io->end - io->start);
		io->end -= io->start;
		io->start = 0;
	}
	if (io->cap - io->end < READ_SIZE) {
		io->cap *= 2;
		io->bytes = mem_realloc(io->bytes, io->cap, 1);
	}
}

bool
ev_try_again(int fd, short events)
{
	struct pollfd wait = { fd, events, 0 };

	if (errno == EAGAIN)
		(void)poll(&wait, 1, -1);
	return errno == EAGAIN || errno == EINTR;
}

/* Reads more of the input; false at its end. */
static bool
fill(struct ev_io *io)
{
	ssize_t n;

	ev_flush(io);
	make_room(io);
	do
		n = read(io->in, io->bytes + io->end, io->cap - io->end);
	while (n < 0 && ev_try_again(io->in, POLLIN));
	if (n < 0)
		die_errno("cannot read %s", io->name);
	io->end += (size_t)n;
	return n > 0;
}

static void
set_line(struct ev_io *io, struct ev_line *line, size_t len)
{
	line->bytes = io->bytes + io->start;
	line->len = len;
	line->type = "";
	line->number = ++io->number;
	line->offset = io->offset;
	io->offset += len;
	io->start += len;
}

_Noreturn static void
die_torn(const struct ev_io *io)
{
	die(EM_TEMP, "%s: line %zu: torn: the input ends inside the line",
	    io->name, io->number + 1);
}

/* Reads on to the newline of a line over the limit, and puts it aside. */
static void
reject_long(struct ev_io *io)
{
	struct buf original = BUF_INIT; /* the beginning of the line */
	size_t skipped = 0;
	struct ev_line line;
	const char *nl;

	for (;;) {
		size_t held = io->end - io->start;

		nl = memchr(io->bytes + io->start, '\n', held);
		if (nl)
			held = (size_t)(nl - (io->bytes + io->start)) + 1;
		if (original.len < EV_ORIGINAL_MAX)
			buf_add(&original, io->bytes + io->start,
			    held < EV_ORIGINAL_MAX - original.len
				? held
				: EV_ORIGINAL_MAX - original.len);
		if (nl)
			break;
		skipped += held;
		io->start = io->end = 0;
		if (!fill(io))
			die_torn(io);
	}
	set_line(io, &line, (size_t)(nl - (io->bytes + io->start)) + 1);
	io->offset += skipped;
	line.bytes = original.data;
	line.len = original.len;
	ev_reject(io, &line, "longer than %zu bytes", io->opts.max_line);
	buf_clear(&original);
}

/* The next framed line, however it looks inside; false at the end. */
static bool
next_framed(struct ev_io *io, struct ev_line *line)
{
	size_t seen = 0; /* bytes from start without a newline */

	for (;;) {
		const char *from = io->bytes + io->start + seen;
		const char *nl =
		    io->end > io->start + seen
			? memchr(from, '\n', io->end - io->start - seen)
			: NULL;

		if (nl && seen + (size_t)(nl - from) < io->opts.max_line) {
			set_line(io, line, seen + (size_t)(nl - from) + 1);
			return true;
		}
		seen = io->end - io->start;
		if (nl || seen >= io->opts.max_line) {
			reject_long(io);
			seen = 0;
			continue;
		}
		if (io->in >= 0 && fill(io))
			continue;
		if (io->end > io->start)
			die_torn(io); /* whoever wrote it died */
		if (io->in < 0 || !open_next(io))
			return false;
	}
}

bool
ev_ready(const struct ev_io *io)
{
	size_t held = io->end - io->start;

	return held > 0 && memchr(io->bytes + io->start, '\n', held);
}

/* Keeps count of what began and what ended. */
static void
note_analysis(struct ev_io *io, const char *type)
{
	if (strncmp(type, "SchemaAnaly", 11) != 0)
		return;
	if (strcmp(type, "SchemaAnalysisStarted") == 0) {
		io->begun++;
		io->open = true;
	} else if (io->open && strcmp(type, "SchemaAnalyzed") == 0) {
		io->ended++;
		io->open = false;
	} else if (io->open && strcmp(type, "SchemaAnalysisFailed") == 0) {
		io->failed++;
		io->open = false;
	}
}

bool
ev_next(struct ev_io *io, struct ev_line *line)
{
	while (next_framed(io, line)) {
		size_t good = utf8_valid(line->bytes, line->len);

		if (good < line->len) {
			ev_reject(io, line, "not UTF-8 at byte %zu", good + 1);
			continue;
		}
		if (peek_string(line->bytes, line->len, "type", &io->type)) {
			ev_reject(io, line, "not a JSON object");
			continue;
		}
		line->type = buf_peek(&io->type);
		note_analysis(io, line->type);
		return true;
	}
	return false;
}

bool
ev_is(const struct ev_line *line, const char *type)
{
	return strcmp(line->type, type) == 0;
}

bool
ev_peek(const struct ev_line *line, const char *key, struct buf *value)
{
	return peek_string(line->bytes, line->len, key, value) == 0 &&
	       value->len > 0;
}

bool
ev_is_own(const struct ev_line *line, const char *type)
{
	struct buf source = BUF_INIT;
	bool own = ev_is(line, type) && ev_peek(line, "source", &source) &&
		   strcmp(buf_peek(&source), die_name()) == 0;

	buf_clear(&source);
	return own;
}

json_t *
ev_parse(struct ev_io *io, const struct ev_line *line)
{
	struct jsonr_error why;
	json_t *ev = jsonr_parse(line->bytes, line->len, &why);

	if (!ev)
		ev_reject(
		    io, line, "not JSON at byte %zu: %s", why.at + 1, why.what);
	else if (!json_is_string(json_object_get(ev, "type")))
		ev_reject(io, line, "no type");
	else if (!json_is_object(json_object_get(ev, "data")))
		ev_reject(io, line, "%s: data is not an object", line->type);
	else
		return ev;
	json_decref(ev);
	return NULL;
}

const json_t *
ev_data(const json_t *ev)
{
	return json_object_get(ev, "data");
}

const char *
ev_str(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

bool
ev_complete(const struct ev_io *io)
{
	return io->begun > 0 && io->begun == io->ended;
}

void
ev_failed(struct ev_io *io, int code)
{
	if (io->code != EM_TEMP)
		io->code = code;
}

int
ev_close(struct ev_io *io)
{
	int code;

	ev_flush(io);
	if (io->begun > io->ended + io->failed && !io->opts.partial) {
		die_note("the analysis is unfinished: the input ends before "
			 "SchemaAnalyzed");
		ev_failed(io, EM_TEMP);
	}
	code = io->code;
	if (io->in > STDIN_FILENO)
		(void)close(io->in);
	if (io->opts.rejects)
		(void)close(io->reject_fd);
	free(io->bytes);
	buf_clear(&io->type);
	buf_clear(&io->out);
	free(io);
	return code;
}
