/* emgen-introspect - the schema of a database as events. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "config.h"
#include "die.h"
#include "dsn.h"
#include "ev.h"
#include "id.h"
#include "mem.h"
#include "run.h"

static const char usage[] =
    "usage: emgen introspect [--tables GLOBS] [--exclude GLOBS] [--views]\n"
    "           [--prefix P] [--connection NAME] [--schema GLOBS]\n"
    "           [--search-path LIST] [--timeout SECONDS] [--cached]\n"
    "           [--rejects FILE] [--max-line BYTES] [OPTION ...] [DSN | -]\n"
    "\n"
    "DSN is sqlite:PATH or one of another driver; without, Laravel's .env\n"
    "says it.  With - each AnalyzeSchema on standard input is an analysis.\n"
    "\n"
    "Each OPTION shapes the models, and is written for the other stages:\n"
    "  --namespace NS --out DIR --laravel 10..13 --mode all|new|split\n"
    "  --lock FILE\n"
    "  --enums DIR --enums-namespace NS --no-enum-casts\n"
    "  --factories DIR --factories-namespace NS --docs DIR --templates DIR\n"
    "  --requests DIR --requests-namespace NS\n"
    "  --class TABLE=NAME --relation KEY=NAME --audit-inverses\n"
    "  --infer-relations --through TABLES --morph TABLE.NAME=TABLES\n"
    "  --dates mutable|immutable --tinyint1 boolean|integer --hidden GLOBS\n"
    "  --no-defaults --no-fillable --no-strict-types --naming VERSION\n";

static const struct option own_options[] = {
	EV_LONGOPTS,
	{ "tables", required_argument, NULL, 't' },
	{ "exclude", required_argument, NULL, 'x' },
	{ "schema", required_argument, NULL, 's' },
	{ "search-path", required_argument, NULL, 'S' },
	{ "timeout", required_argument, NULL, 'T' },
	{ "cached", no_argument, NULL, 'c' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static void
take_option(struct config *config, struct ev_opts *opts, int c)
{
	struct em_err err;
	int known;

	if (ev_option(opts, c, optarg))
		return;
	switch (c) {
	case 't':
		config_add_globs(&config->tables, optarg);
		return;
	case 'x':
		config_add_globs(&config->exclude, optarg);
		return;
	case 's':
		config_add_globs(&config->schemas, optarg);
		return;
	case 'S':
		free(config->search_path);
		config->search_path = mem_strdup(optarg);
		return;
	case 'T':
		free(config->timeout);
		config->timeout = mem_strdup(optarg);
		return;
	case 'c':
		config->cached = true;
		return;
	case 'h':
		die_help(usage);
	case 'V':
		die_version();
	default:
		known = settings_option(config->settings, c, optarg, &err);
		if (known < 0)
			die_err(&err);
		if (!known)
			die_usage(usage);
	}
}

/* The drivers write events of the same run. */
static void
name_run(void)
{
	const char *run = getenv("EMGEN_CORRELATION_ID");
	char id[ID_TEXT];

	if ((!run || !*run) &&
	    setenv("EMGEN_CORRELATION_ID", id_new(id), 1) < 0)
		die_errno("setenv");
	(void)unsetenv("EMGEN_CAUSATION_ID");
}

/* One analysis: there is nothing to do after it, so the driver takes over. */
_Noreturn static void
introspect(
    const struct config *config, const char *operand, struct ev_opts *opts)
{
	static char nothing[] = "/dev/null";
	static char *const no_input[] = { nothing, NULL };
	const char *name = settings_string(config->settings, "connection");
	struct ev_io *io;
	struct em_err err;
	char *dsn, *path;
	int code;

	dsn = operand ? mem_strdup(operand) : config_dsn(config, name, &err);
	path = dsn ? run_find(dsn, &err) : NULL;
	if (!path)
		die_err(&err);
	name_run();
	io = ev_open(no_input, STDOUT_FILENO, opts);
	run_configure(io, config->settings, NULL, 0);
	code = ev_close(io);
	if (code)
		exit(code);
	run_exec(config, path, dsn);
}

int
main(int argc, char *argv[])
{
	struct option *longopts;
	struct ev_opts opts = EV_OPTS_INIT;
	struct config config;
	struct em_err err;
	struct ev_io *io;
	int c;

	die_setname("emgen-introspect");
	config_init(&config);
	longopts = settings_longopts(own_options, NULL);
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1)
		take_option(&config, &opts, c);
	free(longopts);
	if (argc - optind > 1) {
		die_note("one DSN at most: %s", argv[optind + 1]);
		die_usage(usage);
	}
	if (config_load(&config, &err) < 0)
		die_err(&err);
	if (optind == argc || strcmp(argv[optind], "-") != 0)
		introspect(&config, argv[optind], &opts);
	io = ev_open(argv + optind, STDOUT_FILENO, &opts);
	commands_run(&config, io);
	config_clear(&config);
	return ev_close(io);
}
