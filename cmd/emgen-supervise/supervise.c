/* supervise - runs the lines of a pipeline until they have ended (.h). */
#include "supervise.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kin.h"
#include "mem.h"
#include "messages.h"
#include "notify.h"
#include "process.h"
#include "schedule.h"
#include "setup.h"
#include "tell.h"

enum { REQUEST_MAX = 256 };

/* --- signals --- */

static void
end_all(struct supervisor *sv)
{
	if (sv->told++ == 0)
		notify("STOPPING=1");
	tell("supervise", "%s", sv->told > 1 ? "ends at once" : "ends");
	for (size_t i = 0; i < sv->lines.count; i++) {
		sv->groups[i].again = false;
		sv->groups[i].ending = true;
		if (sv->told == 1)
			group_event(&sv->groups[i], ON_STOP);
		else
			process_cut(&sv->groups[i]);
	}
}

/* One that came to us when its holder was killed. */
static void
kill_orphan(pid_t pid, void *ctx)
{
	const struct supervisor *sv = ctx;

	for (const pid_t *p = sv->strangers; *p; p++)
		if (*p == pid)
			return;
	for (size_t i = 0; i < sv->lines.count; i++)
		if (sv->groups[i].holder == pid)
			return;
	(void)kill(pid, SIGKILL);
}

static void
reap(struct supervisor *sv)
{
	bool orphans = false;

	while (waitpid(-1, NULL, WNOHANG) > 0)
		orphans = true;
	if (orphans)
		kin_each(kill_orphan, sv);
}

static void
take_signal(struct supervisor *sv)
{
	struct signalfd_siginfo info;

	while (read(sv->signals, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo == SIGCHLD)
			reap(sv);
		else
			end_all(sv);
}

/* --- one poll() --- */

static void
serve(struct supervisor *sv)
{
	char question[REQUEST_MAX];
	struct buf answer = BUF_INIT;
	ssize_t n = recv(sv->client, question, sizeof(question) - 1, 0);

	if (n > 0) {
		question[n] = '\0';
		control_answer(sv, question, &answer);
		(void)send(sv->client, buf_peek(&answer), answer.len,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
	}
	buf_clear(&answer);
	(void)close(sv->client);
	sv->client = -1;
}

/* A new one takes the place of one that asks nothing. */
static void
take_client(struct supervisor *sv)
{
	if (sv->client >= 0)
		(void)close(sv->client);
	sv->client =
	    accept4(sv->control, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

static void
look_at_group(struct group *g, const struct pollfd *fds)
{
	enum event event;

	for (size_t i = 0; i < g->line->count; i++) {
		struct member *m = &g->members[i];

		if (fds[1 + 2 * i].revents && m->messages >= 0)
			messages_read(m);
		if (fds[2 + 2 * i].revents && m->ready >= 0 &&
		    (event = process_ready(m)) != EVENTS_OF)
			group_event(g, event);
	}
	while (
	    g->reports >= 0 && fds[0].revents && process_reports(g, &event) > 0)
		group_event(g, event);
}

static void
watch(struct supervisor *sv, struct pollfd *fds, int timeout_ms)
{
	nfds_t n = 3;

	fds[0] = (struct pollfd){ sv->signals, POLLIN, 0 };
	fds[1] = (struct pollfd){ sv->control, POLLIN, 0 };
	fds[2] = (struct pollfd){ sv->client, POLLIN, 0 };
	for (size_t i = 0; i < sv->lines.count; i++) {
		const struct group *g = &sv->groups[i];

		fds[n++] = (struct pollfd){ g->reports, POLLIN, 0 };
		for (size_t k = 0; k < g->line->count; k++) {
			fds[n++] = (struct pollfd){ g->members[k].messages,
				POLLIN, 0 };
			fds[n++] =
			    (struct pollfd){ g->members[k].ready, POLLIN, 0 };
		}
	}
	if (poll(fds, n, timeout_ms) <= 0)
		return;
	n = 3;
	for (size_t i = 0; i < sv->lines.count; i++) {
		look_at_group(&sv->groups[i], fds + n);
		n += 1 + 2 * sv->lines.line[i].count;
	}
	if (fds[2].revents)
		serve(sv);
	if (fds[1].revents)
		take_client(sv);
	if (fds[0].revents)
		take_signal(sv);
}

/* Once everything that was to start did, and is ready if it says when. */
static void
say_ready(struct supervisor *sv)
{
	for (size_t i = 0; i < sv->lines.count; i++)
		if (sv->ready || sv->groups[i].state == STARTING ||
		    sv->groups[i].state == WAITING)
			return;
	sv->ready = true;
	notify("READY=1");
}

int
supervise(const struct file *file, const char *name)
{
	static struct supervisor sv; /* as long as the program lives */
	struct pollfd *fds;
	size_t n = 3;
	int code;

	sv = (struct supervisor){ .name = name, .file = file, .client = -1 };
	setup(&sv);
	for (size_t i = 0; i < sv.lines.count; i++)
		n += 1 + 2 * sv.lines.line[i].count;
	fds = mem_zalloc(n, sizeof(*fds));
	/* From here on nothing of ours may end the program. */
	for (;;) {
		int timeout = schedule(&sv);

		if (!schedule_live(&sv))
			break;
		say_ready(&sv);
		watch(&sv, fds, timeout);
	}
	code = schedule_result(&sv);
	free(fds);
	setup_end(&sv);
	return code;
}
