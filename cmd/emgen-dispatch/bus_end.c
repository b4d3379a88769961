/* bus_end - how a bus ends, and what it says then (bus.h). */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "bus.h"
#include "clock.h"

static bool
still_busy(const struct bus *bus)
{
	bool busy = feed_fd(&bus->out) >= 0;
	int code;

	for (size_t i = 0; i < bus->count; i++)
		busy |=
		    bus->peers[i].co && !coproc_exited(bus->peers[i].co, &code);
	return busy;
}

/*
 * Cut short: programs are told to end, and made to after the grace period; the
 * line that is being written is finished.
 */
static void
end_peers(struct bus *bus)
{
	int64_t until = clock_monotonic_us() + bus->limits.grace;
	int number =
	    bus->died_of && bus->died_of != SIGPIPE ? bus->died_of : SIGTERM;

	feed_cut(&bus->out);
	for (size_t i = 0; i < bus->count; i++) {
		bus->peers[i].said = true;
		if (bus->peers[i].co)
			coproc_signal(bus->peers[i].co, number);
	}
	while (still_busy(bus) && clock_monotonic_us() < until)
		bus_turn(bus, BUS_TICK_MS);
}

/* Says what did not reach whom. */
static void
sum_up(struct bus *bus)
{
	for (size_t i = 0; i < bus->count; i++) {
		const struct peer *peer = &bus->peers[i];
		size_t lost = peer->aside - peer->kept;

		if (peer->code || peer->missed)
			ev_failed(bus->io, peer->code ? peer->code : EM_TEMP);
		if (!peer->aside || peer->handles)
			continue;
		if (peer->kept)
			die_note("%s: %zu events put aside", peer_name(peer),
			    peer->kept);
		if (lost)
			die_note("%s: %zu events lost", peer_name(peer), lost);
	}
}

int
bus_close(struct bus *bus)
{
	sigset_t none;
	int code;

	if (bus->died_of || bus->out.broken)
		end_peers(bus);
	else
		sum_up(bus);
	for (size_t i = 0; i < bus->tap_count; i++)
		tap_close(&bus->taps[i]);
	for (size_t i = 0; i < bus->count; i++)
		peer_clear(&bus->peers[i]);
	if (bus->out.broken && !bus->died_of)
		ev_failed(bus->io, die_code_of_errno(bus->out.broken));
	feed_clear(&bus->out);
	(void)close(bus->signal_fd);
	free(bus->fds);
	if (bus->died_of) {
		(void)sigemptyset(&none);
		(void)sigprocmask(SIG_SETMASK, &none, NULL);
		(void)raise(bus->died_of);
	}
	buf_truncate(ev_held(bus->io), 0);
	code = ev_close(bus->io);
	return code;
}
