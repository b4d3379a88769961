/* job - the payload of a job (job.h). */
#include "job.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "jsonr.h"
#include "jsonw.h"
#include "mem.h"
#include "peek.h"
#include "utf8.h"

/*
 * A Laravel worker that meets the job asks its container for "emgen", and
 * calls fire($job, $data).
 */
static const char handler[] = "emgen@fire";

/* --- chains --- */

struct chain *
chain_new(const char *catch)
{
	struct chain *chain = mem_zalloc(1, sizeof(*chain));

	chain->catch = catch ? mem_strdup(catch) : NULL;
	return chain;
}

void
chain_add(struct chain *chain, const char *event, size_t len)
{
	chain->events = mem_grow(
	    chain->events, &chain->cap, chain->n, sizeof(*chain->events));
	chain->events[chain->n++] = mem_strndup(event, len);
}

void
chain_free(struct chain *chain)
{
	if (!chain)
		return;
	for (size_t i = 0; i < chain->n; i++)
		free(chain->events[i]);
	free(chain->events);
	free(chain->catch);
	free(chain);
}

/* --- writing --- */

static void
write_number(struct buf *out, const char *name, int64_t value)
{
	if (value == JOB_UNSAID)
		jsonw_null(out, name);
	else
		jsonw_int(out, name, value);
}

/* "1,5,10", as Laravel does. */
static void
write_backoff(struct buf *out, const struct job *job)
{
	struct buf list = BUF_INIT;

	for (size_t i = 0; i < job->n_backoff; i++)
		buf_addf(&list, "%s%" PRId64, i ? "," : "", job->backoff[i]);
	jsonw_text(out, "backoff", list.data);
	buf_clear(&list);
}

static void
write_chain(struct buf *out, const struct chain *chain, size_t from)
{
	jsonw_name(out, "chain");
	buf_addc(out, '[');
	for (size_t i = from; i < chain->n; i++) {
		jsonw_item(out);
		jsonw_string(out, chain->events[i]);
	}
	buf_addc(out, ']');
	if (chain->catch)
		jsonw_text(out, "chainCatch", chain->catch);
}

static void
write_data(struct buf *out, const struct job *job)
{
	jsonw_name(out, "data");
	buf_addc(out, '{');
	jsonw_name(out, "event");
	jsonw_stringn(out, job->event, job->event_len);
	if (job->batch)
		jsonw_text(out, "batchId", job->batch);
	if (job->chain)
		write_chain(out, job->chain, job->next_of_chain);
	buf_addc(out, '}');
}

void
job_write(struct buf *payload, const struct job *job)
{
	struct buf type = BUF_INIT;

	if (!job->name)
		(void)peek_string(job->event, job->event_len, "type", &type);
	buf_addc(payload, '{');
	jsonw_text(payload, "uuid", job->uuid);
	jsonw_text(
	    payload, "displayName", job->name ? job->name : buf_peek(&type));
	jsonw_text(payload, "job", handler);
	write_number(payload, "maxTries", job->max_tries);
	write_number(payload, "maxExceptions", job->max_exceptions);
	jsonw_bool(payload, "failOnTimeout", job->fail_on_timeout);
	write_backoff(payload, job);
	write_number(payload, "timeout", job->timeout);
	write_number(payload, "retryUntil", job->retry_until);
	if (job->unique) {
		jsonw_text(payload, "unique", job->unique);
		jsonw_int(payload, "uniqueFor", job->unique_ttl);
	}
	write_data(payload, job);
	jsonw_int(payload, "createdAt", clock_now_us() / 1000000);
	buf_addc(payload, '}');
	buf_clear(&type);
}

void
job_write_next(struct buf *payload, const struct job *job, char uuid[ID_TEXT])
{
	struct buf name = BUF_INIT;
	struct job next = *job;

	buf_addf(&name, "chain\n%s", job->uuid);
	(void)id_derive(name.data, name.len, uuid);
	buf_clear(&name);
	memcpy(next.uuid, uuid, ID_TEXT);
	next.name = NULL;
	next.unique = NULL;
	next.event = job->chain->events[0];
	next.event_len = strlen(next.event);
	next.next_of_chain = 1;
	job_write(payload, &next);
}

void
job_uuid(char uuid[ID_TEXT], const char *queue, const char *event_id)
{
	struct buf name = BUF_INIT;

	if (!event_id || !*event_id) {
		(void)id_new(uuid);
		return;
	}
	buf_addf(&name, "job\n%s\n%s", queue, event_id);
	(void)id_derive(name.data, name.len, uuid);
	buf_clear(&name);
}

/* --- reading --- */

/* A number, also one in quotes; JOB_UNSAID for anything else. */
static int64_t
read_number(const json_t *value)
{
	const char *text = json_string_value(value);
	int64_t number = JOB_UNSAID;
	char *end;

	if (json_is_integer(value))
		number = json_integer_value(value);
	else if (json_is_real(value) && json_real_value(value) < 1e15)
		number = (int64_t)json_real_value(value);
	else if (text && *text >= '0' && *text <= '9') {
		number = strtoll(text, &end, 10);
		if (*end)
			return JOB_UNSAID;
	}
	return number < 0 ? JOB_UNSAID : number;
}

static int64_t
member(const json_t *object, const char *name)
{
	return read_number(json_object_get(object, name));
}

static void
add_backoff(struct job *job, size_t *cap, int64_t seconds)
{
	job->backoff =
	    mem_grow(job->backoff, cap, job->n_backoff, sizeof(*job->backoff));
	job->backoff[job->n_backoff++] = seconds < 0 ? 0 : seconds;
}

/* A number, an array of them, or "1,5,10". */
static void
read_backoff(struct job *job, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t cap = 0, i;
	json_t *item;

	if (json_is_number(value))
		add_backoff(job, &cap, read_number(value));
	json_array_foreach (value, i, item)
		add_backoff(job, &cap, read_number(item));
	while (text && *text) {
		add_backoff(job, &cap, strtoll(text, NULL, 10));
		text = strchr(text, ',');
		text = text ? text + 1 : NULL;
	}
}

static char *
copy_string(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? mem_strdup(text) : NULL;
}

static void
set_uuid(struct job *job, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	if (text && id_valid(text))
		memcpy(job->uuid, text, ID_TEXT);
}

static void
read_chain(struct job *job, const json_t *data)
{
	const json_t *events = json_object_get(data, "chain");
	char *catch = copy_string(data, "chainCatch");
	json_t *event;
	size_t i;

	if (json_is_array(events)) {
		job->chain = chain_new(catch);
		json_array_foreach (events, i, event)
			if (json_is_string(event))
				chain_add(job->chain, json_string_value(event),
				    json_string_length(event));
	}
	free(catch);
}

/* The event, a string; one that was put in as an object is written anew. */
static int
read_event(struct job *job, const json_t *payload, struct em_err *err)
{
	const json_t *data = json_object_get(payload, "data");
	const json_t *event = json_object_get(data, "event");

	job->batch = copy_string(data, "batchId");
	read_chain(job, data);
	if (json_is_object(event))
		job->event = json_dumps(event, JSON_COMPACT);
	else if (json_is_string(event))
		job->event = mem_strndup(
		    json_string_value(event), json_string_length(event));
	if (!job->event)
		return err_set(err, EM_PERM,
		    "the payload has no event in its data: a job of another "
		    "program");
	job->event_len = strlen(job->event);
	if (job->event_len > 0 && job->event[job->event_len - 1] == '\n')
		job->event[--job->event_len] = '\0';
	if (strchr(job->event, '\n'))
		return err_set(err, EM_PERM,
		    "the event in the payload is more than one line");
	return 0;
}

static int
read_members(struct job *job, const json_t *payload, struct em_err *err)
{
	set_uuid(job, payload, "uuid");
	job->name = copy_string(payload, "displayName");
	job->max_tries = member(payload, "maxTries");
	job->max_exceptions = member(payload, "maxExceptions");
	job->timeout = member(payload, "timeout");
	job->retry_until = member(payload, "retryUntil");
	job->fail_on_timeout =
	    json_is_true(json_object_get(payload, "failOnTimeout"));
	read_backoff(job, json_object_get(payload, "backoff"));
	job->unique = copy_string(payload, "unique");
	return read_event(job, payload, err);
}

/* A payload that is an event line itself. */
static int
read_bare(struct job *job, const json_t *event, const char *line, size_t len)
{
	set_uuid(job, event, "id");
	job->name = copy_string(event, "type");
	job->event = mem_strndup(line, len);
	job->event_len = len;
	return 0;
}

static bool
is_bare(const json_t *payload)
{
	return json_is_string(json_object_get(payload, "type")) &&
	       !json_object_get(payload, "job") &&
	       !json_object_get(payload, "uuid");
}

int
job_read(struct job *job, const char *payload, size_t len, struct em_err *err)
{
	struct jsonr_error why = { 0, "it is not UTF-8" };
	json_t *root = NULL;
	int rc;

	*job = (struct job)JOB_INIT;
	while (len > 0 && payload[len - 1] == '\n')
		len--;
	if (utf8_valid(payload, len) == len)
		root = jsonr_parse(payload, len, &why);
	if (!json_is_object(root)) {
		json_decref(root);
		return err_set(err, EM_PERM, "the payload is no JSON: %s",
		    root ? "an array" : why.what);
	}
	rc = is_bare(root) && !memchr(payload, '\n', len)
		 ? read_bare(job, root, payload, len)
		 : read_members(job, root, err);
	json_decref(root);
	if (!job->name)
		job->name = mem_strdup("");
	return rc;
}

void
job_clear(struct job *job)
{
	free(job->name);
	free(job->event);
	free(job->backoff);
	free(job->unique);
	free(job->batch);
	chain_free(job->chain);
	*job = (struct job)JOB_INIT;
}

/* --- without parsing the rest --- */

void
job_peek_uuid(char uuid[ID_TEXT], const char *payload, size_t len)
{
	struct buf value = BUF_INIT;

	if (peek_string(payload, len, "uuid", &value) < 0 || value.len == 0)
		(void)peek_string(payload, len, "id", &value);
	if (id_valid(buf_peek(&value)))
		memcpy(uuid, value.data, ID_TEXT);
	else
		(void)id_derive(payload, len, uuid);
	buf_clear(&value);
}

/* A number of a payload. */
struct change {
	const char *at; /* in the payload */
	size_t len;
	int64_t value;
};

/* A whole number that the payload has at its top, and where; JOB_UNSAID. */
static int64_t
peek_number(
    const char *payload, size_t len, const char *name, struct change *place)
{
	int64_t number;
	char *end;

	if (peek_member(payload, len, name, &place->at, &place->len) < 0 ||
	    !place->at || *place->at < '0' || *place->at > '9')
		return JOB_UNSAID;
	number = strtoll(place->at, &end, 10);
	return end == place->at + place->len ? number : JOB_UNSAID;
}

int64_t
job_peek_unique(struct buf *key, const char *payload, size_t len)
{
	struct change place;

	buf_truncate(key, 0);
	(void)peek_string(payload, len, "unique", key);
	return peek_number(payload, len, "uniqueFor", &place);
}

/* --- renewing --- */

static void
add_changed(struct buf *out, const char *payload, size_t len,
    const struct change *changes, size_t n)
{
	const char *end = payload + len;

	for (size_t i = 0; i < n; i++) {
		buf_add(out, payload, (size_t)(changes[i].at - payload));
		buf_addf(out, "%" PRId64, changes[i].value);
		payload = changes[i].at + changes[i].len;
	}
	buf_add(out, payload, (size_t)(end - payload));
}

static int
compare_places(const void *a, const void *b)
{
	const struct change *left = a, *right = b;

	return left->at < right->at ? -1 : left->at > right->at;
}

void
job_bury(struct buf *out, const char *payload, size_t len)
{
	const char *uuid = NULL, *old = NULL;
	char id[ID_TEXT];
	size_t n = 0;

	if (peek_member(payload, len, "uuid", &uuid, &n) < 0 || !uuid ||
	    peek_member(payload, len, "id", &old, &n) < 0 || !old) {
		buf_add(out, payload, len);
		return;
	}
	buf_add(out, payload, (size_t)(old - payload));
	buf_addf(out, "\"%s\"", id_derive(old, n, id));
	buf_add(out, old + n, len - (size_t)(old + n - payload));
}

void
job_renew(struct buf *out, const char *payload, size_t len)
{
	int64_t now = clock_now_us() / 1000000, until, created;
	struct change changes[3];
	size_t n = 0;

	if (peek_number(payload, len, "attempts", &changes[n]) >= 0)
		changes[n++].value = 0;
	until = peek_number(payload, len, "retryUntil", &changes[n]);
	created = peek_number(payload, len, "createdAt", &changes[n + 1]);
	if (until >= 0 && created >= 0) {
		changes[n++].value = now + until - created;
		changes[n++].value = now;
	}
	qsort(changes, n, sizeof(changes[0]), compare_places);
	add_changed(out, payload, len, changes, n);
}
