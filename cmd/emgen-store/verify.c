/* verify - whether what is stored is what was appended. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "die.h"
#include "verbs.h"

static void
say(int64_t position, const char *what)
{
	die_note("position %" PRId64 ": %s", position, what);
}

int
verify_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct place place = { .dsn = NULL };
	struct em_err err;
	int64_t wrong;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (c == PLACE_OPT)
			place.dsn = optarg;
		else if (c == 'h')
			die_help(store_usage);
		else
			die_usage(store_usage);
	}
	if (optind < argc)
		die_usage(store_usage);
	place_open(&place);
	wrong = store_verify(place.store, say, &err);
	if (wrong < 0)
		die_err(&err);
	place_close(&place);
	return wrong > 0 ? EM_NO : EM_OK;
}
