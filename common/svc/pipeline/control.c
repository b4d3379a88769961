/* control - questions to a running supervisor (control.h). */
#include "control.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "mem.h"
#include "proc.h"

enum {
	PATIENCE_SECONDS = 5,
	QUESTION_MAX = 256,
	BACKLOG = 8,
	TRIES = 200,
	TURN_MS = 10
};

char *
control_folder(const char *name)
{
	const char *home = getenv("EMGEN_HOME");

	return mem_printf("%s/run/%s", home && *home ? home : ".emgen", name);
}

/* Where the socket of a pipeline is. */
static int
address(const char *name, struct sockaddr_un *at, struct em_err *err)
{
	char *folder = control_folder(name);
	int n =
	    snprintf(at->sun_path, sizeof(at->sun_path), "%s/control", folder);

	at->sun_family = AF_UNIX;
	free(folder);
	if (n < 0 || (size_t)n >= sizeof(at->sun_path))
		return err_set(
		    err, EM_PERM, "%s: too long for a socket", at->sun_path);
	return 0;
}

/* Where no client is. */
static void
keep_place(struct control *c)
{
	c->spare = fcntl(c->listening, F_DUPFD_CLOEXEC, 0);
}

int
control_listen(struct control *control, const char *name, struct em_err *err)
{
	struct sockaddr_un at;
	mode_t mask;
	int fd, rc;

	if (address(name, &at, err) < 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_errno(err, "socket");
	(void)unlink(at.sun_path);
	mask = umask(0177);
	rc = bind(fd, (const struct sockaddr *)&at, sizeof(at));
	(void)umask(mask);
	control->listening = fd;
	control->client = -1;
	keep_place(control);
	if (rc == 0 && control->spare >= 0 && listen(fd, BACKLOG) == 0)
		return 0;
	(void)err_errno(err, "%s", at.sun_path);
	proc_shut(&control->spare);
	proc_shut(&control->listening);
	return -1;
}

void
control_remove(const char *name)
{
	struct sockaddr_un at;
	struct em_err err;

	if (address(name, &at, &err) == 0)
		(void)unlink(at.sun_path);
}

void
control_serve(void *control)
{
	struct control *c = control;
	char question[QUESTION_MAX];
	struct buf text = BUF_INIT;
	ssize_t n = recv(c->client, question, sizeof(question) - 1, 0);

	if (n > 0) {
		question[n] = '\0';
		c->answer(c->ctx, question, &text);
		(void)send(c->client, buf_peek(&text), text.len,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
	}
	buf_clear(&text);
	proc_shut(&c->client);
	keep_place(c);
}

void
control_take(void *control)
{
	struct control *c = control;

	if (c->client >= 0)
		control_serve(c);
	proc_shut(&c->spare);
	c->client =
	    accept4(c->listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (c->client >= 0)
		return;
	keep_place(c);
	(void)poll(NULL, 0, TURN_MS); /* it may wait for long */
}

static int
talk(int fd, const struct sockaddr_un *at, const char *question,
    struct buf *answer)
{
	const struct timeval patience = { PATIENCE_SECONDS, 0 };
	ssize_t n;

	(void)setsockopt(/* of connect(2), too */
	    fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	(void)setsockopt(
	    fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (const struct sockaddr *)at, sizeof(*at)) < 0 ||
	    send(fd, question, strlen(question), MSG_NOSIGNAL) < 0)
		return -1;
	buf_reserve(answer, CONTROL_MAX);
	n = recv(fd, answer->data + answer->len, CONTROL_MAX, 0);
	if (n == 0)
		errno = ECONNRESET;
	if (n <= 0)
		return -1;
	answer->len += (size_t)n;
	answer->data[answer->len] = '\0';
	return 0;
}

/* Over a connection of its own; -1 with errno. */
static int
exchange(const struct sockaddr_un *at, const char *question, struct buf *answer)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	int rc = fd < 0 ? -1 : talk(fd, at, question, answer), why = errno;

	if (fd >= 0)
		(void)close(fd);
	errno = why;
	return rc;
}

/* One whose place another has taken was not heard: it asks again. */
int
control_ask(const char *name, const char *question, struct buf *answer,
    struct em_err *err)
{
	struct sockaddr_un at;
	int rc, tries = TRIES;

	if (address(name, &at, err) < 0)
		return -1;
	while ((rc = exchange(&at, question, answer)) < 0 &&
	       (errno == EPIPE || errno == ECONNRESET) && tries-- > 0)
		(void)poll(NULL, 0, TURN_MS);
	if (rc == 0)
		return 0;
	if (errno == ENOENT || errno == ECONNREFUSED)
		return err_set(err, EM_TEMP, "%s: does not run", name);
	return err_errno(err, "%s", at.sun_path);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
control_running(void)
{
	char *folder = control_folder("");
	DIR *dir = opendir(folder);
	size_t n = 0, cap = 0;
	char **names = NULL;
	struct em_err err;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		struct buf answer = BUF_INIT;
		int rc;

		if (*entry->d_name == '.')
			continue;
		rc = control_ask(entry->d_name, "status", &answer, &err);
		buf_clear(&answer);
		if (rc < 0)
			continue;
		names = mem_grow(names, &cap, n + 1, sizeof(*names));
		names[n++] = mem_strdup(entry->d_name);
	}
	if (dir)
		(void)closedir(dir);
	free(folder);
	names = mem_realloc(names, n + 1, sizeof(*names));
	names[n] = NULL;
	qsort(names, n, sizeof(*names), by_name);
	return names;
}

void
control_free(char **names)
{
	for (char **name = names; *name; name++)
		free(*name);
	free(names);
}
