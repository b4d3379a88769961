/* coproc - talk with children that read, write, refuse, hang and die. */
#include "coproc.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"
#include "buf.h"
#include "mem.h"

enum { LIMIT = 1 << 20, FOREVER = -1 };

static struct coproc *
start(const char *script)
{
	static char shell[] = "bash", flag[] = "-c";
	char *text = mem_strdup(script);
	char *argv[] = { shell, flag, text, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;
	struct coproc *co;

	spec.path = "/bin/bash";
	spec.argv = argv;
	spec.group = true;
	co = coproc_start(&spec, true, LIMIT, &err);
	if (!co)
		die_err(&err);
	free(text);
	return co;
}

static void
step(struct coproc *co)
{
	struct em_err err;

	if (coproc_step(co, FOREVER, &err) < 0)
		die_err(&err);
}

/* The next line, however long it takes; NULL at the end.  Owned by the caller.
 */
static char *
next(struct coproc *co, enum coproc_stream stream)
{
	struct coproc_line line;

	while (!coproc_line(co, stream, &line)) {
		if (coproc_at_end(co, stream))
			return NULL;
		step(co);
	}
	return mem_strndup(line.bytes, line.len);
}

static void
says(struct coproc *co, enum coproc_stream stream, const char *want,
    const char *what)
{
	char *line = next(co, stream);

	is(line, want, what);
	free(line);
}

static int
end(struct coproc *co)
{
	int code;

	coproc_end_input(co);
	while (!coproc_exited(co, &code))
		step(co);
	if (coproc_close(co) != code)
		return -1;
	return code;
}

static void
check_talk(void)
{
	struct coproc *co = start("cat");
	int code;

	ok(coproc_send(co, "one\n", 4) == 4, "a line is taken");
	says(co, COPROC_OUT, "one\n", "and comes back while stdin is open");
	(void)coproc_send(co, "two\nthr", 7);
	says(co, COPROC_OUT, "two\n", "so does the next");
	(void)coproc_send(co, "ee\n", 3);
	says(co, COPROC_OUT, "three\n", "and one in pieces");
	ok(!coproc_exited(co, &code), "the child waits for more");
	ok(end(co) == 0, "and ends with its input");
}

static void
check_end(void)
{
	struct coproc *co = start("printf 'a\\nb'; exit 3");
	struct coproc_line rest;

	says(co, COPROC_OUT, "a\n", "the last whole line");
	says(co, COPROC_OUT, NULL, "the end");
	rest = coproc_rest(co, COPROC_OUT);
	ok(rest.len == 1 && *rest.bytes == 'b', "what is behind is torn");
	ok(end(co) == 3, "the exit code");
	co = start("kill -TERM $$");
	ok(end(co) == 128 + SIGTERM, "death by a signal");
	co = start("echo up; exec sleep 1000");
	says(co, COPROC_OUT, "up\n", "a child that stays");
	ok(coproc_close(co) == 128 + SIGKILL, "is killed by closing");
}

static void
check_rejects(void)
{
	struct coproc *co = start("echo bad >&$EMGEN_REJECT_FD; echo good;"
				  "echo worse >&$EMGEN_REJECT_FD");

	says(co, COPROC_REJECTS, "bad\n", "rejects have a stream");
	says(co, COPROC_OUT, "good\n", "of their own");
	says(co, COPROC_REJECTS, "worse\n", "beside the output");
	says(co, COPROC_REJECTS, NULL, "with an end");
	ok(end(co) == 0, "0");
}

/* Much in both directions: each side would block the other. */
static void
check_much(const char *script, const char *what)
{
	static const size_t much = 24 << 20;
	struct coproc *co = start(script);
	char *bytes = mem_alloc(much);
	size_t sent = 0, came = 0, most = 0;
	struct coproc_line line;

	for (size_t i = 0; i < much; i++)
		bytes[i] = i % 1000 == 999 ? '\n' : 'x';
	bytes[much - 1] = '\n';
	while (!coproc_at_end(co, COPROC_OUT)) {
		size_t n = coproc_send(co, bytes + sent, much - sent);

		most = n > most ? n : most;
		sent += n;
		if (sent == much)
			coproc_end_input(co);
		step(co);
		while (coproc_line(co, COPROC_OUT, &line))
			came += line.len;
	}
	ok(came >= much, "%s: %zu MiB went through", what, came >> 20);
	ok(most <= 1 << 16, "in pieces of at most 64 KiB: %zu", most);
	ok(end(co) == 0, "0");
	free(bytes);
}

static void
check_refusal(void)
{
	struct coproc *co = start("exec <&-; echo closed; exec sleep 1000");

	says(co, COPROC_OUT, "closed\n", "a child that reads nothing");
	(void)coproc_send(co, "line\n", 5);
	while (!coproc_refused(co))
		step(co);
	ok(coproc_sent(co), "refuses, and kills nobody");
	ok(coproc_send(co, "line\n", 5) == 5, "what follows is thrown away");
	(void)coproc_close(co);

	co = start("exec yes");
	says(co, COPROC_OUT, "y\n", "a child that writes for ever");
	coproc_hang_up(co);
	ok(end(co) == 128 + SIGPIPE, "ends when nobody listens");
}

static void
check_limit(void)
{
	struct coproc *co =
	    start("head -c 1048575 /dev/zero | tr '\\0' x; echo;"
		  "head -c 1048576 /dev/zero | tr '\\0' x; echo");
	struct em_err err = { 0, "" };
	struct coproc_line line;
	int rc = 1;

	while (!coproc_line(co, COPROC_OUT, &line))
		step(co);
	ok(line.len == LIMIT, "a line as long as the limit");
	while (rc > 0 && !coproc_line(co, COPROC_OUT, &line))
		rc = coproc_step(co, FOREVER, &err);
	ok(rc == -1 && err.code == EM_PERM, "a longer one is an error");
	is(err.msg, "a line is longer than 1048576 bytes", "that says so");
	(void)coproc_close(co);
}

static void
check_time(void)
{
	struct coproc *co = start("read x; echo $x");
	struct em_err err;

	ok(coproc_step(co, 0, &err) == 0, "nothing happens for a while");
	(void)coproc_send(co, "now\n", 4);
	says(co, COPROC_OUT, "now\n", "then it does");
	ok(end(co) == 0, "0");
}

/* A child of the child holds a FIFO open until it is killed, too. */
static void
check_group(void)
{
	char *path = mem_printf("%s/fifo", scratch), byte;
	char *script = mem_printf("sleep 1000 >%s & echo up; wait", path);
	struct coproc *co;
	int fd;

	if (mkfifo(path, 0600) < 0)
		die_errno("%s", path);
	co = start(script);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	says(co, COPROC_OUT, "up\n", "a child with a child");
	ok(coproc_close(co) == 128 + SIGKILL, "is killed");
	ok(read(fd, &byte, 1) == 0, "with the whole group");
	(void)close(fd);
	free(path);
	free(script);
}

/* Bit 04000 of the flags is O_NONBLOCK. */
static void
check_blocking(void)
{
	struct coproc *co =
	    start("for fd in 0 1 $EMGEN_REJECT_FD; do\n"
		  "grep -c '^flags:.*[4567]...$' /proc/$$/fdinfo/$fd; done");

	says(co, COPROC_OUT, "0\n", "the child's stdin is blocking");
	says(co, COPROC_OUT, "0\n", "its stdout, too");
	says(co, COPROC_OUT, "0\n", "and its rejects");
	ok(end(co) == 1, "grep counted nothing");
}

static void
check_without_rejects(void)
{
	static char shell[] = "bash", flag[] = "-c";
	static char text[] = "echo ${EMGEN_REJECT_FD-none}";
	char *argv[] = { shell, flag, text, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;
	struct coproc *co;

	spec.path = "/bin/bash";
	spec.argv = argv;
	co = coproc_start(&spec, false, LIMIT, &err);
	says(co, COPROC_OUT, "none\n", "a child without a place for rejects");
	ok(coproc_at_end(co, COPROC_REJECTS), "gives none");
	ok(end(co) == 0, "0");
}

static void
check_start(void)
{
	char name[] = "x", *argv[] = { name, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;
	int before = dup(0);

	spec.path = "/nonexistent/x";
	spec.argv = argv;
	ok(!coproc_start(&spec, true, LIMIT, &err), "no such program");
	ok(err.code == EM_NOTFOUND, "is said");
	(void)close(before);
	ok(dup(0) == before, "and leaves no descriptor open");
	(void)close(before);
}

int
main(void)
{
	scratch_open();
	check_talk();
	check_end();
	check_rejects();
	check_much("cat", "a child that copies");
	check_much("head -c 3000000 /dev/zero | tr '\\0' '\\n'; cat",
	    "a child that writes before it reads");
	check_refusal();
	check_limit();
	check_time();
	check_group();
	check_blocking();
	check_without_rejects();
	check_start();
	return done();
}
