/* coproc - two-way talk with a child (coproc.h). */
#include "coproc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

enum { ROOM = 1 << 16 }; /* bytes a read takes at most, and input held */

/* Bytes from start on are still to be used. */
struct queue {
	struct buf buf;
	size_t start;
};

struct coproc {
	pid_t pid;
	int exit_fd; /* readable when the child has ended */
	bool group;
	bool exited;
	int code; /* once exited */
	size_t limit;
	struct feed sent;        /* into the child's stdin */
	int out[COPROC_STREAMS]; /* our ends; -1 closed */
	struct queue came[COPROC_STREAMS];
	size_t seen[COPROC_STREAMS]; /* of what came: bytes without a newline */
};

static size_t
held(const struct queue *queue)
{
	return queue->buf.len - queue->start;
}

static const char *
first(const struct queue *queue)
{
	return buf_peek(&queue->buf) + queue->start;
}

/* Moves what is left to the front, when that is cheap. */
static void
pack(struct queue *queue)
{
	size_t len = held(queue);

	if (queue->start < len)
		return;
	if (len)
		memmove(queue->buf.data, first(queue), len);
	buf_truncate(&queue->buf, len);
	queue->start = 0;
}

/* --- starting and ending --- */

/* Pipes for the child: [i][0] is read, [i][1] written. */
enum { PIPES = COPROC_STREAMS + 1, PIPE_IN = COPROC_STREAMS };

static void
shut_pipes(int pipes[PIPES][2])
{
	for (int i = 0; i < PIPES; i++) {
		proc_shut(&pipes[i][0]);
		proc_shut(&pipes[i][1]);
	}
}

static int
open_pipes(int pipes[PIPES][2], bool rejects, struct em_err *err)
{
	memset(pipes, -1, sizeof(int[PIPES][2]));
	for (int i = 0; i < PIPES; i++) {
		int ours = i == PIPE_IN ? 1 : 0;

		if (i == COPROC_REJECTS && !rejects)
			continue;
		if (proc_pipe(pipes[i], err) < 0 ||
		    fcntl(pipes[i][ours], F_SETFL, O_NONBLOCK) < 0) {
			shut_pipes(pipes);
			return -1;
		}
	}
	return 0;
}

/* The changes to the environment, and one more. */
static char **
env_with(char *const *env, char *more)
{
	size_t n = 0;
	char **all;

	while (env && env[n])
		n++;
	all = mem_zalloc(n + 2, sizeof(*all));
	for (size_t i = 0; i < n; i++)
		all[i] = env[i];
	all[n] = more;
	return all;
}

static pid_t
spawn(const struct proc_spec *spec, int pipes[PIPES][2], struct em_err *err)
{
	char *rejects =
	    mem_printf("EMGEN_REJECT_FD=%d", pipes[COPROC_REJECTS][1]);
	char **env = env_with(spec->env, rejects);
	struct proc_spec full = *spec;
	pid_t pid;

	full.fd[0] = pipes[PIPE_IN][0];
	full.fd[1] = pipes[COPROC_OUT][1];
	full.keep = pipes[COPROC_REJECTS][1];
	if (full.keep >= 0)
		full.env = env;
	pid = proc_spawn(&full, err);
	free(env);
	free(rejects);
	return pid;
}

struct coproc *
coproc_start(const struct proc_spec *spec, bool rejects, size_t limit,
    struct em_err *err)
{
	struct coproc *co;
	int pipes[PIPES][2];
	pid_t pid;

	if (open_pipes(pipes, rejects, err) < 0)
		return NULL;
	pid = spawn(spec, pipes, err);
	if (pid < 0) {
		shut_pipes(pipes);
		return NULL;
	}
	co = mem_zalloc(1, sizeof(*co));
	co->pid = pid;
	co->group = spec->group;
	co->limit = limit;
	co->sent = (struct feed)FEED_INIT;
	co->sent.fd = pipes[PIPE_IN][1];
	proc_shut(&pipes[PIPE_IN][0]);
	for (int i = 0; i < COPROC_STREAMS; i++) {
		co->out[i] = pipes[i][0];
		proc_shut(&pipes[i][1]);
	}
	co->exit_fd = pidfd_open(pid, 0);
	if (co->exit_fd < 0) {
		(void)err_errno(err, "pidfd_open");
		(void)coproc_close(co);
		return NULL;
	}
	return co;
}

pid_t
coproc_pid(const struct coproc *co)
{
	return co->pid;
}

void
coproc_signal(struct coproc *co, int number)
{
	(void)kill(co->group ? -co->pid : co->pid, number);
}

int
coproc_close(struct coproc *co)
{
	int code;

	coproc_signal(co, SIGKILL);
	code = proc_wait(co->pid);
	proc_shut(&co->exit_fd);
	feed_clear(&co->sent);
	for (int i = 0; i < COPROC_STREAMS; i++) {
		proc_shut(&co->out[i]);
		buf_clear(&co->came[i].buf);
	}
	free(co);
	return code;
}

/* --- to the child --- */

size_t
coproc_send(struct coproc *co, const void *bytes, size_t len)
{
	size_t queued = feed_held(&co->sent);
	size_t room = queued < ROOM ? ROOM - queued : 0;

	if (co->sent.broken)
		return len;
	if (co->sent.fd < 0)
		return 0;
	if (len > room)
		len = room;
	feed_add(&co->sent, bytes, len);
	return len;
}

struct feed *
coproc_feed(struct coproc *co)
{
	return &co->sent;
}

void
coproc_end_input(struct coproc *co)
{
	feed_end(&co->sent);
}

bool
coproc_sent(const struct coproc *co)
{
	return feed_held(&co->sent) == 0 || co->sent.broken;
}

bool
coproc_refused(const struct coproc *co)
{
	return co->sent.broken != 0;
}

/* --- from the child --- */

void
coproc_hang_up(struct coproc *co)
{
	proc_shut(&co->out[COPROC_OUT]);
	buf_truncate(&co->came[COPROC_OUT].buf, 0);
	co->came[COPROC_OUT].start = co->seen[COPROC_OUT] = 0;
}

static void
read_more(struct coproc *co, int stream)
{
	struct queue *queue = &co->came[stream];
	ssize_t n;

	pack(queue);
	buf_reserve(&queue->buf, ROOM);
	n = read(co->out[stream], queue->buf.data + queue->buf.len, ROOM);
	if (n > 0) {
		queue->buf.len += (size_t)n;
		queue->buf.data[queue->buf.len] = '\0';
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		proc_shut(&co->out[stream]);
	}
}

bool
coproc_line(
    struct coproc *co, enum coproc_stream stream, struct coproc_line *line)
{
	struct queue *queue = &co->came[stream];
	size_t seen = co->seen[stream];
	const char *start = first(queue), *nl;

	nl = memchr(start + seen, '\n', held(queue) - seen);
	if (!nl) {
		co->seen[stream] = held(queue);
		return false;
	}
	line->bytes = start;
	line->len = (size_t)(nl - start) + 1;
	queue->start += line->len;
	co->seen[stream] = 0;
	return true;
}

bool
coproc_ready(const struct coproc *co, enum coproc_stream stream)
{
	const struct queue *queue = &co->came[stream];
	size_t seen = co->seen[stream];

	return memchr(first(queue) + seen, '\n', held(queue) - seen);
}

struct coproc_line
coproc_rest(const struct coproc *co, enum coproc_stream stream)
{
	const struct queue *queue = &co->came[stream];

	return (struct coproc_line){ first(queue), held(queue) };
}

bool
coproc_at_end(const struct coproc *co, enum coproc_stream stream)
{
	return co->out[stream] < 0;
}

/* --- both --- */

bool
coproc_exited(const struct coproc *co, int *code)
{
	if (co->exited)
		*code = co->code;
	return co->exited;
}

/* Takes the code of a child that has ended, and leaves its id taken. */
static void
note_exit(struct coproc *co)
{
	siginfo_t info = { .si_pid = 0 };
	id_t pidfd = (id_t)co->exit_fd;

	if (waitid(P_PIDFD, pidfd, &info, WEXITED | WNOHANG | WNOWAIT) < 0 ||
	    info.si_pid != co->pid)
		return;
	co->exited = true;
	co->code = proc_code_of_status(info.si_code == CLD_EXITED
					   ? W_EXITCODE(info.si_status, 0)
					   : W_EXITCODE(0, info.si_status));
}

/* Places in fds: the streams, stdin, the child's end. */
enum { AT_IN = COPROC_STREAMS, AT_EXIT };

nfds_t
coproc_poll(struct coproc *co, struct pollfd fds[COPROC_FDS])
{
	bool waits = false;

	for (int i = 0; i < COPROC_STREAMS; i++) {
		bool full = held(&co->came[i]) >= co->limit + ROOM;

		fds[i] = (struct pollfd){ full ? -1 : co->out[i], POLLIN, 0 };
	}
	fds[AT_IN] = (struct pollfd){ feed_fd(&co->sent), POLLOUT, 0 };
	fds[AT_EXIT] =
	    (struct pollfd){ co->exited ? -1 : co->exit_fd, POLLIN, 0 };
	for (int i = 0; i < COPROC_FDS; i++)
		waits |= fds[i].fd >= 0;
	return waits ? COPROC_FDS : 0;
}

int
coproc_move(
    struct coproc *co, const struct pollfd fds[COPROC_FDS], struct em_err *err)
{
	for (int i = 0; i < COPROC_STREAMS; i++) {
		if (fds[i].revents && co->out[i] >= 0)
			read_more(co, i);
		if (held(&co->came[i]) > co->limit &&
		    !memchr(first(&co->came[i]), '\n', co->limit))
			return err_set(err, EM_PERM,
			    "a line is longer than %zu bytes", co->limit);
	}
	if (fds[AT_IN].revents)
		(void)feed_move(&co->sent);
	if (fds[AT_EXIT].revents)
		note_exit(co);
	return 1;
}

int
coproc_step(struct coproc *co, int timeout_ms, struct em_err *err)
{
	struct pollfd fds[COPROC_FDS];
	nfds_t n = coproc_poll(co, fds);
	int ready = n ? poll(fds, n, timeout_ms) : 0;

	if (ready < 0)
		return errno == EINTR ? 1 : err_errno(err, "poll");
	return ready ? coproc_move(co, fds, err) : 0;
}
