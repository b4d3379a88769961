/* filter - what filters share around their loop (filter.h). */
#include "filter.h"

#include <getopt.h>
#include <unistd.h>

#include "die.h"

struct ev_io *
filter_open(int argc, char *argv[], const char *name, const char *usage)
{
	static const struct option longopts[] = {
		EV_LONGOPTS,
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct ev_opts opts = EV_OPTS_INIT;
	int c;

	die_setname(name);
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		if (ev_option(&opts, c, optarg))
			continue;
		if (c == 'h')
			die_help(usage);
		if (c == 'V')
			die_version();
		die_usage(usage);
	}
	return ev_open(argv + optind, STDOUT_FILENO, &opts);
}

void
filter_configure(
    struct settings **settings, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);
	struct settings *read;
	struct em_err err;

	if (!ev)
		return;
	read = settings_from_event(ev, &err);
	json_decref(ev);
	if (!read) {
		ev_reject(io, line, "%s", err.msg);
		return;
	}
	settings_free(*settings);
	*settings = read;
	ev_forward(io, line);
}
