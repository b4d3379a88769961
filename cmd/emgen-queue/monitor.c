/* monitor - how full queues are; "no" when one is fuller than it may be. */
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "jsonw.h"
#include "mem.h"
#include "number.h"
#include "places.h"
#include "print.h"
#include "verbs.h"

enum { MAX = 1000 }; /* as Laravel has it */

static int64_t
size_of(const struct queue_counts *counts)
{
	return counts->ready + counts->delayed + counts->reserved;
}

static void
add_json(struct buf *out, const struct queue_counts *counts, bool busy)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "queue", counts->queue);
	jsonw_int(out, "size", size_of(counts));
	jsonw_int(out, "ready", counts->ready);
	jsonw_int(out, "delayed", counts->delayed);
	jsonw_int(out, "reserved", counts->reserved);
	jsonw_int(out, "oldestSeconds", counts->oldest);
	jsonw_bool(out, "paused", counts->paused);
	jsonw_text(out, "status", busy ? "ALERT" : "OK");
	buf_addc(out, '}');
}

static void
add_line(struct buf *out, const struct queue_counts *counts, bool busy)
{
	print_cell(out, counts->queue, 20);
	buf_addf(out,
	    "%8" PRId64 "  %8" PRId64 "  %8" PRId64 "  %8" PRId64 " s  %s%s\n",
	    counts->ready, counts->delayed, counts->reserved, counts->oldest,
	    busy ? "ALERT" : "OK", counts->paused ? " paused" : "");
}

/* Whether all are within their bounds. */
static bool
print(const struct queue_counts *counts, size_t n, int64_t max, bool json)
{
	struct buf out = BUF_INIT;
	bool good = true;

	print_start(&out, json,
	    "queue                    ready   delayed  reserved      oldest  "
	    "status");
	for (size_t i = 0; i < n; i++) {
		bool busy = size_of(&counts[i]) >= max;

		good &= !busy;
		if (json)
			add_json(&out, &counts[i], busy);
		else
			add_line(&out, &counts[i], busy);
	}
	print_end(&out, json);
	return good;
}

/* "high,low" as an array that ends with NULL; it changes the text. */
static const char **
split(char *names)
{
	const char **list = NULL;
	size_t n = 0, cap = 0;
	char *rest = names;

	do {
		char *name = strsep(&rest, ",");

		list = mem_grow(list, &cap, n, sizeof(*list));
		list[n++] = name;
	} while (rest);
	list = mem_grow(list, &cap, n, sizeof(*list));
	list[n] = NULL;
	return list;
}

int
monitor_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "max", required_argument, NULL, 'm' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct places places = { .looks = true };
	struct queue_counts *counts;
	const char **names = NULL;
	int64_t max = MAX;
	struct em_err err;
	bool json = false, good;
	size_t n;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (places_option(&places, c, optarg))
			continue;
		if (c == 'm')
			max = number_option("max", optarg, 1, INT32_MAX);
		else if (c == 'j')
			json = true;
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if (argc - optind > 1)
		verb_usage();
	if (argv[optind])
		names = split(argv[optind]);
	places_open_queue(&places);
	counts = queue_count(places.queue, names, &n, &err);
	if (!counts)
		die_err(&err);
	good = print(counts, n, max, json);
	queue_counts_free(counts, n);
	free(names);
	places_close(&places);
	return good ? EM_OK : EM_NO;
}
