/* manage - pause, resume and clear a queue; ask workers to restart. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "die.h"
#include "places.h"
#include "verbs.h"

static int
clear(struct queue *queue, const char *name, struct em_err *err)
{
	int64_t n = queue_clear(queue, name, err);

	if (n >= 0)
		printf("%" PRId64 " deleted\n", n);
	return n < 0 ? -1 : 0;
}

/* One of the queues, or NULL for all workers. */
static int
manage(
    const char *verb, struct queue *queue, const char *name, struct em_err *err)
{
	if (strcmp(verb, "restart") == 0)
		return queue_restart(queue, err);
	if (strcmp(verb, "clear") == 0)
		return clear(queue, name, err);
	if (queue_pause(queue, name, strcmp(verb, "pause") == 0, err) < 0)
		return -1;
	return queue_notify(queue, name, err);
}

int
manage_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	const char *verb = verb_name();
	struct places places = { .queue = NULL };
	struct em_err err;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (c == 'h')
			verb_help();
		if (!places_option(&places, c, optarg))
			verb_usage();
	}
	if ((optind == argc) != (strcmp(verb, "restart") == 0))
		verb_usage();
	places_open_queue(&places);
	do {
		if (manage(verb, places.queue, argv[optind], &err) < 0)
			die_err(&err);
	} while (argv[optind] && argv[++optind]);
	places_close(&places);
	die_flush();
	return EM_OK;
}
