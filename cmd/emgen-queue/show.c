/* show - all that is known of one job, waiting or failed. */
#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "jsonw.h"
#include "mem.h"
#include "places.h"
#include "print.h"
#include "verbs.h"

struct show {
	struct places places;
	struct buf out; /* members of a JSON object */
	bool json;
	bool found;
};

/* What both kinds of jobs have: what their payload says. */
static void
add_payload(struct buf *out, const char *payload, size_t len)
{
	struct job job;

	print_read_job(&job, payload, len);
	jsonw_text(out, "uuid", job.uuid);
	jsonw_text(out, "type", job.name);
	jsonw_text(out, "event", job.event);
	jsonw_text(out, "unique", job.unique);
	job_clear(&job);
}

static void
add_waiting(struct show *s, const struct queue_job *job)
{
	jsonw_text(&s->out, "state", job->reserved_at ? "reserved" : "waiting");
	jsonw_text(&s->out, "id", job->id);
	jsonw_text(&s->out, "queue", job->queue);
	jsonw_int(&s->out, "attempts", job->attempts);
	jsonw_int(&s->out, "availableAt", job->available_at);
	jsonw_int(&s->out, "createdAt", job->created_at);
	if (job->reserved_at)
		jsonw_int(&s->out, "reservedAt", job->reserved_at);
	add_payload(&s->out, job->payload, job->payload_len);
	s->found = true;
}

static int
add_failed(void *arg, const struct failed_job *job)
{
	struct show *s = arg;

	jsonw_text(&s->out, "state", "failed");
	jsonw_int(&s->out, "id", job->id);
	jsonw_text(&s->out, "queue", job->queue);
	jsonw_text(&s->out, "connection", job->connection);
	jsonw_text(&s->out, "failedAt", job->failed_at);
	jsonw_text(&s->out, "error", job->exception);
	add_payload(&s->out, job->payload, job->payload_len);
	s->found = true;
	return 1;
}

static void
find(struct show *s, const char *id)
{
	const struct failed_query query = { .uuid = id };
	struct queue_job job = { .id = NULL };
	struct em_err err;
	int rc = queue_find(s->places.queue, id, &job, &err);

	if (rc < 0)
		die_err(&err);
	if (rc == 1)
		add_waiting(s, &job);
	queue_job_clear(&job);
	if (rc == 1)
		return;
	places_open_failed(&s->places);
	if (failed_each(s->places.failed, &query, add_failed, s, &err) < 0)
		die_err(&err);
}

int
show_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACES_LONGOPTS,
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct show s = { .places.looks = true };
	struct buf lines = BUF_INIT;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (places_option(&s.places, c, optarg))
			continue;
		if (c == 'j')
			s.json = true;
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if (argc - optind != 1)
		verb_usage();
	places_open_queue(&s.places);
	buf_addc(&s.out, '{');
	find(&s, argv[optind]);
	if (!s.found)
		die(EM_PERM, "%s: no such job", argv[optind]);
	buf_addc(&s.out, '}');
	if (!s.json)
		print_members(&lines, s.out.data, s.out.len);
	else
		buf_addf(&lines, "%s\n", s.out.data);
	buf_clear(&s.out);
	print_end(&lines, false);
	places_close(&s.places);
	return EM_OK;
}
