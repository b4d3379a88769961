/* subscriber - the command line of emgen store subscribe (subscriber.h). */
#include "subscriber.h"

#include <getopt.h>
#include <stdlib.h>

#include "die.h"

enum { PARK_AFTER = 5, MEMBERS_MAX = 1000 };

static unsigned
parse_number(const char *option, const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '1' || *text > '9' || *end || n > 100000)
		die(EM_PERM, "%s: not a number from 1 to 100000: %s", option,
		    text);
	return (unsigned)n;
}

/* 1,5,10 */
static void
parse_backoff(struct subscriber *s, const char *text)
{
	char *end;

	s->backoffs = 0;
	do {
		unsigned long n = strtoul(text, &end, 10);

		if (*text < '0' || *text > '9' || (*end && *end != ',') ||
		    n > 86400 || s->backoffs == BACKOFF_MAX)
			die(EM_PERM, "--backoff: not seconds such as 1,5,10");
		s->backoff[s->backoffs++] = (unsigned)n;
		text = end + 1;
	} while (*end);
}

/* 2/3 */
static void
parse_member(struct store_share *share, const char *text)
{
	char *end;
	unsigned long member = strtoul(text, &end, 10), members = 0;

	if (*end == '/' && end[1] >= '1' && end[1] <= '9')
		members = strtoul(end + 1, &end, 10);
	if (*text < '1' || *text > '9' || *end || member > members ||
	    members > MEMBERS_MAX)
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
		s->batch = parse_number("--batch", optarg);
		break;
	case 'p':
		s->park_after = parse_number("--park-after", optarg);
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
