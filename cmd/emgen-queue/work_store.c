/* work_store - with --store: the events of what ended (worker.h). */
#include <string.h>

#include "worker.h"

static int
append_line(
    struct store *store, const char *line, size_t len, struct em_err *err)
{
	static const struct store_expect any = { STORE_ANY, 0 };
	struct store_event event;
	int rc;

	if (store_event_read(&event, line, len, err) < 0)
		return -1;
	rc = store_append(store, &event, &any, err);
	store_event_clear(&event);
	return rc < 0 ? -1 : 0;
}

bool
worker_can_store(const struct buf *lines)
{
	const char *line = buf_peek(lines), *end = line + lines->len, *nl;
	struct store_event event;
	struct em_err err;

	for (; line < end; line = nl + 1) {
		nl = memchr(line, '\n', (size_t)(end - line));
		if (store_event_read(
			&event, line, (size_t)(nl + 1 - line), &err) < 0)
			return false;
		store_event_clear(&event);
	}
	return true;
}

static int
append_facts(struct seat *seat, struct em_err *err)
{
	const char *line = buf_peek(&seat->facts);
	const char *end = line + seat->facts.len;

	while (line < end) {
		const char *nl = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)(nl + 1 - line);

		if (append_line(seat->worker->store, line, len, err) < 0)
			return -1;
		line += len;
	}
	return 0;
}

static int
append_output(struct seat *seat, struct em_err *err)
{
	struct store *store = seat->worker->store;
	struct buf line = BUF_INIT;
	int rc;

	held_rewind(&seat->out);
	while ((rc = held_line(&seat->out, &line, err)) == 1)
		if (append_line(store, line.data, line.len, err) < 0) {
			rc = -1;
			break;
		}
	held_rewind(&seat->out);
	buf_clear(&line);
	return rc == 0 ? append_facts(seat, err) : -1;
}

int
worker_store_events(struct worker *w, struct seat **culprit, struct em_err *err)
{
	if (!w->store)
		return 0;
	if (store_lock(w->store, err) < 0)
		return -1;
	for (size_t i = 0; i < w->n; i++) {
		struct seat *seat = &w->seats[i];

		if (seat->state != SEAT_SETTLING ||
		    seat->verdict == VERDICT_NONE ||
		    append_output(seat, err) == 0)
			continue;
		if (err->code == EM_PERM && seat->verdict == VERDICT_ACK)
			*culprit = seat;
		return -1;
	}
	return 0;
}
