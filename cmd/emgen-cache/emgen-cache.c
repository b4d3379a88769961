/* emgen-cache - remember an analysis, and replay it as events. */
#include <getopt.h>
#include <string.h>

#include "die.h"
#include "request.h"
#include "verb.h"

static const char usage[] =
    "usage: emgen cache remember [--database DSN] [--tag TAG] [--ttl TIME]\n"
    "           [--restamp] KEY -- COMMAND [ARG ...]\n"
    "       emgen cache put [--database DSN] [--tag TAG] [--ttl TIME]\n"
    "           KEY [FILE ...]\n"
    "       emgen cache get [--database DSN] [--tag TAG] KEY\n"
    "       emgen cache forget [--database DSN] KEY\n"
    "       emgen cache flush [--database DSN] --all | --tag TAG\n"
    "       emgen cache list [--database DSN] [--tag TAG] [--json]\n"
    "       emgen cache sweep [--database DSN]\n";

enum { DAY = 86400 }; /* how long a value lives, if nobody says */

static const struct option longopts[] = {
	{ "database", required_argument, NULL, 'd' },
	{ "tag", required_argument, NULL, 't' },
	{ "ttl", required_argument, NULL, 'T' },
	{ "all", no_argument, NULL, 'a' },
	{ "restamp", no_argument, NULL, 'r' },
	{ "json", no_argument, NULL, 'j' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static const struct action {
	const char *name;
	int (*run)(const struct request *request);
	const char *options;
	enum { NOTHING, KEY, FILES, COMMAND } operands; /* all but one a key */
} actions[] = {
	{ "flush", flush_run, "dta", NOTHING },
	{ "forget", forget_run, "d", KEY },
	{ "get", get_run, "dt", KEY },
	{ "list", list_run, "dtj", NOTHING },
	{ "put", put_run, "dtT", FILES },
	{ "remember", remember_run, "dtTr", COMMAND },
	{ "sweep", sweep_run, "d", NOTHING },
};
enum { ACTIONS = sizeof(actions) / sizeof(*actions) };

static void
take_option(struct request *request, int c)
{
	struct em_err err;

	switch (c) {
	case 'd':
		request->dsn = optarg;
		break;
	case 't':
		if (cache_add_tag(&request->name, optarg, &err) < 0)
			die_err(&err);
		break;
	case 'T':
		if (cache_parse_ttl(optarg, &request->ttl) < 0)
			die(EM_PERM,
			    "--ttl: not a time such as 90, 15m, 24h or 7d: %s",
			    optarg);
		break;
	case 'a':
		request->all = true;
		break;
	case 'r':
		request->restamp = true;
		break;
	case 'j':
		request->json = true;
		break;
	default:
		break;
	}
}

/* A key, and behind it what the verb takes. */
static void
take_operands(
    struct request *request, const struct action *action, char *argv[])
{
	struct em_err err;
	bool dashes = strcmp(argv[optind - 1], "--") == 0;

	request->operands = argv + optind;
	if (action->operands != NOTHING) {
		if (!argv[optind])
			verb_usage();
		if (cache_set_key(&request->name, argv[optind], &err) < 0)
			die_err(&err);
		request->operands++;
	}
	if (action->operands == COMMAND && (!dashes || !*request->operands))
		verb_usage();
	if (action->operands <= KEY && *request->operands)
		verb_usage();
}

static struct cache *
open_cache(const struct request *request, bool looks)
{
	struct em_err err;
	struct cache *cache = cache_open(request->dsn, looks, &err);

	if (!cache)
		die_err(&err);
	return cache;
}

struct cache *
request_cache(const struct request *request)
{
	return open_cache(request, false);
}

struct cache *
request_cache_to_look(const struct request *request)
{
	return open_cache(request, true);
}

static int
cache_main(int argc, char *argv[])
{
	struct request request = { .ttl = DAY };
	const struct action *action = actions;
	int c;

	while (strcmp(action->name, verb_name()) != 0)
		action++;
	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (c == 'h')
			verb_help();
		if (!strchr(action->options, c))
			verb_usage();
		take_option(&request, c);
	}
	take_operands(&request, action, argv);
	return action->run(&request);
}

int
main(int argc, char *argv[])
{
	struct verb verbs[ACTIONS + 1] = { { NULL, NULL } };

	die_setname("emgen-cache");
	for (size_t i = 0; i < ACTIONS; i++)
		verbs[i] = (struct verb){ actions[i].name, cache_main };
	return verb_main(verbs, usage, argc, argv);
}
