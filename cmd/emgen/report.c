/* report - what a run did (report.h). */
#include "report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"

enum {
	REDRAW_US = 50000, /* the bar moves no more often */
	BAR_WIDTH = 24,
	TEXT_MAX = 1024,
};

static size_t
terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

static void
clear_bar(const struct report *report)
{
	if (report->bar)
		(void)fputs("\r\033[K", stderr);
}

/* [#####.....] 12/64 orders 0.4 s, no wider than the terminal. */
static void
draw_bar(struct report *report, const char *table)
{
	int64_t now = clock_monotonic_us();
	size_t width = terminal_width() - 1;
	size_t full =
	    report->tables ? BAR_WIDTH * report->done / report->tables : 0;
	char text[TEXT_MAX], name[TEXT_MAX / 2], bar[BAR_WIDTH + 1] = "";

	if (!report->bar || now - report->drawn < REDRAW_US)
		return;
	report->drawn = now;
	for (size_t i = 0; i < BAR_WIDTH; i++)
		bar[i] = i < full ? '#' : '.';
	(void)snprintf(text, sizeof(text), "[%s] %zu/%zu %.1f s %s", bar,
	    report->done, report->tables, (double)(now - report->started) / 1e6,
	    die_printable(name, sizeof(name), table));
	(void)fprintf(stderr, "\r\033[K%.*s", (int)width, text);
	(void)fflush(stderr);
}

/* One line about a file: what was done, where, and why. */
static void
say_file(struct report *report, const char *done, const struct jsonv *data)
{
	char path[TEXT_MAX], reason[TEXT_MAX];
	const char *why = jsonv_str(data, "reason");

	if (report->quiet)
		return;
	clear_bar(report);
	(void)printf("%s %s%s%s\n", done,
	    die_printable(path, sizeof(path), jsonv_str(data, "path")),
	    *why ? ": " : "", die_printable(reason, sizeof(reason), why));
	(void)fflush(stdout);
}

static void
count_file(struct report *report, const struct jsonv *data)
{
	report->written++;
	say_file(report, report->dry ? "would write" : "wrote", data);
}

static void
define(struct report *report, const struct jsonv *data)
{
	const struct jsonv *facts = jsonv_get(data, "attributes");

	report->models++;
	report->relations += jsonv_size(jsonv_get(facts, "relations"));
}

static void
start(struct report *report, const struct jsonv *data)
{
	report->tables += jsonv_size(jsonv_get(data, "tables"));
}

static void
skip(struct report *report, const struct jsonv *data)
{
	if (strcmp(jsonv_str(data, "reason"), "unchanged") == 0) {
		report->unchanged++;
		return;
	}
	report->skipped++;
	say_file(report, "skipped", data);
}

static void
fail(struct report *report, const struct jsonv *data)
{
	(void)data; /* emgen-render said it on stderr */
	report->failed++;
}

static const struct {
	const char *type;
	void (*take)(struct report *report, const struct jsonv *data);
} takers[] = {
	{ "SchemaAnalysisStarted", start },
	{ "ModelDefinitionCreated", define },
	{ "ModelDefinitionChanged", define },
	{ "ModelGenerated", count_file },
	{ "ModelFactoryGenerated", count_file },
	{ "DocumentationUpdated", count_file },
	{ "ModelGenerationSkipped", skip },
	{ "ModelGenerationFailed", fail },
};

void
report_event(
    struct report *report, struct ev_io *io, const struct ev_line *line)
{
	const struct jsonv *ev;

	if (ev_is(line, "TableAnalyzed")) {
		struct buf subject = BUF_INIT;

		report->done++;
		(void)ev_peek(line, "subject", &subject);
		draw_bar(report, buf_peek(&subject));
		buf_clear(&subject);
		return;
	}
	for (size_t i = 0; i < sizeof(takers) / sizeof(*takers); i++) {
		if (!ev_is(line, takers[i].type))
			continue;
		ev = ev_read(io, line, &report->arena);
		if (ev)
			takers[i].take(report, jsonv_get(ev, "data"));
		arena_reset(&report->arena);
	}
}

/* A line that a stage wrote to stderr, newline included. */
static void
say_message(struct report *report, const char *text, size_t len)
{
	static const char warning[] = ": warning: ";

	report->warnings +=
	    memmem(text, len, warning, sizeof(warning) - 1) != NULL;
	clear_bar(report);
	(void)fwrite(text, 1, len, stderr);
	report->drawn = 0;
}

bool
report_messages(struct report *report, int fd, struct buf *held)
{
	char *newline, *from;
	ssize_t n;

	buf_reserve(held, BUFSIZ);
	n = read(fd, held->data + held->len, BUFSIZ);
	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) {
		if (held->len > 0)
			say_message(report, held->data, held->len);
		return false;
	}
	held->len += (size_t)n;
	for (from = held->data; (newline = memchr(from, '\n',
				     held->len - (size_t)(from - held->data)));
	     from = newline + 1)
		say_message(report, from, (size_t)(newline - from) + 1);
	held->len -= (size_t)(from - held->data);
	memmove(held->data, from, held->len);
	return true;
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

void
report_end(struct report *report, int code)
{
	double seconds = (double)(clock_monotonic_us() - report->started) / 1e6;

	clear_bar(report);
	arena_clear(&report->arena);
	if (report->quiet)
		return;
	if (code != EM_OK && code != EM_NO && report->tables == 0)
		return; /* a stage has said why nothing was read */
	if (code != EM_OK && code != EM_NO)
		(void)printf("not complete: ");
	(void)printf("%zu model%s, %zu relation%s; %zu file%s %s, "
		     "%zu unchanged, %zu skipped; %zu warning%s; %.2f s\n",
	    report->models, plural(report->models), report->relations,
	    plural(report->relations), report->written, plural(report->written),
	    report->dry ? "to write" : "written", report->unchanged,
	    report->skipped, report->warnings, plural(report->warnings),
	    seconds);
	/* EBADF: who starts us without a stdout wants no report */
	if (fflush(stdout) && errno != EBADF && code == EM_OK)
		die_errno("cannot write to stdout");
}
