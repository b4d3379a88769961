/*
 * event - any bytes as a stream: each line is passed on as it came or put
 * aside, and the fast readers agree with jansson about it.
 */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../jsonv_same.h"
#include "ev.h"
#include "jsonr.h"
#include "mem.h"
#include "peek.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int in = -1, out = -1, rejects = -1;

/* Files in memory, and their names where a filter looks for them. */
static char in_name[64];

static int
make_file(const char *name)
{
	int fd = memfd_create(name, 0);

	if (fd < 0)
		abort();
	return fd;
}

static void
make_files(void)
{
	char number[16];

	in = make_file("in");
	out = make_file("out");
	rejects = make_file("rejects");
	(void)snprintf(in_name, sizeof(in_name), "/proc/self/fd/%d", in);
	(void)snprintf(number, sizeof(number), "%d", rejects);
	(void)setenv("EMGEN_REJECT_FD", number, 1);
}

static void
fill(int fd, const void *bytes, size_t len)
{
	if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0 ||
	    write(fd, bytes, len) != (ssize_t)len)
		abort();
}

/* Is the whole of it UTF-8?  jansson takes no string that is not. */
static void
check_utf8(const char *bytes, size_t len)
{
	json_t *string = json_stringn(bytes, len);

	if ((utf8_valid(bytes, len) == len) != (string != NULL))
		abort();
	json_decref(string);
}

/*
 * jansson's reading, but of no text with a NUL: RFC 8259 has none outside of
 * \u0000, and jansson 2.14 passes over one after a number or a literal.
 */
static json_t *
read_jansson(const char *bytes, size_t len)
{
	if (memchr(bytes, '\0', len))
		return NULL;
	return json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
}

/* The values to be looked at only are those that can be kept. */
static void
check_values(const char *bytes, size_t len, const json_t *kept)
{
	struct arena arena = ARENA_INIT;
	struct jsonr_error error;
	const struct jsonv *value = jsonv_parse(&arena, bytes, len, &error);

	if (!value != !json_is_object(kept) ||
	    (value && !jsonv_same(value, kept)))
		abort();
	if (!value && (!error.what || error.at > len))
		abort();
	arena_clear(&arena);
}

/* Both readers take the same, and read the same. */
static void
check_readers(const char *bytes, size_t len)
{
	struct jsonr_error error;
	json_t *ours = jsonr_parse(bytes, len, &error);
	json_t *theirs = read_jansson(bytes, len);
	const char *type;
	struct buf peeked = BUF_INIT;

	if (!ours != !theirs || (ours && !json_equal(ours, theirs)))
		abort();
	if (!ours && (!error.what || error.at > len))
		abort();
	check_values(bytes, len, ours);
	type = json_string_value(json_object_get(ours, "type"));
	if (json_is_object(ours) &&
	    (peek_string(bytes, len, "type", &peeked) < 0 ||
		strcmp(buf_peek(&peeked), type ? type : "") != 0))
		abort();
	buf_clear(&peeked);
	json_decref(ours);
	json_decref(theirs);
}

static void
check_line(const char *bytes, size_t len)
{
	check_utf8(bytes, len);
	if (utf8_valid(bytes, len) == len)
		check_readers(bytes, len);
}

/* Runs them through the reader of filters; what must come out is in want. */
static size_t
filter(size_t max_line, struct buf *want)
{
	char *files[] = { in_name, NULL };
	struct ev_opts opts = EV_OPTS_INIT;
	struct ev_io *io;
	struct ev_line line;
	size_t good = 0;
	json_t *ev;

	opts.max_line = max_line;
	opts.partial = true;
	io = ev_open(files, out, &opts);
	while (ev_next(io, &line)) {
		if (line.len > max_line || line.bytes[line.len - 1] != '\n')
			abort();
		ev = ev_parse(io, &line);
		if (ev) {
			buf_add(want, line.bytes, line.len);
			ev_forward(io, &line);
			good++;
		}
		json_decref(ev);
	}
	if (ev_close(io) != 0)
		abort();
	return good;
}

static size_t
count_lines(const char *bytes, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += bytes[i] == '\n';
	return n;
}

/* What was written is what should be; the rest of the lines are rejects. */
static void
check_filter(size_t lines, size_t max_line)
{
	struct buf want = BUF_INIT, got = BUF_INIT;
	size_t good = filter(max_line, &want), put_aside;
	off_t size;

	buf_reserve(&got, want.len);
	if (pread(out, got.data, want.len + 1, 0) != (ssize_t)want.len ||
	    (want.len && memcmp(got.data, want.data, want.len) != 0))
		abort();
	size = lseek(rejects, 0, SEEK_END);
	buf_reserve(&got, (size_t)size);
	if (pread(rejects, got.data, (size_t)size, 0) != size)
		abort();
	put_aside = count_lines(got.data, (size_t)size);
	if (good + put_aside != lines)
		abort();
	buf_clear(&want);
	buf_clear(&got);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf bytes = BUF_INIT;
	size_t max_line, from = 0;

	if (size < 1)
		return 0;
	if (in < 0)
		make_files();
	max_line = 2 + 8 * (size_t)data[0];
	buf_add(&bytes, data + 1, size - 1);
	buf_addc(&bytes, '\n');
	for (size_t i = 0; i < bytes.len; i++) {
		if (bytes.data[i] != '\n')
			continue;
		check_line(bytes.data + from, i + 1 - from);
		from = i + 1;
	}
	fill(in, bytes.data, bytes.len);
	fill(out, "", 0);
	fill(rejects, "", 0);
	check_filter(count_lines(bytes.data, bytes.len), max_line);
	buf_clear(&bytes);
	return 0;
}
