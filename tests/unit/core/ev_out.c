/* ev_out - the events that a program writes, and when it writes them. */
#include "../tap.h"
#include "id.h"
#include "stream.h"

static const char run[] = "01890a5d-ac96-774b-bcce-b302099a8057";
static const char other_run[] = "0198c2f0-7a6b-7000-8000-00000000cafe";

/* --- the envelope --- */

static const char *const members[] = { "type", "specversion", "id", "source",
	"subject", "time", "correlationid", "causationid", "data" };

/* An event about each line, caused by it. */
static void
note(struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line)) {
		json_t *ev = ev_parse(io, &line);
		struct ev_head head = {
			.type = "Noted", .subject = "public.orders", .cause = ev
		};

		ev_emit(io, &head, json_pack("{s:s}", "was", line.type));
		json_decref(ev);
	}
}

static bool
has_members_in_order(json_t *ev)
{
	const char *name;
	json_t *value;
	size_t n = 0;
	bool good = true;

	json_object_foreach (ev, name, value) {
		good = good && n < 9 && strcmp(name, members[n]) == 0;
		n++;
	}
	return good && n == 9;
}

static bool
is_time(const char *text)
{
	static const char shape[] = "2026-01-31T12:00:00.123456Z";

	for (size_t i = 0; i < sizeof(shape); i++)
		if (shape[i] >= '0' && shape[i] <= '9'
			? text[i] < '0' || text[i] > '9'
			: text[i] != shape[i])
			return false;
	return true;
}

static json_t *
only_event(const struct stream *s)
{
	return json_loadb(s->out.data, s->out.len, 0, NULL);
}

static void
check_envelope(void)
{
	struct stream s = STREAM_INIT;
	char want[ID_TEXT];
	json_t *ev;

	s.input = "{\"type\":\"A\",\"id\":\"the cause\",\"correlationid\":"
		  "\"the run\",\"data\":{}}\n";
	s.run = run;
	s.act = note;
	stream_run(&s);
	ev = only_event(&s);
	ok(has_members_in_order(ev), "an event has its members, in order");
	ok(strncmp(s.out.data, "{\"type\":\"Noted\",\"specversion\":\"1.0\",",
	       36) == 0,
	    "type first, without white space");
	ok(s.out.data[s.out.len - 1] == '\n', "and is a line");
	is(ev_str(ev, "source"), "emgen-test", "source is the program");
	is(ev_str(ev, "subject"), "public.orders", "subject");
	ok(is_time(ev_str(ev, "time")), "time has microseconds");
	is(ev_str(ev, "correlationid"), "the run",
	    "the run is the cause's before it is the environment's");
	is(ev_str(ev, "causationid"), "the cause", "the cause is named");
	is(ev_str(ev, "id"),
	    id_event(
		"the run", "emgen-test", "Noted", "public.orders", 0, want),
	    "the id follows from run, stage, type, subject and n");
	is(ev_str(ev_data(ev), "was"), "A", "data");
	json_decref(ev);
	stream_clear(&s);
}

/* A cause without correlation: the run is the environment's, or a new one. */
static void
check_run(void)
{
	struct stream s = STREAM_INIT;
	char first[ID_TEXT];
	json_t *ev;

	s.input = "{\"type\":\"A\",\"data\":{}}\n";
	s.run = other_run;
	s.act = note;
	stream_run(&s);
	ev = only_event(&s);
	is(ev_str(ev, "correlationid"), other_run, "the pinned run");
	is(ev_str(ev, "causationid"), other_run, "causes what has no cause");
	json_decref(ev);
	stream_clear(&s);

	s = (struct stream)STREAM_INIT;
	s.input = "{\"type\":\"A\",\"data\":{}}\n";
	s.act = note;
	stream_run(&s);
	ev = only_event(&s);
	ok(id_valid(ev_str(ev, "correlationid")) &&
		ev_str(ev, "correlationid")[14] == '7',
	    "without one the run is a new id");
	(void)snprintf(first, sizeof(first), "%s", ev_str(ev, "correlationid"));
	json_decref(ev);
	stream_clear(&s);

	s.input =
	    "{\"type\":\"A\",\"data\":{}}\n{\"type\":\"B\",\"data\":{}}\n";
	s.len = 0;
	stream_run(&s);
	ok(!strstr(s.out.data, first), "of each run its own");
	s.out.data[strcspn(s.out.data, "\n")] = '\0';
	ev = json_loads(s.out.data, 0, NULL);
	ok(strstr(s.out.data + strlen(s.out.data) + 1,
	       ev_str(ev, "correlationid")) != NULL,
	    "and one for all of its events");
	json_decref(ev);
	stream_clear(&s);

	s = (struct stream)STREAM_INIT;
	s.run = "yesterday";
	s.act = note;
	stream_run(&s);
	ok(s.code == EM_PERM && strstr(s.err.data, "not a UUID: yesterday"),
	    "EMGEN_CORRELATION_ID must be an id");
	stream_clear(&s);
}

/* Names from a database in the head of an event, and one without subject. */
static void
write_names(struct ev_io *io)
{
	static const char name[] = "a\"b\\c\n\x01\xc3\xa9";
	struct ev_head named = { .type = "Noted", .subject = name };
	struct ev_head bare = { .type = "Noted", .n = 1 };

	buf_adds(ev_begin(io, &named), "{\"x\":1}");
	ev_end(io);
	buf_adds(ev_begin(io, &bare), "{}");
	ev_end(io);
	ev_write(io, ev_last_id(io), ID_TEXT - 1);
}

static void
check_names(void)
{
	struct stream s = STREAM_INIT;
	json_t *one, *two;
	char *second;

	s.run = run;
	s.act = write_names;
	stream_run(&s);
	second = strchr(s.out.data, '\n') + 1;
	one = json_loadb(s.out.data, (size_t)(second - s.out.data), 0, NULL);
	two = json_loads(second, JSON_DISABLE_EOF_CHECK, NULL);
	is(ev_str(one, "subject"), "a\"b\\c\n\x01\xc3\xa9",
	    "any name can be the subject");
	ok(json_object_get(ev_data(one), "x") != NULL, "data that is text");
	is(ev_str(two, "subject"), "emgen-test", "no subject: the stage");
	ok(strcmp(ev_str(one, "id"), ev_str(two, "id")) != 0, "n tells apart");
	is(strchr(second, '\n') + 1, ev_str(two, "id"), "the last id");
	json_decref(one);
	json_decref(two);
	stream_clear(&s);
}

/* --- limits --- */

static void
write_long(struct ev_io *io)
{
	static const size_t sizes[] = { 10, 100, 1000 };
	struct ev_head head = { .type = "Noted" };

	for (size_t i = 0; i < 3; i++) {
		buf_addf(
		    ev_begin(io, &head), "{\"x\":\"%*s\"}", (int)sizes[i], "y");
		ev_end(io);
	}
}

static void
check_limit(void)
{
	struct stream s = STREAM_INIT;

	s.opts.max_line = 900;
	s.act = write_long;
	stream_run(&s);
	ok(s.code == EM_PERM, "an event over the limit: 100");
	ok(strstr(s.err.data, "longer than 900 bytes") != NULL, "as it says");
	ok(s.out.len > 500 && s.out.data[s.out.len - 1] == '\n' &&
		!strstr(s.out.data, "           y\"}}\n1"),
	    "those before it are written, whole");
	stream_clear(&s);
}

/* --- when --- */

/* Writes each line back, and before the last how much is out already. */
static void
watch(struct ev_io *io)
{
	struct ev_line line;
	size_t before = 0;

	while (ev_next(io, &line)) {
		before = (size_t)lseek(STDOUT_FILENO, 0, SEEK_END);
		ev_forward(io, &line);
	}
	die_note("%zu were out", before);
}

static void
check_flush(void)
{
	struct stream s = STREAM_INIT;

	s.input = "{\"type\":\"A\"}\n{\"type\":\"B\"}\n";
	s.piece = 13;
	s.act = watch;
	stream_run(&s);
	is(s.err.data, "emgen-test: 13 were out\n",
	    "a line is written before the next is read");
	stream_clear(&s);
	s.piece = 26;
	stream_run(&s);
	is(s.err.data, "emgen-test: 0 were out\n",
	    "lines that are there together are written together");
	stream_clear(&s);
}

static void
fail_both(struct ev_io *io)
{
	ev_failed(io, EM_TEMP);
	ev_failed(io, EM_PERM);
}

static void
fail_temporarily(struct ev_io *io)
{
	ev_failed(io, EM_PERM);
	ev_failed(io, EM_TEMP);
}

static void
fail(struct ev_io *io)
{
	ev_failed(io, EM_PERM);
}

static void
check_failed(void)
{
	static const struct {
		void (*act)(struct ev_io *io);
		int code;
	} ways[] = { { fail, EM_PERM }, { fail_both, EM_TEMP },
		{ fail_temporarily, EM_TEMP } };

	for (size_t i = 0; i < 3; i++) {
		struct stream s = STREAM_INIT;

		s.act = ways[i].act;
		stream_run(&s);
		ok(s.code == ways[i].code, "part of the work failed: %d",
		    s.code);
		stream_clear(&s);
	}
}

/* --- descriptors that others made non-blocking --- */

enum { MUCH = 1 << 20 };

/* The two as stdin and stdout, and nothing else that keeps a pipe open. */
static void
take_ends(int in, int out)
{
	(void)dup2(in, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	(void)close_range(STDERR_FILENO + 1, ~0U, 0);
}

/* Sends what comes from one end to the other, in a process of its own. */
static pid_t
relay(int from, int to)
{
	char bytes[1 << 12];
	ssize_t n;
	pid_t pid;

	(void)fflush(stdout);
	pid = stream_check(fork());
	if (pid)
		return pid;
	take_ends(from, to);
	while ((n = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
		stream_check((int)write(STDOUT_FILENO, bytes, (size_t)n));
	_exit(0);
}

static void
forward(struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line))
		ev_forward(io, &line);
}

static int
nonblocking_pipe(int ends[2], int blocking)
{
	stream_check(pipe2(ends, O_NONBLOCK | O_CLOEXEC));
	return stream_check(fcntl(ends[blocking], F_SETFL, 0));
}

static void
check_nonblocking(void)
{
	struct stream s = STREAM_INIT;
	struct buf text = BUF_INIT;
	int file, result = stream_file(), in[2], out[2], status;
	pid_t feeder, filter, drain;

	while (text.len < MUCH)
		buf_addf(&text, "{\"type\":\"A\",\"x\":\"%*s\"}\n", 5000, "");
	s.input = text.data;
	s.len = text.len;
	s.act = forward;
	file = stream_input(&s);
	nonblocking_pipe(in, 1);
	nonblocking_pipe(out, 0);
	(void)fflush(stdout);
	filter = stream_check(fork());
	if (filter == 0) {
		take_ends(in[0], out[1]);
		stream_filter(&s, -1);
	}
	feeder = relay(file, in[1]);
	(void)close(in[0]);
	(void)close(in[1]);
	(void)close(out[1]);
	drain = relay(out[0], result);
	(void)close(out[0]);
	stream_check(waitpid(filter, &status, 0));
	(void)waitpid(feeder, NULL, 0);
	(void)waitpid(drain, NULL, 0);
	stream_read(result, &s.out);
	ok(status == 0 && s.out.len == text.len &&
		memcmp(s.out.data, text.data, text.len) == 0,
	    "EAGAIN is waited out, on input and on output");
	(void)close(file);
	stream_clear(&s);
	buf_clear(&text);
}

int
main(void)
{
	check_envelope();
	check_run();
	check_names();
	check_limit();
	check_flush();
	check_failed();
	check_nonblocking();
	return done();
}
