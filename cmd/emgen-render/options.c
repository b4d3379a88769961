/* options - the command line of emgen-render (options.h). */
#include "options.h"

#include <getopt.h>
#include <stdlib.h>

#include "die.h"
#include "mem.h"

static const char usage[] =
    "usage: emgen render [--out DIR] [--enums DIR] [--factories DIR] "
    "[--requests DIR]\n"
    "           [--docs DIR] [--diagram KIND] [--templates DIR] "
    "[--artifact NAME]\n"
    "           [--lock FILE] [--force] [--check] [--diff | --dry-run]\n"
    "           [--rejects FILE] [--max-line BYTES] [FILE ...]\n";

enum option_id {
	OPT_ARTIFACT = 0x3000,
	OPT_CHECK,
	OPT_DIFF,
	OPT_DRY_RUN,
	OPT_FORCE,
};

static const struct option own_options[] = {
	EV_LONGOPTS,
	{ "artifact", required_argument, NULL, OPT_ARTIFACT },
	{ "check", no_argument, NULL, OPT_CHECK },
	{ "diff", no_argument, NULL, OPT_DIFF },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ "force", no_argument, NULL, OPT_FORCE },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

/* Settings that flags of this program beat. */
static const char *const flag_names[] = { "out", "enums", "factories",
	"requests", "docs", "diagram", "templates", "lock", NULL };

static void
add_artifact(struct options *options, char *name)
{
	options->artifacts =
	    mem_grow(options->artifacts, &options->artifact_cap,
		options->artifact_count, sizeof(*options->artifacts));
	options->artifacts[options->artifact_count++] = name;
}

static void
take_option(struct options *options, int c)
{
	struct em_err err;
	int known;

	if (ev_option(&options->ev, c, optarg))
		return;
	switch (c) {
	case OPT_ARTIFACT:
		add_artifact(options, optarg);
		return;
	case OPT_CHECK:
		options->check = true;
		return;
	case OPT_DIFF:
		options->mode = OUTPUT_DIFF;
		return;
	case OPT_DRY_RUN:
		options->mode = OUTPUT_DRY_RUN;
		return;
	case OPT_FORCE:
		options->force = true;
		return;
	case 'h':
		die_help(usage);
	case 'V':
		die_version();
	default:
		known = settings_option(options->flags, c, optarg, &err);
		if (known < 0)
			die_err(&err);
		if (!known)
			die_usage(usage);
	}
}

void
options_take(struct options *options, int argc, char *argv[])
{
	struct option *longopts = settings_longopts(own_options, flag_names);
	int c;

	*options =
	    (struct options){ .ev = EV_OPTS_INIT, .flags = settings_default() };
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1)
		take_option(options, c);
	free(longopts);
	if (options->check && options->mode == OUTPUT_WRITE)
		options->mode = OUTPUT_DRY_RUN;
}

void
options_clear(struct options *options)
{
	free(options->artifacts);
	settings_free(options->flags);
}
