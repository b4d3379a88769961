/* ev - framing, limits, rejects and the end of an analysis: what is read. */
#include "ev.h"

#include "../tap.h"
#include "stream.h"

/* --- what the filter does --- */

static void
forward(struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line))
		ev_forward(io, &line);
}

/* A line about each line. */
static void
describe(struct ev_io *io)
{
	struct ev_line line;
	struct buf text = BUF_INIT;

	while (ev_next(io, &line)) {
		buf_truncate(&text, 0);
		buf_addf(&text, "%zu @%zu +%zu %s %.*s\n", line.number,
		    line.offset, line.len, line.type,
		    line.len < 5 ? (int)line.len - 1 : 5, line.bytes);
		ev_write(io, text.data, text.len);
	}
	buf_clear(&text);
}

static void
parse(struct ev_io *io)
{
	struct ev_line line;
	json_t *ev;

	while (ev_next(io, &line)) {
		ev = ev_parse(io, &line);
		if (ev)
			ev_forward(io, &line);
		json_decref(ev);
	}
}

static void
drop_own(struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line))
		if (!ev_is_own(&line, "Noted"))
			ev_forward(io, &line);
}

static void
tell_complete(struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line))
		;
	ev_write(
	    io, ev_complete(io) ? "yes\n" : "no\n", ev_complete(io) ? 4 : 3);
}

/* The same as forward, by one read at a time. */
static void
forward_held(struct ev_io *io)
{
	struct ev_line line;

	while (ev_fd(io) >= 0) {
		(void)ev_more(io);
		while (ev_try_next(io, &line))
			ev_forward(io, &line);
	}
}

/* --- framing --- */

static const char lines[] =
    "{\"type\":\"A\"}\n"
    "{ \"id\":\"\xc3\xa9\",\"type\":\"B\xe8\xa1\xa8\"}\r\n"
    "{}\n"
    "{\"x\":[{\"type\":\"no\"}],\"type\":\"C\"}\n";
static const char described[] = "1 @0 +13 A {\"typ\n"
				"2 @13 +28 B\xe8\xa1\xa8 { \"id\n"
				"3 @41 +3  {}\n"
				"4 @44 +33 C {\"x\":\n";

static bool
is_described(size_t first, size_t piece)
{
	struct stream s = STREAM_INIT;
	bool good;

	s.input = lines;
	s.first = first;
	s.piece = piece;
	s.act = describe;
	stream_run(&s);
	good = s.code == EM_OK && strcmp(s.out.data, described) == 0 &&
	       s.err.len == 0;
	stream_clear(&s);
	return good;
}

static void
check_pieces(void)
{
	struct stream s = STREAM_INIT;
	int bad = 0;

	s.input = lines;
	s.act = describe;
	stream_run(&s);
	is(s.out.data, described, "number, offset, length and type of lines");
	stream_clear(&s);
	for (size_t piece = 1; piece <= sizeof(lines); piece++)
		bad += !is_described(0, piece);
	ok(bad == 0, "the same in reads of each size");
	for (size_t first = 1; first < sizeof(lines); first++)
		bad += !is_described(first, sizeof(lines));
	ok(bad == 0, "the same in two reads, cut anywhere");
}

/* Lines about as long as a read, and as several. */
static void
check_sizes(void)
{
	struct stream s = STREAM_INIT;
	struct buf in = BUF_INIT;

	for (int power = 17; power < 21; power++)
		for (int more = -2; more <= 2; more++)
			buf_addf(&in, "{\"type\":\"A\",\"x\":\"%*s\"}\n",
			    (1 << power) + more - 20, "y");
	s.input = in.data;
	s.len = in.len;
	s.act = forward;
	stream_run(&s);
	ok(s.code == EM_OK && s.out.len == in.len &&
		memcmp(s.out.data, in.data, in.len) == 0,
	    "lines around the size of a read pass byte for byte");
	stream_clear(&s);
	buf_clear(&in);
}

static void
check_end(void)
{
	struct stream s = STREAM_INIT;

	s.act = forward;
	stream_run(&s);
	ok(s.code == EM_OK && s.out.len == 0, "no input: 0");
	stream_clear(&s);

	s = (struct stream)STREAM_INIT;
	s.act = forward;
	s.input = "{\"type\":\"A\"}\n{\"type\":\"B\"}";
	stream_run(&s);
	ok(s.code == EM_TEMP, "an end inside a line: 111");
	is(s.out.data, "{\"type\":\"A\"}\n", "what came before is written");
	is(s.err.data,
	    "emgen-test: stdin: line 2: torn: the input ends inside the "
	    "line\n",
	    "and it says where");
	stream_clear(&s);
}

#define LONG "0123456789012345678901234567890123456789"

/* One that drains: what is wrong ends its input, and is in the exit code. */
static void
check_drain(void)
{
	static const struct {
		const char *input, *what;
		int code;
	} cases[] = {
		{ "{\"type\":\"A\"}\n{}", "torn", EM_TEMP },
		{ "{\"type\":\"A\"}\n[]\n{}\n", "no object", EM_PERM },
		{ "{\"type\":\"A\"}\n{\"type\":\"" LONG LONG "\"}\n{}\n",
		    "too long", EM_PERM },
		{ "{\"type\":\"A\"}\n", "nothing", EM_OK },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (size_t piece = 1; piece < 20; piece += 6) {
			struct stream s = STREAM_INIT;

			s.input = cases[i].input;
			s.piece = piece;
			s.opts.max_line = 2 * sizeof(LONG);
			s.opts.drains = true;
			s.act = forward_held;
			stream_run(&s);
			ok(s.code == cases[i].code, "%s in reads of %zu: %d",
			    cases[i].what, piece, cases[i].code);
			is(s.out.data, "{\"type\":\"A\"}\n",
			    "what came before is written, and no more");
			stream_clear(&s);
		}
}

/* --- files --- */

/* A file of the text in the working directory of the test. */
static char *
put(char *path, const char *text)
{
	int fd = stream_check(mkstemp(path));

	stream_check((int)write(fd, text, strlen(text)));
	(void)close(fd);
	return path;
}

static void
check_files(void)
{
	char one[] = "/tmp/emgen-ev.XXXXXX", two[] = "/tmp/emgen-ev.XXXXXX";
	char torn[] = "/tmp/emgen-ev.XXXXXX";
	char dash[] = "-", *all[] = { put(one, lines), dash,
		put(two, "{\"type\":\"D\"}\n"), NULL };
	char *cut[] = { one, put(torn, "{\"type\":\"T\"}\n{"), two, NULL };
	struct stream s = STREAM_INIT;
	struct buf want = BUF_INIT;

	buf_addf(
	    &want, "%s5 @77 +13 S {\"typ\n6 @90 +13 D {\"typ\n", described);
	s.files = all;
	s.input = "{\"type\":\"S\"}\n";
	s.act = describe;
	stream_run(&s);
	is(s.out.data, want.data, "operands are one stream, - is stdin");
	stream_clear(&s);

	s = (struct stream)STREAM_INIT;
	s.files = cut;
	s.act = forward;
	stream_run(&s);
	ok(s.code == EM_TEMP && !strstr(s.out.data, "\"D\""),
	    "a torn line at the end of a file ends it");
	ok(strstr(s.err.data, torn) && strstr(s.err.data, "line 6: torn"),
	    "with the file's name");
	stream_clear(&s);
	buf_clear(&want);
	(void)unlink(one);
	(void)unlink(two);
	(void)unlink(torn);
}

static void
check_bad_files(void)
{
	char none[] = "/nonexistent/x", root[] = "/";
	char *missing[] = { none, NULL }, *folder[] = { root, NULL };
	struct stream s = STREAM_INIT;

	s.act = forward;
	s.files = missing;
	stream_run(&s);
	ok(s.code == EM_PERM, "a missing file: 100");
	is(s.err.data,
	    "emgen-test: /nonexistent/x: No such file or directory\n",
	    "with its name");
	stream_clear(&s);
	s = (struct stream)STREAM_INIT;
	s.act = forward;
	s.files = folder;
	stream_run(&s);
	ok(s.code == EM_PERM, "a folder: 100");
	is(s.err.data, "emgen-test: cannot read /: Is a directory\n",
	    "with its name");
	stream_clear(&s);
}

/* --- bad lines --- */

/* The bad line between two good ones, with a place for rejects. */
static json_t *
reject(const char *bad, size_t len, void (*act)(struct ev_io *))
{
	static const char a[] = "{\"type\":\"A\",\"data\":{}}\n";
	static const char b[] = "{\"type\":\"B\",\"data\":{}}\n";
	struct stream s = STREAM_INIT;
	struct buf in = BUF_INIT;
	json_t *ev;

	buf_adds(&in, a);
	buf_add(&in, bad, len);
	buf_adds(&in, b);
	s.input = in.data;
	s.len = in.len;
	s.reject_fd = "";
	s.opts.max_line = 100;
	s.act = act;
	stream_run(&s);
	if (s.code != EM_OK || s.out.len != in.len - len ||
	    strncmp(s.out.data, a, strlen(a)) != 0 ||
	    strcmp(s.out.data + strlen(a), b) != 0)
		printf("# exit %d, stdout %s\n", s.code, s.out.data);
	ev = json_loadb(s.rejects.data, s.rejects.len, 0, NULL);
	if (ev && s.code == EM_OK && s.out.len == in.len - len)
		(void)json_object_set_new(ev, "others", json_string("went on"));
	stream_clear(&s);
	buf_clear(&in);
	return ev;
}

struct bad_line {
	const char *what, *line, *reason;
	void (*act)(struct ev_io *io);
};

static const struct bad_line bad_lines[] = {
	{ "an empty line", "\n", "not a JSON object", forward },
	{ "text", "error: no such table\n", "not a JSON object", forward },
	{ "an array", "[]\n", "not a JSON object", forward },
	{ "Latin-1", "{\"type\":\"caf\xe9\"}\n", "not UTF-8 at byte 13",
	    forward },
	{ "half a character at the end", "{\"type\":\"X\"}\xe8\xa1\n",
	    "not UTF-8 at byte 13", forward },
	{ "duplicate keys", "{\"type\":\"A\",\"data\":{\"x\":1,\"x\":2}}\n",
	    "not JSON at byte 32: duplicate key", parse },
	{ "a lone surrogate", "{\"type\":\"A\",\"data\":{\"x\":\"\\ud800\"}}\n",
	    NULL, parse },
	{ "NUL in a string", "{\"type\":\"A\",\"data\":{\"x\":\"\\u0000\"}}\n",
	    NULL, parse },
	{ "a raw control byte", "{\"type\":\"A\",\"data\":{\"x\":\"\t\"}}\n",
	    NULL, parse },
	{ "bytes behind the object", "{\"type\":\"A\",\"data\":{}} {}\n", NULL,
	    parse },
	{ "an open object", "{\"type\":\"A\",\"data\":{}\n", NULL, parse },
	{ "no type", "{\"data\":{}}\n", "no type", parse },
	{ "a type that is a number", "{\"type\":1,\"data\":{}}\n", "no type",
	    parse },
	{ "no data", "{\"type\":\"A\"}\n", "A: data is not an object", parse },
	{ "data that is a list", "{\"type\":\"A\",\"data\":[]}\n",
	    "A: data is not an object", parse },
};

/* The base64 of a rejected line must be the line: both ways of looking. */
static void
check_bad_line(const struct bad_line *bad)
{
	json_t *ev = reject(bad->line, strlen(bad->line), bad->act);
	const json_t *data = ev_data(ev);
	struct buf original = BUF_INIT;
	char *command;
	FILE *base64;

	if (!ok(ev && json_object_get(ev, "others"),
		"%s: is put aside, the others go on", bad->what))
		return;
	if (bad->reason)
		is(ev_str(data, "reason"), bad->reason, bad->what);
	else
		ok(strncmp(ev_str(data, "reason"), "not JSON at byte ", 17) ==
			0,
		    "%s: %s", bad->what, ev_str(data, "reason"));
	is(ev_str(ev, "type"), "EventRejected", "as EventRejected");
	is(ev_str(data, "stage"), "emgen-test", "of this stage");
	ok(json_integer_value(json_object_get(data, "line")) == 2 &&
		json_integer_value(json_object_get(data, "offset")) == 23,
	    "with line and offset");
	if (asprintf(&command, "printf %%s '%s' | base64 -d",
		ev_str(data, "original")) < 0)
		abort();
	base64 = popen(command, "r");
	for (int c; base64 && (c = getc(base64)) != EOF;)
		buf_addc(&original, (char)c);
	if (base64)
		(void)pclose(base64);
	is(buf_peek(&original), bad->line, "and the line itself");
	free(command);
	buf_clear(&original);
	json_decref(ev);
}

/* Bad in a line that is consumed, and nobody's business in one that passes. */
static void
check_forwarded(void)
{
	static const char text[] =
	    "{\"type\":\"A\",\"x\":1,\"x\":\"\\ud800\\u0000\"}\n"
	    "{\"type\" :\"A\", \"n\":18446744073709551617, \"t\":1e400 }\n"
	    "{\"type\":\"A\"} and more\n";
	struct stream s = STREAM_INIT;

	s.input = text;
	s.act = forward;
	stream_run(&s);
	ok(s.code == EM_OK, "lines that only pass are not judged");
	is(s.out.data, text, "and not changed");
	stream_clear(&s);
}

static void
check_no_place(void)
{
	struct stream s = STREAM_INIT;

	s.input = "{\"type\":\"A\"}\nno\n{\"type\":\"B\"}\n";
	s.act = forward;
	stream_run(&s);
	ok(s.code == EM_PERM, "a bad line without a place for it: 100");
	is(s.out.data, "{\"type\":\"A\"}\n", "what came before is written");
	is(s.err.data, "emgen-test: stdin: line 2: not a JSON object\n",
	    "and it says which line");
	stream_clear(&s);
}

static void
check_reject_file(void)
{
	char path[] = "/tmp/emgen-ev.XXXXXX";
	char *both[] = { path, NULL };
	struct stream s = STREAM_INIT;
	json_t *ev;

	put(path, "kept\n");
	for (int i = 0; i < 2; i++) {
		s.input = "bad\n";
		s.opts.rejects = path;
		s.act = forward;
		stream_run(&s);
		ok(s.code == EM_OK && s.out.len == 0, "--rejects takes it");
		stream_clear(&s);
		s = (struct stream)STREAM_INIT;
	}
	s.files = both;
	s.reject_fd = "";
	s.act = describe;
	stream_run(&s);
	ok(strstr(s.out.data, "2 @5 +") && strstr(s.out.data, "\n3 @") &&
		strstr(s.out.data, " EventRejected "),
	    "a line for each bad one, behind what was there");
	ev = json_loadb(s.rejects.data, s.rejects.len, 0, NULL);
	is(ev_str(ev_data(ev), "original"), "a2VwdAo=", "which was kept");
	json_decref(ev);
	stream_clear(&s);
	(void)unlink(path);
}

static void
check_bad_place(void)
{
	static const char *const values[] = { "x", "1x", "99", "-1",
		"99999999999" };
	struct stream s = STREAM_INIT;

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		s = (struct stream)STREAM_INIT;
		s.reject_fd = values[i];
		s.act = forward;
		stream_run(&s);
		ok(s.code == EM_PERM && strstr(s.err.data, values[i]),
		    "EMGEN_REJECT_FD=%s: 100", values[i]);
		stream_clear(&s);
	}
	s = (struct stream)STREAM_INIT;
	s.opts.rejects = "/nonexistent/rejects";
	s.act = forward;
	stream_run(&s);
	ok(s.code == EM_PERM, "--rejects in no folder: 100");
	stream_clear(&s);
}

/* --- the limit --- */

static void
add_line(struct buf *in, size_t len)
{
	buf_addf(in, "{\"type\":\"A\",\"x\":\"%*s\"}\n", (int)len - 20, "y");
}

static void
check_limit(void)
{
	struct stream s = STREAM_INIT;
	struct buf in = BUF_INIT;

	add_line(&in, 64);
	add_line(&in, 65);
	add_line(&in, 63);
	for (size_t piece = 0; piece < 192; piece += 1 + piece / 16) {
		s = (struct stream)STREAM_INIT;
		s.input = in.data;
		s.len = in.len;
		s.piece = piece;
		s.reject_fd = "";
		s.opts.max_line = 64;
		s.act = describe;
		stream_run(&s);
		is(s.out.data, "1 @0 +64 A {\"typ\n3 @129 +63 A {\"typ\n",
		    "a line as long as the limit passes, a longer one not");
		ok(s.code == EM_OK &&
			strstr(s.rejects.data, "longer than 64 bytes"),
		    "in pieces of %zu", piece);
		stream_clear(&s);
	}
	buf_clear(&in);
}

/* Longer than any buffer: of the line the first 64 KiB are kept. */
static void
check_huge(void)
{
	struct stream s = STREAM_INIT;
	struct buf in = BUF_INIT;
	json_t *ev;

	add_line(&in, 17 << 20);
	buf_adds(&in, "{\"type\":\"B\"}\n");
	s.input = in.data;
	s.len = in.len;
	s.reject_fd = "";
	s.act = describe;
	stream_run(&s);
	is(s.out.data, "2 @17825792 +13 B {\"typ\n",
	    "behind a line of 17 MiB it goes on");
	ev = json_loadb(s.rejects.data, s.rejects.len, 0, NULL);
	is(ev_str(ev_data(ev), "reason"), "longer than 16777216 bytes",
	    "which is put aside");
	ok(strlen(ev_str(ev_data(ev), "original")) == (65536 + 2) / 3 * 4,
	    "with its first 64 KiB");
	json_decref(ev);
	stream_clear(&s);

	s = (struct stream)STREAM_INIT;
	s.input = in.data;
	s.len = 17 << 20;
	s.reject_fd = "";
	s.act = describe;
	s.len--;
	stream_run(&s);
	ok(s.code == EM_TEMP && s.rejects.len == 0,
	    "one that the input ends inside is torn: 111");
	stream_clear(&s);
	buf_clear(&in);
}

/* --- analyses --- */

struct analysis {
	const char *what, *types;
	int code;
	bool complete;
};

/* S began, A and F ended, T is a table. */
static const struct analysis analyses[] = {
	{ "no analysis", "T", EM_OK, false },
	{ "one", "STTA", EM_OK, true },
	{ "two", "STASA", EM_OK, true },
	{ "a failed one", "SF", EM_OK, false },
	{ "one that does not end", "ST", EM_TEMP, false },
	{ "the second does not end", "SAST", EM_TEMP, false },
	{ "the first does not end", "STSA", EM_TEMP, false },
	{ "an end without beginning", "A", EM_OK, false },
	{ "an end too many ends none to come", "SAAS", EM_TEMP, false },
	{ "nor does a failure too many", "SFFST", EM_TEMP, false },
};

static void
check_analysis(const struct analysis *a)
{
	struct stream s = STREAM_INIT;
	struct buf in = BUF_INIT;

	for (const char *c = a->types; *c; c++)
		buf_addf(&in, "{\"type\":\"%s\"}\n",
		    *c == 'S'   ? "SchemaAnalysisStarted"
		    : *c == 'A' ? "SchemaAnalyzed"
		    : *c == 'F' ? "SchemaAnalysisFailed"
				: "TableAnalyzed");
	s.input = in.data;
	s.act = tell_complete;
	stream_run(&s);
	ok(s.code == a->code, "%s: %d", a->what, a->code);
	is(s.out.data, a->complete ? "yes\n" : "no\n", "complete?");
	ok((s.code == EM_TEMP) == (strstr(s.err.data, "unfinished") != NULL),
	    "what is unfinished is said");
	stream_clear(&s);
	buf_clear(&in);
}

static void
check_own(void)
{
	struct stream s = STREAM_INIT;

	s.input = "{\"type\":\"Noted\",\"source\":\"emgen-test\"}\n"
		  "{\"type\":\"Noted\",\"source\":\"emgen-tes\"}\n"
		  "{\"type\":\"Noted\"}\n"
		  "{\"source\":\"emgen-test\",\"type\":\"Noted\"}\n"
		  "{\"type\":\"Other\",\"source\":\"emgen-test\"}\n";
	s.act = drop_own;
	stream_run(&s);
	is(s.out.data,
	    "{\"type\":\"Noted\",\"source\":\"emgen-tes\"}\n"
	    "{\"type\":\"Noted\"}\n"
	    "{\"type\":\"Other\",\"source\":\"emgen-test\"}\n",
	    "its own events are those of its type and name");
	stream_clear(&s);
}

int
main(void)
{
	check_pieces();
	check_sizes();
	check_end();
	check_drain();
	check_files();
	check_bad_files();
	for (size_t i = 0; i < sizeof(bad_lines) / sizeof(*bad_lines); i++)
		check_bad_line(&bad_lines[i]);
	check_forwarded();
	check_no_place();
	check_reject_file();
	check_bad_place();
	check_limit();
	check_huge();
	for (size_t i = 0; i < sizeof(analyses) / sizeof(*analyses); i++)
		check_analysis(&analyses[i]);
	check_own();
	return done();
}
