/* store_event - an event as the event store sees it (store_event.h). */
#include "store_event.h"

#include <string.h>

#include "js_value.h"
#include "jsonr.h"
#include "jsonscan.h"
#include "jsonw.h"

/* What is wanted of a line. */
enum {
	TYPE,
	ID,
	SOURCE,
	SUBJECT,
	TIME,
	CORRELATION,
	CAUSATION,
	MODEL,
	TABLE,
	SCHEMA,
	CONNECTION,
	STRINGS,
	DATA = STRINGS,
	MEMBERS
};
static const char *const paths[MEMBERS] = {
	[TYPE] = "type",
	[ID] = "id",
	[SOURCE] = "source",
	[SUBJECT] = "subject",
	[TIME] = "time",
	[CORRELATION] = "correlationid",
	[CAUSATION] = "causationid",
	[MODEL] = "data.modelId",
	[TABLE] = "data.table.name",
	[SCHEMA] = "data.table.schema",
	[CONNECTION] = "data.connection",
	[DATA] = "data",
};

/* The strings of a line, or NULL; they are in text, with a NUL each. */
static void
read_strings(const struct jsonscan_span spans[], struct buf *text,
    const char *strings[STRINGS])
{
	size_t places[STRINGS], len = 0;
	bool there[STRINGS];

	for (int i = 0; i < STRINGS; i++)
		len += spans[i].len;
	buf_reserve(text, len);
	for (int i = 0; i < STRINGS; i++) {
		places[i] = text->len;
		there[i] = jsonscan_string(text, &spans[i]) == 0;
	}
	for (int i = 0; i < STRINGS; i++)
		strings[i] = there[i] ? text->data + places[i] : NULL;
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
read_time(struct store_event *event, const char *text, struct em_err *err)
{
	int64_t us;

	if (!text)
		us = clock_now_us();
	else if (clock_parse(text, &us) < 0)
		return err_set(err, EM_PERM,
		    "%s: time is not as in RFC 3339: %s", event->type, text);
	(void)clock_format(us, event->time);
	return 0;
}

static int
read_members(struct store_event *event, const char *const strings[STRINGS],
    struct em_err *err)
{
	event->type = strings[TYPE];
	event->id = strings[ID];
	event->source = strings[SOURCE];
	event->subject = strings[SUBJECT];
	event->correlation = strings[CORRELATION];
	event->causation = strings[CAUSATION];
	if (!event->type)
		return err_set(err, EM_PERM, "no type");
	if (!event->id)
		return err_set(err, EM_PERM, "%s: no id", event->type);
	if (!event->data || *event->data != '{')
		return err_set(
		    err, EM_PERM, "%s: data is not an object", event->type);
	if (check_id(event, "id", event->id, err) < 0 ||
	    check_id(event, "correlationid", event->correlation, err) < 0 ||
	    check_id(event, "causationid", event->causation, err) < 0)
		return -1;
	return read_time(event, strings[TIME], err);
}

/* The stream that an event belongs to, see store_event_read(). */
static void
find_stream(struct store_event *event, const char *const strings[STRINGS])
{
	const char *connection = strings[CONNECTION];
	const char *schema = strings[SCHEMA];

	if (strings[MODEL] && id_valid(strings[MODEL]))
		memcpy(event->stream, strings[MODEL], ID_TEXT);
	else if (strings[TABLE])
		(void)id_model(connection ? connection : "",
		    schema ? schema : "", strings[TABLE], event->stream);
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

/* A member that is not there is left out; a line with all of them is plain. */
static void
add_member(struct buf *out, const char *key, const char *value)
{
	if (value)
		jsonw_text(out, key, value);
}

/* The line up to its data. */
static void
write_head(struct buf *out, const struct store_event *event)
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
}

static const char line_end[] = "}\n";
enum { LINE_END = sizeof(line_end) - 1 };

void
store_event_write(struct buf *out, const struct store_event *event)
{
	write_head(out, event);
	buf_add(out, event->data, event->data_len);
	buf_add(out, line_end, LINE_END);
}

/* Whether store_event_write() would write the line. */
static bool
is_plain(const struct store_event *event)
{
	const char *behind = event->data + event->data_len;
	struct buf head = BUF_INIT;
	bool same;

	if (!is_lower(event->id) || !is_lower(event->correlation) ||
	    !is_lower(event->causation) ||
	    event->line + event->len - behind != LINE_END ||
	    memcmp(behind, line_end, LINE_END) != 0)
		return false;
	buf_reserve(&head, (size_t)(event->data - event->line) + ID_TEXT);
	write_head(&head, event);
	same = head.len == (size_t)(event->data - event->line) &&
	       memcmp(head.data, event->line, head.len) == 0;
	buf_clear(&head);
	return same;
}

int
store_event_read(
    struct store_event *event, const char *line, size_t len, struct em_err *err)
{
	struct jsonscan_span spans[MEMBERS];
	const char *strings[STRINGS];
	struct jsonr_error why;

	*event = (struct store_event){ .line = line, .len = len };
	if (jsonscan(line, len, paths, spans, MEMBERS, &why) < 0)
		return err_set(err, EM_PERM, "not JSON at byte %zu: %s",
		    why.at + 1, why.what);
	read_strings(spans, &event->text, strings);
	event->data = spans[DATA].at;
	event->data_len = spans[DATA].len;
	if (read_members(event, strings, err) < 0) {
		store_event_clear(event);
		return -1;
	}
	find_stream(event, strings);
	event->is_plain = is_plain(event);
	return 0;
}

void
store_event_clear(struct store_event *event)
{
	buf_clear(&event->text);
	event->type = NULL;
}

json_t *
store_event_data(const struct store_event *event)
{
	struct jsonr_error why;

	return jsonr_parse(event->data, event->data_len, &why);
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
