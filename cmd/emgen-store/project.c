/* project - the tables that say what the models are now, brought up to date. */
#include <getopt.h>
#include <unistd.h>

#include "die.h"
#include "projection.h"
#include "verbs.h"

int
project_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "rebuild", no_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct projection *projection;
	struct place place = { .dsn = NULL };
	struct em_err err;
	bool rebuild = false;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (c == PLACE_OPT)
			place.dsn = optarg;
		else if (c == 'r')
			rebuild = true;
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if (optind < argc)
		verb_usage();
	place_open(&place);
	projection = projection_open(place.store, &err);
	if (!projection || projection_update(projection, rebuild, &err) < 0)
		die_err(&err);
	projection_close(projection);
	place_close(&place);
	return EM_OK;
}
