/* store_event - an event as the event store sees it (store_event.h). */
#include "store_event.h"

#include <string.h>

#include "js_value.h"
#include "jsonr.h"
#include "jsonw.h"
#include "peek.h"

/* A string member of the event, or NULL. */
static const char *
member(const json_t *ev, const char *key)
{
	return json_string_value(json_object_get(ev, key));
}

static int
check_id(const struct store_event *event, const char *key, const char *value,
    struct em_err *err)
{
	if (!value || id_valid(value))
		return 0;
	return err_set(
	    err, EM_PERM, "%s: %s is not a UUID: %s", event->type, key, value);
}

static int
read_time(struct store_event *event, struct em_err *err)
{
	const char *text = member(event->ev, "time");
	int64_t us = clock_now_us();

	if (text && clock_parse(text, &us) < 0)
		return err_set(err, EM_PERM,
		    "%s: time is not as in RFC 3339: %s", event->type, text);
	(void)clock_format(us, event->time);
	return 0;
}

static int
read_members(struct store_event *event, struct em_err *err)
{
	json_t *ev = event->ev;

	event->type = member(ev, "type");
	event->id = member(ev, "id");
	event->source = member(ev, "source");
	event->subject = member(ev, "subject");
	event->correlation = member(ev, "correlationid");
	event->causation = member(ev, "causationid");
	if (!event->type)
		return err_set(err, EM_PERM, "no type");
	if (!event->id)
		return err_set(err, EM_PERM, "%s: no id", event->type);
	if (!json_is_object(json_object_get(ev, "data")))
		return err_set(
		    err, EM_PERM, "%s: data is not an object", event->type);
	if (check_id(event, "id", event->id, err) < 0 ||
	    check_id(event, "correlationid", event->correlation, err) < 0 ||
	    check_id(event, "causationid", event->causation, err) < 0)
		return -1;
	return read_time(event, err);
}

/* The stream that an event belongs to, see store_event_read(). */
static void
find_stream(struct store_event *event)
{
	const json_t *data = json_object_get(event->ev, "data");
	const json_t *table = json_object_get(data, "table");
	const char *model = member(data, "modelId");
	const char *name = member(table, "name");
	const char *connection = member(data, "connection");
	const char *schema = member(table, "schema");

	if (model && id_valid(model))
		memcpy(event->stream, model, ID_TEXT);
	else if (name)
		(void)id_model(connection ? connection : "",
		    schema ? schema : "", name, event->stream);
	else
		memcpy(event->stream,
		    event->correlation ? event->correlation : event->id,
		    ID_TEXT);
}

static bool
is_lower(const char *id)
{
	return !id || !id[strcspn(id, "ABCDEF")];
}

static bool
is_plain(const struct store_event *event)
{
	struct buf line = BUF_INIT;
	bool same;

	if (!is_lower(event->id) || !is_lower(event->correlation) ||
	    !is_lower(event->causation))
		return false;
	store_event_write(&line, event);
	same = line.len == event->len &&
	       memcmp(line.data, event->line, line.len) == 0;
	buf_clear(&line);
	return same;
}

int
store_event_read(
    struct store_event *event, const char *line, size_t len, struct em_err *err)
{
	struct jsonr_error why;

	*event = (struct store_event){ .line = line, .len = len };
	event->ev = jsonr_parse(line, len, &why);
	if (!event->ev)
		return err_set(err, EM_PERM, "not JSON at byte %zu: %s",
		    why.at + 1, why.what);
	if (read_members(event, err) < 0) {
		store_event_clear(event);
		return -1;
	}
	(void)peek_member(line, len, "data", &event->data, &event->data_len);
	find_stream(event);
	event->is_plain = is_plain(event);
	return 0;
}

void
store_event_clear(struct store_event *event)
{
	json_decref(event->ev);
	event->ev = NULL;
}

/* A member that is not there is left out; a line with all of them is plain. */
static void
add_member(struct buf *out, const char *key, const char *value)
{
	if (value)
		jsonw_text(out, key, value);
}

void
store_event_write(struct buf *out, const struct store_event *event)
{
	buf_addc(out, '{');
	jsonw_text(out, "type", event->type);
	jsonw_text(out, "specversion", "1.0");
	jsonw_text(out, "id", event->id);
	add_member(out, "source", event->source);
	add_member(out, "subject", event->subject);
	jsonw_text(out, "time", event->time);
	add_member(out, "correlationid", event->correlation);
	add_member(out, "causationid", event->causation);
	jsonw_name(out, "data");
	buf_add(out, event->data, event->data_len);
	buf_adds(out, "}\n");
}

/* A copy without "metrics"; shares everything below. */
static json_t *
without_metrics(json_t *data)
{
	json_t *copy = json_copy(data);

	(void)json_object_del(copy, "metrics");
	return copy;
}

bool
store_event_same(json_t *data, json_t *other)
{
	json_t *a = without_metrics(data), *b = without_metrics(other);
	bool same = js_equal(a, b);

	json_decref(a);
	json_decref(b);
	return same;
}
