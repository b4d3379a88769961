/* list - the jobs of a queue, or of all, those first that come first. */
#include <getopt.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "job.h"
#include "jsonw.h"
#include "number.h"
#include "places.h"
#include "print.h"
#include "verbs.h"

enum { LIMIT = 100 };

struct list {
	struct places places;
	enum queue_state state;
	unsigned limit;
	bool json;
	struct buf out;
};

static const char *const states[] = {
	[QUEUE_ANY] = "any",
	[QUEUE_READY] = "ready",
	[QUEUE_DELAYED] = "delayed",
	[QUEUE_RESERVED] = "reserved",
};

static void
add_json(struct buf *out, const struct queue_job *row, const struct job *job)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "id", row->id);
	jsonw_text(out, "uuid", job->uuid);
	jsonw_text(out, "queue", row->queue);
	jsonw_text(out, "type", job->name);
	jsonw_int(out, "attempts", row->attempts);
	jsonw_int(out, "availableAt", row->available_at);
	jsonw_int(out, "createdAt", row->created_at);
	if (row->reserved_at)
		jsonw_int(out, "reservedAt", row->reserved_at);
	else
		jsonw_null(out, "reservedAt");
	buf_addc(out, '}');
}

static void
add_line(struct buf *out, const struct queue_job *row, const struct job *job)
{
	char time[CLOCK_TEXT];

	(void)clock_format(row->available_at * 1000000, time);
	buf_addf(out, "%8s  %-36s  %.10s %.8s  %3u  %-8s  ", row->id, job->uuid,
	    time, time + sizeof("2026-01-31"), row->attempts,
	    row->reserved_at ? "reserved" : "waiting");
	print_cell(out, row->queue, 0);
	print_first_line(out, job->name);
}

static int
add_job(void *arg, const struct queue_job *row)
{
	struct list *list = arg;
	struct job job;

	print_read_job(&job, row->payload, row->payload_len);
	if (list->json)
		add_json(&list->out, row, &job);
	else
		add_line(&list->out, row, &job);
	job_clear(&job);
	return 0;
}

static void
add_queue(struct list *list, const char *name)
{
	struct em_err err;

	if (queue_each(list->places.queue, name, list->state, list->limit,
		add_job, list, &err) < 0)
		die_err(&err);
}

static void
add_queues(struct list *list)
{
	struct queue_counts *counts;
	struct em_err err;
	size_t n;

	counts = queue_count(list->places.queue, NULL, &n, &err);
	if (!counts)
		die_err(&err);
	for (size_t i = 0; i < n; i++)
		add_queue(list, counts[i].queue);
	queue_counts_free(counts, n);
}

static enum queue_state
parse_state(const char *text)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i], text) == 0)
			return (enum queue_state)i;
	die(EM_PERM, "--state: neither any, ready, delayed nor reserved: %s",
	    text);
}

static void
take_option(struct list *list, int c)
{
	switch (c) {
	case 's':
		list->state = parse_state(optarg);
		break;
	case 'l':
		list->limit =
		    (unsigned)number_option("limit", optarg, 1, INT32_MAX);
		break;
	case 'j':
		list->json = true;
		break;
	case 'h':
		verb_help();
	default:
		verb_usage();
	}
}

int
list_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "state", required_argument, NULL, 's' },
		{ "limit", required_argument, NULL, 'l' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct list list = { .places.looks = true, .limit = LIMIT };
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1)
		if (!places_option(&list.places, c, optarg))
			take_option(&list, c);
	if (argc - optind > 1)
		verb_usage();
	places_open_queue(&list.places);
	print_start(&list.out, list.json,
	    "      id  uuid                                  available at"
	    "         try  state     queue  type");
	if (argv[optind])
		add_queue(&list, argv[optind]);
	else
		add_queues(&list);
	print_end(&list.out, list.json);
	places_close(&list.places);
	return EM_OK;
}
