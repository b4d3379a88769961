/* peer - who gets lines (peer.h). */
#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "peer_priv.h"
#include "target.h"

enum { SHOWN = 100 }; /* bytes of a name in messages */

/* --- what it is --- */

/* A program is not named: passwords are in arguments, though they should not.
 */
const char *
peer_name(const struct peer *peer)
{
	bool is_path = !peer->handles && !target_command(peer->target);
	const char *text = is_path ? peer->target : peer->types;
	static char name[SHOWN + 32];
	size_t len = strnlen(text, SHOWN);

	while (len && (text[len] & 0xc0) == 0x80)
		len--; /* no half character */
	(void)snprintf(name, sizeof(name), "%s %s%.*s",
	    peer->handles ? "handler" : "listener", is_path ? "" : "of ",
	    (int)len, text);
	return name;
}

bool
peer_wants(const struct peer *peer, const char *type)
{
	char glob[128];
	size_t len;

	for (const char *p = peer->types; *p; p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		if (len == 0 || len >= sizeof(glob))
			continue;
		memcpy(glob, p, len);
		glob[len] = '\0';
		if (fnmatch(glob, type, 0) == 0)
			return true;
	}
	return false;
}

const char *
peer_command(const struct peer *peer)
{
	const char *command = target_command(peer->target);

	return command || !peer->handles ? command : peer->target;
}

struct feed *
peer_feed(struct peer *peer)
{
	return peer->co ? coproc_feed(peer->co) : &peer->pipe;
}

bool
peer_full(struct peer *peer)
{
	return peer->state < PEER_DEAD &&
	       feed_held(peer_feed(peer)) >= PEER_HELD_MAX;
}

/* --- failing --- */

static void
note_code(struct peer *peer, int code)
{
	if (peer->code != EM_TEMP)
		peer->code = code;
}

/* Lines that it does not take are for the caller to put aside. */
static void
lose(struct peer *peer, const void *lines, size_t len)
{
	buf_add(&peer->lost, lines, len);
	peer->missed |= len > 0;
}

void
peer_retire(struct peer *peer, const char *why)
{
	struct feed *feed = peer_feed(peer);
	const char *lines;
	size_t len;

	(void)snprintf(peer->why, sizeof(peer->why), "%s", why);
	if (peer->state >= PEER_DEAD)
		return;
	peer->state = PEER_DEAD;
	peer->sign = clock_monotonic_us();
	lines = feed_unread(feed, &len);
	lose(peer, lines, len);
	buf_truncate(&feed->lines, 0);
	feed->written = 0;
	feed_end(feed);
}

void
peer_fail(struct peer *peer, int code, const char *fmt, ...)
{
	char why[sizeof(peer->why)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	die_note("%s: %s", peer_name(peer), why);
	peer->said = true;
	note_code(peer, code);
	peer_retire(peer, why);
}

void
peer_expel(struct peer *peer, int code, const char *what)
{
	peer_fail(peer, code, "line %zu of its output: %s", peer->came, what);
	peer->mute = true;
	peer->term = clock_monotonic_us();
	coproc_signal(peer->co, SIGTERM);
	coproc_hang_up(peer->co);
}

/* --- opening --- */

/* Tries to open a path; a FIFO may have to wait for its reader. */
static int
open_path(struct peer *peer, struct em_err *err)
{
	int fd, is = target_open(peer->target, &fd, err);

	switch (is) {
	case TARGET_UNREAD:
		peer->state = PEER_OPENING;
		return 0;
	case TARGET_PIPE:
		peer->pipe.fd = fd;
		break;
	case TARGET_FILE:
		peer->file = fd;
		break;
	default:
		return -1;
	}
	peer->state = PEER_OPEN;
	return 0;
}

void
peer_open_later(struct peer *peer)
{
	struct em_err err;

	if (open_path(peer, &err) < 0)
		peer_fail(peer, err.code, "%s", err.msg);
	else if (peer->over)
		peer_end(peer);
}

int
peer_open(struct peer *peer, size_t max_line, struct em_err *err)
{
	const char *command = peer_command(peer);

	peer->file = peer->spool_fd = -1;
	peer->pipe = (struct feed)FEED_INIT;
	peer->sign = clock_monotonic_us();
	if (peer->spool) {
		peer->spool_fd = open(peer->spool,
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		if (peer->spool_fd < 0)
			return err_errno(err, "%s", peer->spool);
	}
	if (!command)
		return open_path(peer, err);
	peer->co = target_start(command, max_line, err);
	peer->state = PEER_OPEN;
	return peer->co ? 0 : -1;
}

static void
shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

void
peer_clear(struct peer *peer)
{
	if (peer->co)
		(void)coproc_close(peer->co);
	peer->co = NULL;
	feed_clear(&peer->pipe);
	shut(&peer->file);
	shut(&peer->spool_fd);
	buf_clear(&peer->lost);
}

/* --- lines to it --- */

void
peer_give(struct peer *peer, const void *bytes, size_t len)
{
	struct em_err err;

	peer->lines++;
	peer->bytes += len;
	if (peer->state >= PEER_DEAD) {
		lose(peer, bytes, len);
	} else if (peer->file < 0) {
		feed_add(peer_feed(peer), bytes, len);
	} else if (target_write(peer->file, bytes, len, &err) < 0) {
		peer_fail(peer, err.code, "%s", err.msg);
		lose(peer, bytes, len);
	}
}

/* A pipe that nobody reads any more, before the next write says so. */
static void
look_for_reader(struct peer *peer)
{
	struct pollfd fd = { peer->pipe.fd, 0, 0 };

	if (fd.fd >= 0 && poll(&fd, 1, 0) > 0 && fd.revents & POLLERR)
		peer_retire(peer, "has no reader any more");
}

void
peer_end(struct peer *peer)
{
	peer->over = true;
	look_for_reader(peer);
	if (peer->state == PEER_OPENING && feed_held(&peer->pipe) == 0)
		peer->state = PEER_GONE; /* nobody came, nothing is missed */
	if (peer->state != PEER_OPEN)
		return;
	peer->state = PEER_CLOSING;
	feed_end(peer_feed(peer));
}
