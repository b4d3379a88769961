/* failed - the jobs that failed for good, the oldest first. */
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "job.h"
#include "jsonw.h"
#include "places.h"
#include "print.h"
#include "verbs.h"

struct list {
	struct places places;
	struct failed_query query;
	bool json;
	struct buf out;
};

static void
add_json(struct buf *out, const struct failed_job *row, const struct job *job)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_int(out, "id", row->id);
	jsonw_text(out, "uuid", row->uuid);
	jsonw_text(out, "connection", row->connection);
	jsonw_text(out, "queue", row->queue);
	jsonw_text(out, "type", job->name);
	jsonw_text(out, "error", row->exception);
	jsonw_text(out, "failedAt", row->failed_at);
	buf_addc(out, '}');
}

static int
add_job(void *arg, const struct failed_job *row)
{
	struct list *list = arg;
	struct job job;

	print_read_job(&job, row->payload, row->payload_len);
	if (list->json) {
		add_json(&list->out, row, &job);
	} else {
		buf_addf(&list->out, "%6" PRId64 "  %-36s  %s  ", row->id,
		    row->uuid, row->failed_at);
		print_cell(&list->out, row->queue, 0);
		print_cell(&list->out, job.name, 0);
		print_first_line(&list->out, row->exception);
	}
	job_clear(&job);
	return 0;
}

int
failed_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACES_LONGOPTS,
		{ "queue", required_argument, NULL, 'q' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct list list = { .places.looks = true };
	struct em_err err;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (places_option(&list.places, c, optarg))
			continue;
		if (c == 'q')
			list.query.queue = optarg;
		else if (c == 'j')
			list.json = true;
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if (optind < argc)
		verb_usage();
	places_open_failed(&list.places);
	print_start(&list.out, list.json,
	    "    id  uuid                                  failed at"
	    "            queue  type  error");
	if (failed_each(list.places.failed, &list.query, add_job, &list, &err) <
	    0)
		die_err(&err);
	print_end(&list.out, list.json);
	places_close(&list.places);
	return EM_OK;
}
