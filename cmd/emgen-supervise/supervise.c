/* supervise - runs the lines of a plan until they have ended (supervise.h). */
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "die.h"
#include "kin.h"
#include "mem.h"
#include "notify.h"
#include "proc.h"
#include "process.h"
#include "rundir.h"
#include "schedule.h"
#include "tell.h"

/* --- signals --- */

static void
end_all(struct supervisor *sv)
{
	if (sv->told++ == 0)
		notify("STOPPING=1");
	tell("supervise", "%s", sv->told > 1 ? "ends at once" : "ends");
	for (size_t i = 0; i < sv->plan->count; i++) {
		sv->lines[i].again = false;
		sv->lines[i].ending = true;
		if (sv->told == 1)
			line_event(&sv->lines[i], ON_STOP);
		else
			hold_cut(&sv->lines[i].hold);
	}
}

/* One that came to us when its holder was killed. */
static void
kill_orphan(pid_t pid, void *ctx)
{
	const struct supervisor *sv = ctx;
	bool ours = kin_is_noted(pid);

	for (size_t i = 0; i < sv->plan->count; i++)
		ours |= sv->lines[i].hold.pid == pid;
	if (!ours)
		(void)kill(pid, SIGKILL);
}

static void
reap(struct supervisor *sv)
{
	kin_bury();
	(void)kin_each(kill_orphan, sv);
}

static void
take_signals(void *ctx)
{
	struct supervisor *sv = ctx;
	struct signalfd_siginfo info;

	while (read(sv->signals, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo == SIGCHLD)
			reap(sv);
		else
			end_all(sv);
}

static void
open_signals(struct supervisor *sv)
{
	static const int numbers[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP };
	struct em_err err;

	kin_note();
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)signal(SIGPIPE, SIG_IGN);
	sv->signals =
	    proc_signals(numbers, sizeof(numbers) / sizeof(*numbers), &err);
	if (sv->signals < 0)
		die_err(&err);
}

/* --- one poll() --- */

static void
watch(struct supervisor *sv, const int *fd, void (*ready)(void *), void *ctx)
{
	sv->sources[sv->source_count++] = (struct source){ fd, ready, ctx };
}

static void
watch_all(struct supervisor *sv)
{
	size_t n = 3;

	for (size_t i = 0; i < sv->plan->count; i++)
		n += 1 + 2 * sv->plan->lines[i].count;
	sv->sources = mem_zalloc(n, sizeof(*sv->sources));
	for (size_t i = 0; i < sv->plan->count; i++) {
		struct line *line = &sv->lines[i];

		for (size_t k = 0; k < line->plan->count; k++) {
			struct member *m = &line->members[k];

			watch(sv, &m->says.ours, process_messages, m);
			watch(sv, &m->ready.ours, process_ready, m);
		}
		watch(sv, &line->hold.reports, process_reports, line);
	}
	watch(sv, &sv->control.client, control_serve, &sv->control);
	watch(sv, &sv->control.listening, control_take, &sv->control);
	watch(sv, &sv->signals, take_signals, sv);
}

static void
wait_for_any(struct supervisor *sv, struct pollfd *fds, int timeout_ms)
{
	for (size_t i = 0; i < sv->source_count; i++)
		fds[i] = (struct pollfd){ *sv->sources[i].fd, POLLIN, 0 };
	if (poll(fds, sv->source_count, timeout_ms) <= 0)
		return;
	for (size_t i = 0; i < sv->source_count; i++)
		if (fds[i].revents && *sv->sources[i].fd == fds[i].fd)
			sv->sources[i].ready(sv->sources[i].ctx);
}

static void
make_lines(struct supervisor *sv)
{
	const char *path = sv->plan->rejects;
	int rejects = -1;

	if (path)
		rejects =
		    open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (path && rejects < 0)
		die_errno("%s", path);
	sv->lines = mem_zalloc(sv->plan->count, sizeof(*sv->lines));
	for (size_t i = 0; i < sv->plan->count; i++) {
		struct line *line = &sv->lines[i];

		line->plan = &sv->plan->lines[i];
		if (line->plan->after)
			line->after =
			    sv->lines + (line->plan->after - sv->plan->lines);
		line->lock =
		    mem_printf("%s/%s.lock", sv->folder, line->plan->name);
		line->rejects = rejects;
		process_init(line);
	}
}

/* What must be there before a line starts; ends the program without. */
static void
set_up(struct supervisor *sv)
{
	struct em_err err;
	int rc = rundir_take(sv->folder, runid_given(), &err);

	if (rc < 0)
		die_err(&err);
	sv->complete = rc > 0;
	tell_open(sv->plan->events);
	for (size_t i = 0; i < sv->plan->fifo_count; i++)
		if (mkfifo(sv->plan->fifos[i], 0600) < 0 && errno != EEXIST)
			die_errno("%s", sv->plan->fifos[i]);
	sv->control.answer = control_answer;
	sv->control.ctx = sv;
	if (control_listen(&sv->control, sv->name, &err) < 0)
		die_err(&err);
	make_lines(sv);
	open_signals(sv);
	watch_all(sv);
}

/* What is complete leaves no trace; the exit code. */
static int
clean_up(const struct supervisor *sv)
{
	int code = sv->complete ? EM_OK : schedule_result(sv);

	kin_kill();
	if (code == EM_OK && sv->told == 0)
		rundir_complete(sv->folder, runid_given());
	for (size_t i = 0; i < sv->plan->count; i++)
		runid_remove(&sv->lines[i].run);
	for (size_t i = 0; i < sv->plan->fifo_count; i++)
		proc_fifo_remove(sv->plan->fifos[i]);
	control_remove(sv->name);
	rundir_leave(sv->folder);
	return code;
}

/* Once everything that was to start did, and is ready if it says when. */
static void
say_ready(struct supervisor *sv)
{
	for (size_t i = 0; i < sv->plan->count; i++)
		if (sv->ready || sv->lines[i].state == STARTING ||
		    sv->lines[i].state == WAITING)
			return;
	sv->ready = true;
	notify("READY=1");
}

int
supervise(struct pipeline *file, const char *name)
{
	static struct supervisor sv; /* as long as the program lives */
	static struct plan plan;
	struct pollfd *fds;

	sv.name = name;
	sv.folder = control_folder(name);
	sv.plan = &plan;
	plan_make(&plan, file, sv.folder);
	set_up(&sv);
	fds = mem_zalloc(sv.source_count, sizeof(*fds));
	if (poll(fds, sv.source_count, 0) < 0)
		die(EM_MISUSE, "more than %zu descriptors: ulimit -n is less",
		    sv.source_count);
	/* From here on nothing of ours may end the program. */
	while (!sv.complete) {
		int timeout = schedule(&sv);

		if (!schedule_live(&sv))
			break;
		say_ready(&sv);
		wait_for_any(&sv, fds, timeout);
	}
	free(fds);
	return clean_up(&sv);
}
