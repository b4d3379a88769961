/* ev - reading newline-delimited events (ev.h). */
#include "ev.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "ev_priv.h"
#include "jsonr.h"
#include "mem.h"
#include "number.h"
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
	switch (c) {
	case EV_OPT_REJECTS:
		if (strcmp(arg, "-") == 0)
			die(EM_PERM, "--rejects: stdout is for what is good: "
				     "name a file");
		opts->rejects = arg;
		return true;
	case EV_OPT_MAX_LINE:
		opts->max_line =
		    (size_t)number_option("max-line", arg, 2, INT64_MAX);
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
		io->name = io->opts.input ? io->opts.input : "stdin";
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
	io->progress = progress_open();
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
	/* so that the stages wait less for each other; no pipe does not mind */
	if (outfd >= 0)
		(void)fcntl(outfd, F_SETPIPE_SZ, READ_SIZE);
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

/* Ends the input, and the program with it unless it is one that drains. */
static void
stop(struct ev_io *io, int code, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!io->opts.drains)
		die(code, "%s", text);
	die_note("%s", text);
	ev_failed(io, code);
	io->stopped = true;
	io->start = io->end = io->seen = 0;
	io->is_long = false;
	if (io->in > STDIN_FILENO)
		(void)close(io->in);
	io->in = -1;
}

void
ev_stop(struct ev_io *io, const struct ev_line *line, const char *what)
{
	stop(io, EM_PERM, "%s: line %zu: %s", io->name, line->number, what);
}

/* Reads more of the input; false at its end. */
static bool
fill(struct ev_io *io)
{
	ssize_t n;

	ev_flush(io);
	make_room(io);
	io->progress->in = io->number;
	io->progress->doing = PROGRESS_READS;
	do
		n = read(io->in, io->bytes + io->end, io->cap - io->end);
	while (n < 0 && ev_try_again(io->in, POLLIN));
	if (n < 0) {
		stop(io, die_code_of_errno(errno), "cannot read %s: %s",
		    io->name, strerror(errno));
		return false;
	}
	io->progress->doing = PROGRESS_WORKS;
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

/*
 * A line over the limit: keeps its beginning, drops the rest as it comes, and
 * puts it aside when it has ended.
 */
static void
skip_long(struct ev_io *io, size_t len, bool ends)
{
	const char *bytes = io->bytes + io->start;
	size_t room = EV_ORIGINAL_MAX - io->original.len;
	struct ev_line line;

	io->is_long = !ends;
	buf_add(&io->original, bytes, len < room ? len : room);
	if (!ends) {
		io->skipped += len;
		io->start = io->end = 0;
		return;
	}
	set_line(io, &line, len);
	io->offset += io->skipped;
	io->skipped = 0;
	line.bytes = io->original.data;
	line.len = io->original.len;
	ev_reject(io, &line, "longer than %zu bytes", io->opts.max_line);
	buf_truncate(&io->original, 0);
}

/* The next framed line of what has been read; false when none is whole. */
static bool
next_held(struct ev_io *io, struct ev_line *line)
{
	while (io->end > io->start) {
		const char *from = io->bytes + io->start;
		size_t held = io->end - io->start;
		const char *nl = memchr(from + io->seen, '\n', held - io->seen);
		size_t len = nl ? (size_t)(nl - from) + 1 : held;

		io->seen = 0;
		if (io->is_long || len > io->opts.max_line ||
		    (!nl && len == io->opts.max_line)) {
			skip_long(io, len, nl);
			continue;
		}
		if (nl) {
			set_line(io, line, len);
			return true;
		}
		io->seen = held;
		return false;
	}
	return false;
}

int
ev_fd(const struct ev_io *io)
{
	return io->in;
}

bool
ev_more(struct ev_io *io)
{
	if (io->in >= 0 && fill(io))
		return true;
	if (io->end > io->start || io->is_long) /* whoever wrote it died */
		stop(io, EM_TEMP,
		    "%s: line %zu: torn: the input ends inside the line",
		    io->name, io->number + 1);
	return io->in >= 0 && open_next(io);
}

bool
ev_ready(const struct ev_io *io)
{
	size_t left = io->end - io->start - io->seen;

	return left > 0 && memchr(io->bytes + io->start + io->seen, '\n', left);
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

int
ev_look(struct ev_io *io, struct ev_line *line, struct em_err *err)
{
	size_t good = utf8_valid(line->bytes, line->len);

	line->type = "";
	if (good < line->len)
		return err_set(err, EM_PERM, "not UTF-8 at byte %zu", good + 1);
	if (peek_string(line->bytes, line->len, "type", &io->type))
		return err_set(err, EM_PERM, "not a JSON object");
	line->type = buf_peek(&io->type);
	return 0;
}

bool
ev_try_next(struct ev_io *io, struct ev_line *line)
{
	struct em_err err;

	while (next_held(io, line)) {
		if (ev_look(io, line, &err) < 0) {
			ev_reject(io, line, "%s", err.msg);
			continue;
		}
		note_analysis(io, line->type);
		return true;
	}
	return false;
}

bool
ev_next(struct ev_io *io, struct ev_line *line)
{
	do {
		if (ev_try_next(io, line))
			return true;
	} while (ev_more(io));
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

static void
reject_text(
    struct ev_io *io, const struct ev_line *line, const struct jsonr_error *why)
{
	ev_reject(io, line, "not JSON at byte %zu: %s", why->at + 1, why->what);
}

json_t *
ev_parse(struct ev_io *io, const struct ev_line *line)
{
	struct jsonr_error why;
	json_t *ev = jsonr_parse(line->bytes, line->len, &why);

	if (!ev)
		reject_text(io, line, &why);
	else if (!json_is_string(json_object_get(ev, "type")))
		ev_reject(io, line, "no type");
	else if (!json_is_object(json_object_get(ev, "data")))
		ev_reject(io, line, "%s: data is not an object", line->type);
	else
		return ev;
	json_decref(ev);
	return NULL;
}

const struct jsonv *
ev_read(struct ev_io *io, const struct ev_line *line, struct arena *arena)
{
	struct jsonr_error why;
	const struct jsonv *ev =
	    jsonv_parse(arena, line->bytes, line->len, &why);

	if (!ev)
		reject_text(io, line, &why);
	else if (!jsonv_is(jsonv_get(ev, "type"), JSONV_STRING))
		ev_reject(io, line, "no type");
	else if (!jsonv_is(jsonv_get(ev, "data"), JSONV_OBJECT))
		ev_reject(io, line, "%s: data is not an object", line->type);
	else
		return ev;
	return NULL;
}

struct ev_cause
ev_cause(const struct jsonv *ev)
{
	return (struct ev_cause){ jsonv_str(ev, "id"),
		jsonv_str(ev, "correlationid") };
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
	if (io->begun > io->ended + io->failed && !io->opts.partial &&
	    !io->stopped) {
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
	buf_clear(&io->original);
	buf_clear(&io->type);
	buf_clear(&io->out);
	free(io);
	return code;
}
