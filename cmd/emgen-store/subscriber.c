/* subscriber - the command line of emgen store subscribe (subscriber.h). */
#include "subscriber.h"

#include <getopt.h>

#include "die.h"
#include "number.h"

enum {
	PARK_AFTER = 5,
	MEMBERS_MAX = 1000,
	NUMBER_MAX = 100000,
	BACKOFF_SECONDS_MAX = 86400,
};

/* 1,5,10 */
static void
parse_backoff(struct subscriber *s, const char *text)
{
	s->backoffs =
	    number_list(text, BACKOFF_SECONDS_MAX, s->backoff, BACKOFF_MAX);
	if (!s->backoffs)
		die(EM_PERM, "--backoff: not seconds such as 1,5,10");
}

/* 2/3 */
static void
parse_member(struct store_share *share, const char *text)
{
	const char *p = text;
	int64_t member = number_take(&p, MEMBERS_MAX), members = 0;

	if (*p == '/')
		members = number_parse(p + 1, MEMBERS_MAX);
	if (member < 1 || member > members)
		die(EM_PERM, "--member: not I/N, with I from 1 to N: %s", text);
	*share = (struct store_share){ (unsigned)member, (unsigned)members };
}

static void
take_option(struct subscriber *s, int c)
{
	switch (c) {
	case PLACE_OPT:
		s->place.dsn = optarg;
		break;
	case 't':
		s->query.type = optarg;
		break;
	case 'b':
		s->batch =
		    (unsigned)number_option("batch", optarg, 1, NUMBER_MAX);
		break;
	case 'p':
		s->park_after = (unsigned)number_option(
		    "park-after", optarg, 1, NUMBER_MAX);
		break;
	case 'B':
		parse_backoff(s, optarg);
		break;
	case 'm':
		parse_member(&s->query.share, optarg);
		break;
	case 'a':
		s->append = true;
		break;
	case 'e':
		s->stop_when_empty = true;
		break;
	case 'h':
		verb_help();
	default:
		verb_usage();
	}
}

void
subscriber_parse(struct subscriber *s, int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "type", required_argument, NULL, 't' },
		{ "batch", required_argument, NULL, 'b' },
		{ "park-after", required_argument, NULL, 'p' },
		{ "backoff", required_argument, NULL, 'B' },
		{ "member", required_argument, NULL, 'm' },
		{ "append", no_argument, NULL, 'a' },
		{ "stop-when-empty", no_argument, NULL, 'e' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	*s = (struct subscriber){ .query.share = { 1, 1 },
		.batch = 1,
		.park_after = PARK_AFTER,
		.backoff = { 1, 5, 10 },
		.backoffs = 3 };
	while ((c = getopt_long(argc, argv, "+h", longopts, NULL)) != -1)
		take_option(s, c);
	handler_parse(&s->handler, argv + optind);
}
