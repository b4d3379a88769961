/* work_options - the command line of emgen queue work (work_options.h). */
#include "work_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "follow_up.h"
#include "mem.h"
#include "number.h"
#include "places.h"
#include "proc.h"
#include "verbs.h"

enum { WORKERS_MAX = 256, KILL_MARGIN = 5 };

/* --- values --- */

/* 1,5,10 */
static void
parse_backoff(struct work_options *opt, char *text)
{
	opt->backoffs = number_list(text, INT32_MAX, opt->backoff, BACKOFF_MAX);
	if (!opt->backoffs)
		die(EM_PERM, "--backoff: not seconds such as 1,5,10");
}

/* high,default */
static void
parse_queues(struct work_options *opt, char *text)
{
	size_t n = 0;
	char *p, *names = mem_strdup(text);

	free(opt->names);
	opt->names = names;
	free(opt->queues);
	opt->queues = mem_zalloc(strlen(text) + 2, sizeof(*opt->queues));
	while ((p = strsep(&names, ","))) {
		if (!*p)
			die(EM_PERM, "--queue: a name is empty: %s", text);
		opt->queues[n++] = p;
	}
}

static void
parse_throttle(struct work_options *opt, char *text)
{
	if (limiter_rate_parse(&opt->throttle, &opt->throttle_name, text) < 0)
		die(EM_PERM,
		    "--throttle: not NAME:ALLOW/EVERY, such as "
		    "model-generation:10/60, or a name of more than %d "
		    "bytes: %s",
		    LIMITER_NAME_MAX, text);
}

static void
parse_window(struct work_options *opt, char *text)
{
	opt->window = limiter_window_option(text);
}

/* --- options --- */

enum kind { COUNT, SECONDS, TEXT, FLAG, OTHER };

/* What an option sets: a field of its kind, or what parse() makes of it. */
static const struct entry {
	const char *name;
	enum kind kind;
	size_t at;
	int64_t least;
	void (*parse)(struct work_options *opt, char *text);
} entries[] = {
#define FIELD(f) offsetof(struct work_options, f)
	{ "database", TEXT, FIELD(database), 0, NULL },
	{ "queue", OTHER, 0, 0, parse_queues },
	{ "name", TEXT, FIELD(name), 0, NULL },
	{ "workers", COUNT, FIELD(workers), 1, NULL },
	{ "stream", FLAG, FIELD(stream), 0, NULL },
	{ "tries", COUNT, FIELD(tries), 0, NULL },
	{ "max-crashes", COUNT, FIELD(max_crashes), 0, NULL },
	{ "backoff", OTHER, 0, 0, parse_backoff },
	{ "timeout", SECONDS, FIELD(timeout), 0, NULL },
	{ "retry-after", COUNT, FIELD(retry_after), 1, NULL },
	{ "grace", SECONDS, FIELD(grace), 0, NULL },
	{ "sleep", SECONDS, FIELD(sleep), 0, NULL },
	{ "rest", SECONDS, FIELD(rest), 0, NULL },
	{ "block-for", SECONDS, FIELD(block_for), 0, NULL },
	{ "max-jobs", COUNT, FIELD(max_jobs), 0, NULL },
	{ "max-time", COUNT, FIELD(max_time), 0, NULL },
	{ "memory", COUNT, FIELD(memory), 1, NULL },
	{ "max-output", COUNT, FIELD(max_output), 1, NULL },
	{ "once", FLAG, FIELD(once), 0, NULL },
	{ "stop-when-empty", FLAG, FIELD(stop_when_empty), 0, NULL },
	{ "stop-when-done", FLAG, FIELD(stop_when_done), 0, NULL },
	{ "throttle", OTHER, 0, 0, parse_throttle },
	{ "window", OTHER, 0, 0, parse_window },
	{ "throttle-counts", COUNT, FIELD(throttle_counts), 0, NULL },
	{ "release", COUNT, FIELD(release), 0, NULL },
	{ "no-overlap", TEXT, FIELD(no_overlap), 0, NULL },
	{ "unique", TEXT, FIELD(unique), 0, NULL },
	{ "ttl", COUNT, FIELD(ttl), 1, NULL },
	{ "push", OTHER, 0, 0, follow_up_add },
	{ "store", TEXT, FIELD(store), 0, NULL },
	{ "failed", TEXT, FIELD(failed), 0, NULL },
	{ "on-failed", TEXT, FIELD(on_failed), 0, NULL },
#undef FIELD
};
enum { ENTRIES = sizeof(entries) / sizeof(entries[0]) };

static void
take_option(struct work_options *opt, const struct entry *entry)
{
	char *field = (char *)opt + entry->at;

	switch (entry->kind) {
	case COUNT:
		*(int64_t *)(void *)field =
		    number_option(entry->name, optarg, entry->least, INT32_MAX);
		break;
	case SECONDS:
		*(double *)(void *)field =
		    number_seconds(entry->name, optarg, INT32_MAX);
		break;
	case TEXT:
		*(const char **)(void *)field = optarg;
		break;
	case FLAG:
		*(bool *)field = true;
		break;
	case OTHER:
		entry->parse(opt, optarg);
		break;
	}
}

static void
take_options(struct work_options *opt, int argc, char *argv[])
{
	struct option longopts[ENTRIES + 2] = { { NULL, 0, NULL, 0 } };
	int c, at;

	for (size_t i = 0; i < ENTRIES; i++)
		longopts[i] = (struct option){ entries[i].name,
			entries[i].kind == FLAG ? no_argument
						: required_argument,
			NULL, 0 };
	longopts[ENTRIES] = (struct option){ "help", no_argument, NULL, 'h' };
	while ((c = getopt_long(argc, argv, "+h", longopts, &at)) != -1) {
		if (c == 'h')
			verb_help();
		if (c != 0)
			verb_usage();
		take_option(opt, &entries[at]);
	}
	opt->argv = argv + optind;
}

/* --- what must hold between them --- */

static void
check(const struct work_options *opt)
{
	if (opt->timeout + KILL_MARGIN >= (double)opt->retry_after)
		die(EM_PERM,
		    "--timeout %g is not %d below --retry-after %lld: a job "
		    "would run a second time before the first is killed",
		    opt->timeout, KILL_MARGIN, (long long)opt->retry_after);
	if (opt->workers > WORKERS_MAX)
		die(EM_PERM, "--workers: more than %d", WORKERS_MAX);
	if (!opt->unique != !opt->ttl)
		die(EM_PERM, "--unique and --ttl go together");
	if (opt->once && opt->workers > 1)
		die(EM_PERM, "--once is of one job: no --workers");
	if (opt->store && opt->database && strcmp(opt->store, "-") != 0 &&
	    strcmp(opt->store, opt->database) != 0)
		die(EM_PERM, "--store: events, acknowledgement and jobs share "
			     "a transaction: it must be the --database");
}

static void
find_handler(struct work_options *opt)
{
	if (!opt->argv[0])
		verb_usage();
	errno = 0;
	opt->path = proc_find(opt->argv[0]);
	if (!opt->path)
		die(proc_code_of_errno(errno), "%s: %s", opt->argv[0],
		    errno == EACCES ? "it cannot be executed" : "not found");
}

void
work_options_parse(struct work_options *opt, int argc, char *argv[])
{
	static char default_queue[] = "default";

	*opt = (struct work_options){ .name = "default",
		.workers = 1,
		.tries = 1,
		.max_crashes = WORK_UNSAID,
		.backoffs = 1,
		.timeout = 60,
		.retry_after = 90,
		.sleep = 3,
		.memory = 128,
		.max_output = 256,
		.throttle_counts = 1,
		.release = 60 };
	parse_queues(opt, default_queue);
	take_options(opt, argc, argv);
	if (opt->store && !opt->database && strcmp(opt->store, "-") != 0)
		opt->database = opt->store;
	check(opt);
	opt->throttle.window = opt->window;
	follow_up_add_own(opt);
	find_handler(opt);
}

void
work_options_clear(struct work_options *opt)
{
	free(opt->queues);
	free(opt->names);
	free(opt->throttle_name);
	free(opt->path);
}
