/* follow_up - jobs among what a handler wrote (follow_up.h). */
#include "follow_up.h"

#include <string.h>

#include "die.h"
#include "jsonr.h"
#include "key.h"
#include "mem.h"
#include "places.h"
#include "worker.h"

/* --- the command line --- */

void
follow_up_add(struct work_options *opt, char *text)
{
	char *equals = strchr(text, '=');

	if (!equals || equals == text || !equals[1])
		die(EM_PERM,
		    "--push: not TYPE=QUEUE, such as "
		    "AnalyzeModel=analysis: %s",
		    text);
	if (opt->n_follow_ups == TYPES_MAX)
		die(EM_PERM, "--push: more than %d types", TYPES_MAX);
	*equals = '\0';
	places_check_queue("--push", equals + 1);
	opt->follow_ups[opt->n_follow_ups++] =
	    (struct follow_up){ text, equals + 1, false };
}

void
follow_up_add_own(struct work_options *opt)
{
	static char analyze[] = "AnalyzeModel=analysis";
	static char update[] = "UpdateDocumentation=documentation";

	if (!opt->store || opt->n_follow_ups)
		return;
	follow_up_add(opt, analyze);
	follow_up_add(opt, update);
}

/* --- pushing --- */

static struct follow_up *
find(struct worker *w, const char *type)
{
	for (size_t i = 0; i < w->opt.n_follow_ups; i++)
		if (strcmp(w->opt.follow_ups[i].type, type) == 0)
			return &w->opt.follow_ups[i];
	return NULL;
}

static void
key_of(struct buf *key, const char *pattern, const struct ev_line *line)
{
	struct jsonr_error error;
	json_t *ev = jsonr_parse(line->bytes, line->len, &error);

	key_make(key, pattern, ev);
	json_decref(ev);
}

static int
push(struct seat *seat, struct follow_up *to, const struct ev_line *line,
    struct em_err *err)
{
	struct worker *w = seat->worker;
	struct buf payload = BUF_INIT, id = BUF_INIT, key = BUF_INIT;
	struct queue_push push = { .queue = to->queue };
	struct job job = JOB_INIT;
	int rc = 0;

	(void)ev_peek(line, "id", &id);
	/* a filter gives back the job that it was given */
	if (strcmp(buf_peek(&id), ev_str(seat->event, "id")) != 0) {
		push.event_id = buf_peek(&id);
		job_uuid(job.uuid, to->queue, push.event_id);
		job.event = mem_strndup(line->bytes, line->len - 1);
		job.event_len = line->len - 1;
		if (w->opt.unique) {
			key_of(&key, w->opt.unique, line);
			push.unique = job.unique = buf_detach(&key);
			push.unique_ttl = job.unique_ttl = w->opt.ttl;
		}
		job_write(&payload, &job);
		push.payload = payload.data;
		push.len = payload.len;
		push.uuid = job.uuid;
		rc = queue_push(w->queue, &push, err);
		to->pushed |= rc == 1;
		job_clear(&job);
	}
	buf_clear(&id);
	buf_clear(&payload);
	return rc < 0 ? -1 : 0;
}

int
follow_up_push(struct seat *seat, struct em_err *err)
{
	struct worker *w = seat->worker;
	struct buf bytes = BUF_INIT;
	int rc = 0;

	if (w->opt.n_follow_ups == 0)
		return 0;
	held_rewind(&seat->out);
	while (rc == 0 && (rc = held_line(&seat->out, &bytes, err)) == 1) {
		struct ev_line line = { .bytes = bytes.data, .len = bytes.len };
		struct follow_up *to;

		rc = ev_look(w->io, &line, err);
		to = rc == 0 ? find(w, line.type) : NULL;
		if (to)
			rc = push(seat, to, &line, err);
	}
	held_rewind(&seat->out);
	buf_clear(&bytes);
	return rc;
}

void
follow_up_notify(struct worker *w)
{
	struct em_err err;

	for (size_t i = 0; i < w->opt.n_follow_ups; i++) {
		struct follow_up *to = &w->opt.follow_ups[i];

		if (to->pushed && queue_notify(w->queue, to->queue, &err) < 0)
			die_note("%s", err.msg);
		to->pushed = false;
	}
}
