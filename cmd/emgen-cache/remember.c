/*
 * remember - replays what is there; else runs the command, passes on what it
 * writes as it comes, and keeps it when it is whole.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "ev.h"
#include "proc.h"
#include "request.h"
#include "value.h"

enum { DIED_OF_SIGPIPE = 128 + SIGPIPE };

/* Its stdin is ours, and its stdout becomes our input. */
static pid_t
start(char *argv[])
{
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;
	char *path;
	int link[2];
	pid_t pid;

	errno = 0;
	path = proc_find(argv[0]);
	if (!path)
		die(proc_code_of_errno(errno), "%s: %s", argv[0],
		    errno == EACCES ? "it cannot be executed" : "not found");
	if (proc_pipe(link, &err) < 0)
		die_err(&err);
	spec.path = path;
	spec.argv = argv;
	spec.fd[1] = link[1];
	pid = proc_spawn(&spec, &err);
	if (pid < 0)
		die_err(&err);
	free(path);
	if (dup2(link[0], STDIN_FILENO) < 0)
		die_errno("dup2");
	(void)close(link[0]);
	(void)close(link[1]);
	return pid;
}

/* Runs the command to its end: its exit code, or that of a bad stream. */
static int
run_command(char *argv[], struct value *value)
{
	struct ev_opts opts = EV_OPTS_INIT;
	pid_t pid = start(argv);
	struct ev_io *io;
	int code, stream;

	opts.drains = true; /* the command's end matters, too */
	opts.input = argv[0];
	io = ev_open(NULL, STDOUT_FILENO, &opts);
	value_gather(value, io);
	(void)close(STDIN_FILENO); /* or it waits for us, and we for it */
	stream = ev_close(io);
	code = proc_wait(pid);
	if (stream != EM_OK && code == DIED_OF_SIGPIPE)
		return stream; /* since we read no further */
	if (code != EM_OK)
		die_note(
		    "%s %s: nothing is stored", argv[0], proc_explain(code));
	return code != EM_OK ? code : stream;
}

int
remember_run(const struct request *request)
{
	struct cache *cache = request_cache(request);
	struct value value = VALUE_INIT;
	struct cache_ticket ticket;
	struct em_err err;
	int found = cache_find(cache, &request->name, &err), code;

	if (found < 0 ||
	    (found == 0 && cache_take_ticket(cache, &ticket, &err) < 0))
		die_err(&err);
	if (found) {
		code = value_replay(cache, request->restamp);
		cache_done(cache);
	} else {
		code = run_command(request->operands, &value);
		if (code == EM_OK)
			value_store(&value, cache, request, &ticket);
	}
	spool_clear(&value.spool);
	cache_close(cache);
	return code;
}
