/* flush - failed jobs are deleted: all, those of long ago, or some. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "die.h"
#include "number.h"
#include "places.h"
#include "verbs.h"

enum { PRUNE_HOURS = 24 };

/* How many went; says which uuid is not there. */
static int64_t
forget(struct places *places, char *const uuids[], int *code)
{
	struct em_err err;
	int64_t n, all = 0;

	for (; *uuids; uuids++) {
		n = failed_forget(places->failed, *uuids, &err);
		if (n < 0)
			die_err(&err);
		if (n == 0) {
			die_warn("%s: no such failed job", *uuids);
			*code = EM_PERM;
		}
		all += n;
	}
	return all;
}

static int64_t
flush(struct places *places, int64_t hours)
{
	struct em_err err;
	int64_t n = failed_flush(places->failed, hours, &err);

	if (n < 0)
		die_err(&err);
	return n;
}

int
flush_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACES_LONGOPTS,
		{ "hours", required_argument, NULL, 'H' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	bool forgets = strcmp(verb_name(), "forget") == 0;
	int64_t hours =
	    strcmp(verb_name(), "prune-failed") == 0 ? PRUNE_HOURS : FAILED_ALL;
	struct places places = { .queue = NULL };
	int c, code = EM_OK;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (places_option(&places, c, optarg))
			continue;
		if (c == 'H' && !forgets)
			hours = number_option("hours", optarg, 0, INT32_MAX);
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if ((optind < argc) != forgets)
		verb_usage();
	places_open_failed(&places);
	printf("%" PRId64 " deleted\n",
	    forgets ? forget(&places, argv + optind, &code)
		    : flush(&places, hours));
	places_close(&places);
	die_flush();
	return code;
}
