/* work_signals - what a worker can be told by a signal (work_signals.h). */
#include "work_signals.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "proc.h"
#include "worker.h"

int
work_signals_open(void)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGQUIT, SIGHUP,
		SIGUSR2, SIGCONT };
	struct em_err err;
	int fd =
	    proc_signals(numbers, sizeof(numbers) / sizeof(*numbers), &err);

	if (fd < 0)
		die_err(&err);
	return fd;
}

static void
take(struct worker *w, int number)
{
	switch (number) {
	case SIGUSR2:
		w->paused = true;
		break;
	case SIGCONT:
		w->paused = false;
		w->look_at = 0;
		break;
	default:
		if (w->told_at)
			worker_press(w);
		else
			worker_drain(w, EM_OK);
		w->told_at = clock_monotonic_us();
	}
}

void
work_signals_take(struct worker *w)
{
	struct signalfd_siginfo info;

	while (read(w->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		take(w, (int)info.ssi_signo);
}
