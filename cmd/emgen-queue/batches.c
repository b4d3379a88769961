/* batches - lists batches, shows one, cancels, and deletes old ones. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "jsonw.h"
#include "number.h"
#include "places.h"
#include "print.h"
#include "verbs.h"

enum { LIMIT = 100, HOURS = 24, NOT_ASKED = -1 };

struct run {
	struct places places;
	struct buf out;
	bool json;
	unsigned limit;
	int64_t hours[BATCH_AGE_CANCELLED + 1];
};

/* --- showing --- */

static void
add_time(struct buf *out, const char *name, int64_t at)
{
	if (at)
		jsonw_int(out, name, at);
	else
		jsonw_null(out, name);
}

/* As Laravel's Batch says it of itself, and which jobs failed. */
static void
add_json(struct buf *out, const struct batch *batch)
{
	char *ids = json_dumps(batch->failed_ids, JSON_COMPACT);

	buf_addc(out, '{');
	jsonw_text(out, "id", batch->id);
	jsonw_text(out, "name", batch->name);
	jsonw_int(out, "totalJobs", batch->total);
	jsonw_int(out, "pendingJobs", batch->pending);
	jsonw_int(out, "processedJobs", batch_done(batch));
	jsonw_int(out, "progress", batch_progress(batch));
	jsonw_int(out, "failedJobs", batch->failed);
	jsonw_name(out, "failedJobIds");
	buf_adds(out, ids ? ids : "[]");
	jsonw_bool(out, "allowFailures", batch->allow_failures);
	jsonw_int(out, "createdAt", batch->created_at);
	add_time(out, "cancelledAt", batch->cancelled_at);
	add_time(out, "finishedAt", batch->finished_at);
	buf_addc(out, '}');
	free(ids);
}

static const char *
state_of(const struct batch *batch)
{
	if (batch->cancelled_at)
		return "cancelled";
	return batch->finished_at ? "finished" : "running";
}

static int
add_batch(void *arg, const struct batch *batch)
{
	struct run *run = arg;
	char time[CLOCK_TEXT];

	if (run->json) {
		jsonw_item(&run->out);
		add_json(&run->out, batch);
		return 0;
	}
	(void)clock_format(batch->created_at * 1000000, time);
	print_cell(&run->out, batch->id, 36);
	buf_addf(&run->out,
	    "%.10s %.8s  %3d %%  %6" PRId64 "  %6" PRId64 "  %6" PRId64
	    "  %-9s  ",
	    time, time + sizeof("2026-01-31"), batch_progress(batch),
	    batch->total, batch->pending, batch->failed, state_of(batch));
	print_first_line(&run->out, batch->name);
	return 0;
}

static void
list(struct run *run)
{
	struct em_err err;

	print_start(&run->out, run->json,
	    "id                                    created at           done"
	    "     all    left  failed  state      name");
	if (batch_each(run->places.batches, run->limit, add_batch, run, &err) <
	    0)
		die_err(&err);
	print_end(&run->out, run->json);
}

static void
find(struct run *run, const char *id, struct batch *batch)
{
	struct em_err err;
	int rc = batch_find(run->places.batches, id, batch, &err);

	if (rc < 0)
		die_err(&err);
	if (rc == 0)
		die(EM_PERM, "%s: no such batch", id);
}

static void
show(struct run *run, const char *id)
{
	struct batch batch;
	struct buf lines = BUF_INIT;

	find(run, id, &batch);
	add_json(&run->out, &batch);
	if (run->json)
		buf_addf(&lines, "%s\n", run->out.data);
	else
		print_members(&lines, run->out.data, run->out.len);
	buf_clear(&run->out);
	print_end(&lines, false);
	batch_clear(&batch);
}

/* --- changing --- */

static void
cancel(struct run *run, const char *id)
{
	struct batch batch;
	struct em_err err;

	find(run, id, &batch);
	batch_clear(&batch);
	if (batch_cancel(run->places.batches, id, &err) < 0)
		die_err(&err);
}

static void
prune(struct run *run)
{
	static const char *const names[] = { "", "unfinished ", "cancelled " };
	struct em_err err;

	for (int age = BATCH_AGE_FINISHED; age <= BATCH_AGE_CANCELLED; age++) {
		int64_t n;

		if (run->hours[age] == NOT_ASKED)
			continue;
		n = batch_prune(run->places.batches, (enum batch_age)age,
		    run->hours[age], &err);
		if (n < 0)
			die_err(&err);
		printf("%" PRId64 " %sdeleted\n", n, names[age]);
	}
}

/* --- which of them --- */

static void
take_option(struct run *run, int c)
{
	switch (c) {
	case 'j':
		run->json = true;
		break;
	case 'l':
		run->limit =
		    (unsigned)number_option("limit", optarg, 1, INT32_MAX);
		break;
	case 'H':
		run->hours[BATCH_AGE_FINISHED] =
		    number_option("hours", optarg, 0, INT32_MAX);
		break;
	case 'u':
		run->hours[BATCH_AGE_UNFINISHED] =
		    number_option("unfinished", optarg, 0, INT32_MAX);
		break;
	case 'c':
		run->hours[BATCH_AGE_CANCELLED] =
		    number_option("cancelled", optarg, 0, INT32_MAX);
		break;
	case 'h':
		verb_help();
	default:
		verb_usage();
	}
}

static const struct action {
	const char *name;
	void (*all)(struct run *run);
	void (*one)(struct run *run, const char *id);
	bool many; /* of the ids */
} actions[] = {
	{ "batches", list, NULL, false },
	{ "prune-batches", prune, NULL, false },
	{ "batch", NULL, show, false },
	{ "cancel-batch", NULL, cancel, true },
};

static void
act(struct run *run, const char *name, char *const ids[])
{
	const struct action *action = actions;

	while (strcmp(action->name, name) != 0)
		action++;
	if (!action->one != !*ids || (*ids && ids[1] && !action->many))
		verb_usage();
	run->places.looks = action->all == list || action->one == show;
	places_open_batches(&run->places);
	if (action->all)
		action->all(run);
	for (; *ids; ids++)
		action->one(run, *ids);
}

int
batches_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACES_LONGOPTS,
		{ "json", no_argument, NULL, 'j' },
		{ "limit", required_argument, NULL, 'l' },
		{ "hours", required_argument, NULL, 'H' },
		{ "unfinished", required_argument, NULL, 'u' },
		{ "cancelled", required_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct run run = { .limit = LIMIT,
		.hours = { HOURS, NOT_ASKED, NOT_ASKED } };
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1)
		if (!places_option(&run.places, c, optarg))
			take_option(&run, c);
	act(&run, verb_name(), argv + optind);
	places_close(&run.places);
	die_flush();
	return EM_OK;
}
