/* options - the command line of emgen-dispatch (options.h). */
#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "number.h"

static const char usage[] =
    "usage: emgen dispatch [--handle COMMAND PROGRAM] [--commands COMMANDS]\n"
    "           [--on TYPES TARGET [--spool FILE]] [--tap FIFO]\n"
    "           [--stall SECONDS] [--grace SECONDS]\n"
    "           [--rejects FILE] [--max-line BYTES] [FILE ...]\n"
    "       emgen dispatch [--to FILE] COMMAND [NAME=VALUE ...]\n"
    "\n"
    "TARGET is a file, a FIFO, >(...) of bash, or '|PROGRAM'.  TYPES are\n"
    "joined by commas; 'Model*' and '*' are patterns.\n";

enum { SECOND = 1000000, SECONDS_MAX = 1000000, STALL = 300, GRACE = 5 };

/* To append to; what goes to stdout is what was not for somebody else. */
static const char *
take_file(const char *option, const char *path)
{
	if (strcmp(path, "-") == 0)
		die(EM_PERM, "--%s: stdout is for the stream: name a file",
		    option);
	return path;
}

/* Target is what follows the option's own argument. */
static void
add_peer(struct options *options, bool handles, const char *types,
    const char *target)
{
	struct bus *bus = &options->bus;

	if (!target)
		die_usage(usage);
	optind++;
	bus->peers = mem_grow(
	    bus->peers, &options->peer_cap, bus->count, sizeof(*bus->peers));
	bus->peers[bus->count++] = (struct peer){ .handles = handles,
		.types = types,
		.target = take_file(handles ? "handle" : "on", target) };
	bus->handles |= handles;
}

static void
add_spool(struct options *options, const char *file)
{
	struct bus *bus = &options->bus;

	if (bus->count == 0 || bus->peers[bus->count - 1].handles)
		die(EM_PERM, "--spool: follows the --on that it is for");
	bus->peers[bus->count - 1].spool = take_file("spool", file);
}

static void
add_tap(struct options *options, const char *path)
{
	struct bus *bus = &options->bus;
	struct em_err err;

	bus->taps = mem_grow(
	    bus->taps, &options->tap_cap, bus->tap_count, sizeof(*bus->taps));
	if (tap_open(&bus->taps[bus->tap_count++], path, &err) < 0)
		die_err(&err);
}

static void
take(struct options *options, int c, const char *next)
{
	const char *first = optarg;

	switch (c) {
	case 'c':
		add_peer(options, true, first, next);
		break;
	case 'C':
		options->commands = first;
		options->bus.handles = true;
		break;
	case 'o':
		add_peer(options, false, first, next);
		break;
	case 's':
		add_spool(options, first);
		break;
	case 't':
		add_tap(options, first);
		break;
	case 'S':
		options->bus.limits.stall =
		    SECOND * number_option("stall", first, 0, SECONDS_MAX);
		break;
	case 'G':
		options->bus.limits.grace =
		    SECOND * number_option("grace", first, 0, SECONDS_MAX);
		break;
	case 'T':
		options->to = take_file("to", first);
		break;
	case 'h':
		die_help(usage);
	case 'V':
		die_version();
	default:
		die_usage(usage);
	}
}

void
options_take(struct options *options, int argc, char *argv[])
{
	static const struct option longopts[] = {
		EV_LONGOPTS,
		{ "handle", required_argument, NULL, 'c' },
		{ "commands", required_argument, NULL, 'C' },
		{ "on", required_argument, NULL, 'o' },
		{ "spool", required_argument, NULL, 's' },
		{ "tap", required_argument, NULL, 't' },
		{ "stall", required_argument, NULL, 'S' },
		{ "grace", required_argument, NULL, 'G' },
		{ "to", required_argument, NULL, 'T' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct bus *bus = &options->bus;
	int c;

	*options = (struct options){ .ev = EV_OPTS_INIT };
	options->ev.drains = true;
	bus->limits = (struct peer_limits){ (int64_t)STALL * SECOND,
		(int64_t)GRACE * SECOND, 0 };
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1)
		if (!ev_option(&options->ev, c, optarg))
			take(options, c, argv[optind]);
	bus->limits.max_line = options->ev.max_line;
	options->words = argv + optind;
	options->makes =
	    !bus->handles && !bus->count && !bus->tap_count && argv[optind];
	if (options->to && !options->makes)
		die_usage(usage);
}

/* --- what they come to --- */

static const struct peer *
handler(const struct bus *bus, const char *type)
{
	for (size_t i = 0; i < bus->count; i++)
		if (bus->peers[i].handles &&
		    strcmp(bus->peers[i].types, type) == 0)
			return &bus->peers[i];
	return NULL;
}

static void
check_handlers(const struct bus *bus)
{
	for (size_t i = 0; i < bus->count; i++) {
		const struct peer *peer = &bus->peers[i];
		struct em_err err;

		if (!peer->handles)
			continue;
		if (!commands_has(bus->commands, peer->types)) {
			(void)commands_unknown(
			    bus->commands, peer->types, &err);
			die(EM_PERM, "--handle: %s", err.msg);
		}
		if (handler(bus, peer->types) != peer)
			die(EM_PERM, "--handle: two handlers of %s",
			    peer->types);
	}
}

static void
check_commands(const struct bus *bus, const char *list)
{
	size_t len;

	for (const char *p = list; p && *p; p += len + (p[len] == ',')) {
		char *type;

		len = strcspn(p, ",");
		type = mem_strndup(p, len);
		if (len && !handler(bus, type))
			die(EM_PERM, "--commands: no handler of %s", type);
		free(type);
	}
}

static int
rank(const struct peer *peer)
{
	return peer->handles ? 0 : peer_command(peer) ? 1 : 2;
}

void
options_settle(struct options *options)
{
	struct bus *bus = &options->bus;

	for (size_t i = 1; i < bus->count; i++)
		for (size_t k = i;
		     k > 0 && rank(&bus->peers[k]) < rank(&bus->peers[k - 1]);
		     k--) {
			struct peer peer = bus->peers[k];

			bus->peers[k] = bus->peers[k - 1];
			bus->peers[k - 1] = peer;
		}
	for (size_t i = 0; i < bus->count; i++)
		if (peer_command(&bus->peers[i]) &&
		    !*peer_command(&bus->peers[i]))
			die(EM_PERM, "%s: no program",
			    peer_name(&bus->peers[i]));
	if (bus->handles) {
		check_handlers(bus);
		check_commands(bus, options->commands);
	}
}
