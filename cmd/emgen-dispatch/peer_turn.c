/* peer_turn - what moves, who has ended, whom we wait for in vain (peer.h). */
#include <signal.h>
#include <string.h>

#include "peer_priv.h"

enum { SECOND = 1000000 }; /* of the clock */

/* --- what moves --- */

nfds_t
peer_poll(struct peer *peer, bool wanted, struct pollfd *fds)
{
	nfds_t n;

	if (peer->co) {
		n = coproc_poll(peer->co, fds);
		if (n && !wanted)
			fds[COPROC_OUT].fd = -1;
		return n;
	}
	/* Without POLLOUT, too: POLLERR tells that the reader has gone. */
	fds[0] = (struct pollfd){ peer->pipe.fd,
		feed_fd(&peer->pipe) >= 0 ? POLLOUT : 0, 0 };
	return peer->state < PEER_DEAD && peer->pipe.fd >= 0 ? 1 : 0;
}

static void
move_process(struct peer *peer, const struct pollfd *fds)
{
	struct em_err err;

	for (int i = 0; i < COPROC_FDS; i++)
		peer->stirred |= fds[i].revents != 0;
	if (coproc_move(peer->co, fds, &err) < 0 && !peer->mute)
		peer_expel(peer, err.code, err.msg);
	if (coproc_refused(peer->co) && peer->state < PEER_DEAD)
		peer_retire(peer, "closed its standard input");
}

void
peer_move(struct peer *peer, const struct pollfd *fds, nfds_t n)
{
	if (peer->co && n) {
		move_process(peer, fds);
	} else if (n && fds[0].revents) {
		peer->stirred |= feed_move(&peer->pipe);
		if (peer->pipe.broken || fds[0].revents & POLLERR)
			peer_retire(peer, "has no reader any more");
	}
}

bool
peer_ready(const struct peer *peer)
{
	return peer->co && !peer->mute && coproc_ready(peer->co, COPROC_OUT);
}

bool
peer_line(struct peer *peer, struct coproc_line *line)
{
	if (!peer_ready(peer) || !coproc_line(peer->co, COPROC_OUT, line))
		return false;
	peer->came++;
	peer->came_bytes += line->len;
	return true;
}

/* --- its end --- */

/* What its end says about a retry of all. */
static int
code_of_exit(int code)
{
	switch (proc_verdict(code)) {
	case EM_PERM:
	case EM_MISUSE:
	case EM_NOEXEC:
	case EM_NOTFOUND:
		return EM_PERM;
	default:
		return EM_TEMP;
	}
}

static void
note_exit(struct peer *peer)
{
	size_t unread;
	int code;

	if (peer->exited || !coproc_exited(peer->co, &code))
		return;
	peer->exited = true;
	(void)feed_unread(peer_feed(peer), &unread);
	if (code != EM_OK && !peer->term)
		peer_fail(peer, code_of_exit(code), "%s", proc_explain(code));
	else if (peer->state != PEER_CLOSING || unread > 0)
		peer_retire(peer, proc_explain(code));
}

static bool
has_said_all(const struct peer *peer)
{
	return peer->mute || (coproc_at_end(peer->co, COPROC_OUT) &&
				 !coproc_ready(peer->co, COPROC_OUT));
}

/* All that it wrote has come, but for a line that it did not finish. */
static void
leave(struct peer *peer)
{
	if (coproc_rest(peer->co, COPROC_OUT).len > 0 && !peer->term)
		peer_fail(peer, EM_TEMP,
		    "torn: its output ends inside line %zu", peer->came + 1);
	(void)coproc_close(peer->co);
	peer->co = NULL;
	peer->state = PEER_GONE;
}

/* First it is told to end, then it is made to. */
static void
press(struct peer *peer, const struct peer_limits *limits, int64_t now)
{
	if (!peer->term && peer->exited && now - peer->sign > limits->grace) {
		peer_fail(peer, EM_TEMP,
		    "has ended, but what it started keeps its output open");
		peer->term = now;
		leave(peer);
	} else if (!peer->term && !peer->exited && limits->stall &&
		   now - peer->sign > limits->stall) {
		peer_fail(peer, EM_TEMP, "%s for %d s",
		    peer->state == PEER_OPENING ? "had no reader"
						: "gave no sign of life",
		    (int)(limits->stall / SECOND));
		peer->term = now;
		if (peer->co)
			coproc_signal(peer->co, SIGTERM);
	} else if (peer->term && now - peer->term > limits->grace) {
		leave(peer);
	}
}

/* Who is waited for: it holds others up, or nothing more will come to it. */
static bool
is_waited_for(struct peer *peer)
{
	return peer->over || peer->exited || peer->term || peer_full(peer);
}

/*
 * That it takes no more, if that matters.  Of a program the exit code, which
 * follows at once as a rule, says more than its closed pipe.
 */
static bool
must_say(const struct peer *peer)
{
	return peer->missed && !peer->said;
}

static void
say(struct peer *peer, int64_t now)
{
	if (!must_say(peer) ||
	    (peer->co && !peer->exited && now - peer->sign < SECOND / 4))
		return;
	die_note("%s: %s and takes no more lines", peer_name(peer), peer->why);
	peer->said = true;
}

bool
peer_timed(struct peer *peer)
{
	return peer->state == PEER_OPENING ||
	       (peer->state != PEER_GONE &&
		   (is_waited_for(peer) || must_say(peer)));
}

static void
look_for_life(struct peer *peer, int64_t now, bool excused)
{
	bool waited = peer->waited;
	size_t left;

	(void)feed_unread(peer_feed(peer), &left);
	peer->waited = peer_timed(peer);
	if (peer->stirred || left != peer->left || excused || !waited)
		peer->sign = now;
	peer->left = left;
	peer->stirred = false;
}

void
peer_look(struct peer *peer, const struct peer_limits *limits, int64_t now,
    bool excused)
{
	if (peer->state == PEER_GONE) {
		say(peer, now);
		return;
	}
	if (peer->state == PEER_OPENING)
		peer_open_later(peer);
	look_for_life(peer, now, excused);
	if (peer->co)
		note_exit(peer);
	say(peer, now);
	if (peer->co && peer->exited && has_said_all(peer))
		leave(peer);
	else if (!peer->co &&
		 (peer->state == PEER_DEAD || (peer->state == PEER_CLOSING &&
						  feed_held(&peer->pipe) == 0)))
		peer->state = PEER_GONE;
	else if (peer_timed(peer))
		press(peer, limits, now);
}
