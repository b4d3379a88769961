/* state - the table of what happens to a line, in every state (group.h). */
#include "clock.h"
#include "group.h"

const char *const state_names[STATES] = { "waiting", "starting", "running",
	"paused", "failing", "stopping", "done", "parked", "stopped" };

/* The same as a picture: doc/SUPERVISE.md, which a test compares. */
/* clang-format off */
static enum state (*const table[STATES][EVENTS_OF])(struct group *) = {
[WAITING] = {
	[ON_DUE] = group_start,		[ON_START] = group_start,
	[ON_STOP] = group_stopped,	[ON_RESTART] = group_start,
},
[STARTING] = {
	[ON_DUE] = group_late,		[ON_READY] = group_ready,
	[ON_FAILED] = group_bring_down,	[ON_GOOD] = group_good,
	[ON_RETRY] = group_retry,	[ON_USELESS] = group_useless,
	[ON_STOP] = group_stop,		[ON_RESTART] = group_restart,
	[ON_PAUSE] = group_pause,
},
[RUNNING] = {
	[ON_DUE] = group_late,
	[ON_FAILED] = group_bring_down,	[ON_GOOD] = group_good,
	[ON_RETRY] = group_retry,	[ON_USELESS] = group_useless,
	[ON_STOP] = group_stop,		[ON_RESTART] = group_restart,
	[ON_PAUSE] = group_pause,
},
[PAUSED] = {
	[ON_FAILED] = group_bring_down,	[ON_GOOD] = group_good,
	[ON_RETRY] = group_retry,	[ON_USELESS] = group_useless,
	[ON_STOP] = group_stop,		[ON_RESTART] = group_restart,
	[ON_RESUME] = group_resume,
},
[FAILING] = {
	[ON_DUE] = group_kill,
	[ON_RETRY] = group_retry,	[ON_USELESS] = group_useless,
	[ON_STOP] = group_stop,		[ON_RESTART] = group_restart,
},
[STOPPING] = {
	[ON_DUE] = group_kill,		[ON_GOOD] = group_ended,
	[ON_RETRY] = group_stopped,	[ON_USELESS] = group_stopped,
	[ON_RESTART] = group_restart,
},
[DONE] = {
	[ON_START] = group_start,	[ON_RESTART] = group_start,
},
[PARKED] = {
	[ON_START] = group_start,	[ON_RESTART] = group_start,
},
[STOPPED] = {
	[ON_START] = group_start,	[ON_RESTART] = group_start,
},
};
/* clang-format on */

void
group_event(struct group *g, enum event event)
{
	enum state before = g->state;

	if (event == EVENTS_OF || !table[before][event])
		return;
	g->state = table[before][event](g);
	if (g->state != before)
		g->since = clock_monotonic_us();
}
