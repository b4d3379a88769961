/* bus - the loop (bus.h). */
#include "bus.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "route.h"
#include "target.h"

enum { AT_INPUT, AT_STDOUT, AT_SIGNAL, AT_REST };

/* Signals that end us, but for those we were told to ignore. */
static sigset_t
ending(void)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction now;
	sigset_t set;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (sigaction(numbers[i], NULL, &now) == 0 &&
		    now.sa_handler != SIG_IGN)
			(void)sigaddset(&set, numbers[i]);
	return set;
}

void
bus_open(struct bus *bus)
{
	sigset_t signals = ending();
	struct em_err err;

	bus->out = (struct feed)FEED_INIT;
	bus->out.fd = target_stdout(&bus->out.chunk);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	bus->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (bus->signal_fd < 0)
		die_errno("signalfd");
	bus->fds =
	    mem_zalloc(AT_REST + bus->tap_count + COPROC_FDS * bus->count,
		sizeof(*bus->fds));
	/* Descriptors of ours first, so that no program inherits them. */
	for (size_t i = bus->count; i-- > 0;)
		if (peer_open(&bus->peers[i], bus->limits.max_line, &err) < 0)
			die_err(&err);
}

/* --- the four steps --- */

static void
read_input(struct bus *bus, bool ready)
{
	struct ev_line line;

	if (ready && ev_fd(bus->io) >= 0 && route_has_room(bus, ROUTE_INPUT))
		(void)ev_more(bus->io);
	while (route_has_room(bus, ROUTE_INPUT) && ev_try_next(bus->io, &line))
		route_line(bus, &line, ROUTE_INPUT);
}

/* Nothing more comes to who has had all that comes from before it. */
static void
end_inputs(struct bus *bus)
{
	if (ev_fd(bus->io) >= 0 || ev_ready(bus->io))
		return;
	if (!bus->over)
		bus->over_since = clock_monotonic_us();
	bus->over = true;
	for (size_t i = 0; i < bus->count; i++) {
		if (!bus->peers[i].over) {
			peer_end(&bus->peers[i]);
			bus->moving = true;
		}
		route_lost(bus, (int)i);
		if (bus->peers[i].state != PEER_GONE)
			return; /* it may still have something to say */
	}
}

static void
reap(struct bus *bus)
{
	int64_t now = clock_monotonic_us();

	for (size_t i = 0; i < bus->count; i++) {
		struct peer *peer = &bus->peers[i];
		enum peer_state before = peer->state;

		peer_look(
		    peer, &bus->limits, now, !route_has_room(bus, (int)i));
		bus->moving |= peer->state != before;
		route_lost(bus, (int)i);
	}
}

/* --- waiting --- */

/* All that can happen; where each peer's part begins is in at. */
static nfds_t
prepare(struct bus *bus)
{
	nfds_t n = AT_REST;
	bool room = route_has_room(bus, ROUTE_INPUT);

	bus->fds[AT_INPUT] =
	    (struct pollfd){ room ? ev_fd(bus->io) : -1, POLLIN, 0 };
	bus->fds[AT_STDOUT] = (struct pollfd){ feed_fd(&bus->out), POLLOUT, 0 };
	bus->fds[AT_SIGNAL] = (struct pollfd){ bus->signal_fd, POLLIN, 0 };
	for (size_t i = 0; i < bus->tap_count; i++)
		tap_poll(&bus->taps[i], &bus->fds[n++]);
	for (size_t i = 0; i < bus->count; i++) {
		struct peer *peer = &bus->peers[i];

		peer->fds = n;
		peer->fd_count =
		    peer_poll(peer, route_has_room(bus, (int)i), &bus->fds[n]);
		n += peer->fd_count;
	}
	return n;
}

/* Not at all when lines are there that can go on. */
static int
patience(struct bus *bus)
{
	bool timed = bus->over;

	if (bus->moving ||
	    (route_has_room(bus, ROUTE_INPUT) && ev_ready(bus->io)))
		return 0;
	for (size_t i = 0; i < bus->count; i++) {
		if (peer_ready(&bus->peers[i]) && route_has_room(bus, (int)i))
			return 0;
		timed |= peer_timed(&bus->peers[i]);
	}
	return timed ? BUS_TICK_MS : -1;
}

static void
read_signal(struct bus *bus)
{
	struct signalfd_siginfo info;

	if (read(bus->signal_fd, &info, sizeof(info)) == sizeof(info))
		bus->died_of = (int)info.ssi_signo;
}

static void
write_stdout(struct bus *bus)
{
	(void)feed_move(&bus->out);
	if (bus->out.broken == EPIPE)
		bus->died_of = SIGPIPE;
	else if (bus->out.broken)
		die_note(
		    "cannot write to stdout: %s", strerror(bus->out.broken));
}

void
bus_turn(struct bus *bus, int patience_ms)
{
	nfds_t n = prepare(bus);
	struct pollfd *fds = bus->fds;

	if (poll(fds, n, patience_ms) < 0 && errno != EINTR)
		die_errno("poll");
	for (size_t i = 0; i < bus->tap_count; i++) {
		tap_move(&bus->taps[i], &fds[AT_REST + i]);
		tap_seek(&bus->taps[i]);
	}
	for (size_t i = 0; i < bus->count; i++) {
		struct peer *peer = &bus->peers[i];

		peer_move(peer, &fds[peer->fds], peer->fd_count);
	}
	if (fds[AT_SIGNAL].revents)
		read_signal(bus);
	if (fds[AT_STDOUT].revents)
		write_stdout(bus);
}

/* Taps get what is held for them, for a while. */
static bool
taps_wait(const struct bus *bus)
{
	int64_t now = clock_monotonic_us();

	for (size_t i = 0; i < bus->tap_count; i++)
		if (feed_fd(&bus->taps[i].feed) >= 0 &&
		    now - bus->over_since < bus->limits.grace)
			return true;
	return false;
}

static bool
is_done(const struct bus *bus)
{
	if (bus->died_of || bus->out.broken)
		return true;
	if (!bus->over || feed_held(&bus->out) > 0 || taps_wait(bus))
		return false;
	for (size_t i = 0; i < bus->count; i++)
		if (bus->peers[i].state != PEER_GONE)
			return false;
	return true;
}

void
bus_run(struct bus *bus)
{
	bool ready = false;

	while (!is_done(bus)) {
		bus->moving = false;
		read_input(bus, ready);
		for (size_t i = 0; i < bus->count; i++)
			route_output(bus, (int)i);
		end_inputs(bus);
		reap(bus);
		bus_turn(bus, patience(bus));
		ready = bus->fds[AT_INPUT].revents != 0;
	}
}
