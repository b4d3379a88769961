/* route - where a line goes (route.h). */
#include "route.h"

#include <stdio.h>
#include <string.h>

#include "id.h"
#include "jsonr.h"
#include "target.h"

enum {
	BAD_MAX = 100, /* bad lines of a program that are put aside */
	HEAD = 4096,   /* bytes that are around a command in an event */
};

bool
route_has_room(struct bus *bus, int from)
{
	if (feed_held(&bus->out) >= PEER_HELD_MAX)
		return false;
	for (size_t i = (size_t)from + 1; i < bus->count; i++)
		if (peer_full(&bus->peers[i]))
			return false;
	return true;
}

static void
publish(struct bus *bus, const struct ev_line *line, int from)
{
	for (size_t i = (size_t)from + 1; i < bus->count; i++) {
		struct peer *peer = &bus->peers[i];

		if (!peer->handles && peer_wants(peer, line->type)) {
			peer_give(peer, line->bytes, line->len);
			route_lost(bus, (int)i);
		}
	}
	feed_add(&bus->out, line->bytes, line->len);
	for (size_t i = 0; i < bus->tap_count; i++)
		tap_give(&bus->taps[i], line->bytes, line->len);
}

/* A line that is no event; a program may not go on writing such lines. */
static void
reject_line(
    struct bus *bus, const struct ev_line *line, int from, const char *what)
{
	struct peer *peer = from < 0 ? NULL : &bus->peers[from];

	if (!peer) {
		ev_reject(bus->io, line, "%s", what);
		return;
	}
	if (ev_can_reject(bus->io))
		ev_reject(bus->io, line, "%s: %s", peer_name(peer), what);
	if (!ev_can_reject(bus->io) || ++peer->bad > BAD_MAX)
		peer_expel(peer, EM_PERM, what);
}

/* --- commands --- */

/* Of the command, what an envelope can have. */
static json_t *
cause_of(const json_t *command)
{
	const char *id = ev_str(command, "id");
	const char *run = ev_str(command, "correlationid");
	json_t *cause = json_object();

	if (id_valid(id)) {
		(void)json_object_set_new(cause, "id", json_string(id));
		(void)json_object_set_new(cause, "correlationid",
		    json_string(id_valid(run) ? run : id));
	}
	return cause;
}

/* Made of a command: one that is too long to be in an event is put aside. */
static void
reject_command(struct bus *bus, const struct ev_line *original, json_t *command,
    int from, const char *reason)
{
	json_t *cause = cause_of(command);
	const struct ev_head head = {
		.type = "CommandRejected", .cause = cause, .n = bus->rejected++
	};
	struct buf *held = ev_held(bus->io);
	struct ev_line line = { .type = head.type };
	struct buf text = BUF_INIT;

	if (original->len + HEAD > bus->limits.max_line) {
		ev_reject(bus->io, original, "%s", reason);
		json_decref(cause);
		return;
	}
	ev_emit(bus->io, &head,
	    json_pack("{s:s,s:O}", "reason", reason, "command", command));
	buf_add(&text, held->data, held->len);
	buf_truncate(held, 0);
	line.bytes = text.data;
	line.len = text.len;
	publish(bus, &line, from);
	buf_clear(&text);
	json_decref(cause);
}

static int
handler_of(const struct bus *bus, const char *type)
{
	for (size_t i = 0; i < bus->count && bus->peers[i].handles; i++)
		if (strcmp(bus->peers[i].types, type) == 0)
			return (int)i;
	return -1;
}

static void
dispatch(struct bus *bus, const struct ev_line *line, int from)
{
	int to = handler_of(bus, line->type);
	struct jsonr_error why = { 0, "" };
	struct em_err err = { EM_PERM, "" };
	json_t *command = jsonr_parse(line->bytes, line->len, &why);

	if (!command) {
		(void)err_set(&err, EM_PERM, "not JSON at byte %zu: %s",
		    why.at + 1, why.what);
		reject_line(bus, line, from, err.msg);
		return;
	}
	if (to < 0)
		(void)err_set(&err, EM_PERM, "nobody handles %s", line->type);
	else if (to <= from)
		(void)err_set(&err, EM_PERM,
		    "%s is handled before what sent it", line->type);
	else if (commands_check(bus->commands, command, &err) == 0)
		err.msg[0] = '\0';
	if (*err.msg) {
		reject_command(bus, line, command, from, err.msg);
	} else {
		peer_give(&bus->peers[to], line->bytes, line->len);
		route_lost(bus, to);
	}
	json_decref(command);
}

void
route_line(struct bus *bus, const struct ev_line *line, int from)
{
	if (bus->handles && commands_has(bus->commands, line->type))
		dispatch(bus, line, from);
	else
		publish(bus, line, from);
}

void
route_output(struct bus *bus, int from)
{
	struct peer *peer = &bus->peers[from];
	struct coproc_line raw;
	struct em_err err;

	while (route_has_room(bus, from) && peer_line(peer, &raw)) {
		struct ev_line line = { raw.bytes, raw.len, "", peer->came,
			peer->came_bytes - raw.len };

		if (ev_look(bus->io, &line, &err) < 0)
			reject_line(bus, &line, from, err.msg);
		else if (!peer_wants(peer, line.type))
			route_line(bus, &line, from);
	}
}

/* --- what was not taken --- */

static void
put_aside(struct bus *bus, int at, const struct ev_line *line)
{
	struct peer *peer = &bus->peers[at];
	struct jsonr_error why = { 0, "" };
	struct em_err err;
	char reason[sizeof(peer->why) + 128];
	json_t *command;

	peer->aside++;
	if (peer->handles) {
		command = jsonr_parse(line->bytes, line->len, &why);
		(void)snprintf(reason, sizeof(reason), "%s: %s",
		    peer_name(peer), peer->why);
		if (command)
			reject_command(bus, line, command, at, reason);
		json_decref(command);
	} else if (peer->spool_fd >= 0 &&
		   target_write(peer->spool_fd, line->bytes, line->len, &err) ==
		       0) {
		peer->kept++;
	} else if (ev_can_reject(bus->io)) {
		ev_reject(bus->io, line, "%s: %s", peer_name(peer), peer->why);
		peer->kept++;
	}
}

void
route_lost(struct bus *bus, int at)
{
	struct peer *peer = &bus->peers[at];
	struct buf lost = peer->lost;
	size_t before = peer->lines;
	const char *nl;

	peer->lost = (struct buf)BUF_INIT;
	for (size_t i = 0; i < lost.len; i++)
		before -= lost.data[i] == '\n';
	for (size_t start = 0; start < lost.len;) {
		const char *bytes = lost.data + start;
		struct ev_line line = { bytes, 0, "", ++before,
			peer->bytes - (lost.len - start) };

		nl = memchr(bytes, '\n', lost.len - start);
		if (!nl)
			break;
		line.len = (size_t)(nl - bytes) + 1;
		put_aside(bus, at, &line);
		start += line.len;
	}
	buf_clear(&lost);
}
