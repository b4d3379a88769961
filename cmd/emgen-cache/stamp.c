/* stamp - old events as those of this run (stamp.h). */
#include "stamp.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "id.h"
#include "mem.h"
#include "peek.h"

enum { UUID_LEN = ID_TEXT - 1, REPEATS = 8 };

struct stamp {
	char run[ID_TEXT], cause[ID_TEXT];
	json_t *ids; /* new ones by old ones */
};

static void
take_id(char id[ID_TEXT], const char *variable)
{
	const char *value = getenv(variable);

	if (value && id_valid(value))
		memcpy(id, value, ID_TEXT);
}

struct stamp *
stamp_new(void)
{
	struct stamp *stamp = mem_zalloc(1, sizeof(*stamp));

	(void)id_new(stamp->run);
	take_id(stamp->run, "EMGEN_CORRELATION_ID");
	memcpy(stamp->cause, stamp->run, ID_TEXT);
	take_id(stamp->cause, "EMGEN_CAUSATION_ID");
	stamp->ids = json_object();
	return stamp;
}

void
stamp_free(struct stamp *stamp)
{
	if (!stamp)
		return;
	json_decref(stamp->ids);
	free(stamp);
}

/* Where a line has the UUID of a member, also copied to id; or NULL. */
static char *
find_id(char *line, size_t len, const char *key, char id[ID_TEXT])
{
	const char *value;
	size_t value_len;

	if (peek_member(line, len, key, &value, &value_len) < 0 || !value ||
	    value_len != UUID_LEN + 2)
		return NULL;
	memcpy(id, value + 1, UUID_LEN);
	id[UUID_LEN] = '\0';
	return id_valid(id) ? line + (value + 1 - line) : NULL;
}

/*
 * The id of the event in this run: derived as its program did, when the old one
 * was derived so from the old run.
 */
static void
derive(const struct stamp *stamp, const char *line, size_t len,
    const char *old_run, const char *old, char id[ID_TEXT])
{
	struct buf type = BUF_INIT, source = BUF_INIT, subject = BUF_INIT;
	bool found = false;
	char *name;

	(void)peek_string(line, len, "type", &type);
	(void)peek_string(line, len, "source", &source);
	(void)peek_string(line, len, "subject", &subject);
	if (strcmp(buf_peek(&subject), buf_peek(&source)) == 0)
		buf_truncate(&subject, 0); /* it stands for none */
	for (unsigned n = 0; n < REPEATS && !found; n++) {
		(void)id_event(old_run, buf_peek(&source), buf_peek(&type),
		    buf_peek(&subject), n, id);
		found = strcmp(id, old) == 0;
		(void)id_event(stamp->run, buf_peek(&source), buf_peek(&type),
		    buf_peek(&subject), n, id);
	}
	if (!found) {
		name = mem_printf("%s\n%s", stamp->run, old);
		(void)id_derive(name, strlen(name), id);
		free(name);
	}
	buf_clear(&type);
	buf_clear(&source);
	buf_clear(&subject);
}

static void
stamp_line(struct stamp *stamp, char *line, size_t len)
{
	char old[ID_TEXT], run[ID_TEXT] = "", cause[ID_TEXT], id[ID_TEXT];
	char *id_at = find_id(line, len, "id", old);
	char *run_at = find_id(line, len, "correlationid", run);
	char *cause_at = find_id(line, len, "causationid", cause);
	const char *known;

	if (id_at) {
		derive(stamp, line, len, run, old, id);
		(void)json_object_set_new(stamp->ids, old, json_string(id));
		memcpy(id_at, id, UUID_LEN);
	}
	if (run_at)
		memcpy(run_at, stamp->run, UUID_LEN);
	if (cause_at) {
		known = json_string_value(json_object_get(stamp->ids, cause));
		memcpy(cause_at, known ? known : stamp->cause, UUID_LEN);
	}
}

void
stamp_lines(struct stamp *stamp, char *lines, size_t len)
{
	while (len > 0) {
		char *end = memchr(lines, '\n', len);
		size_t n = end ? (size_t)(end - lines) + 1 : len;

		stamp_line(stamp, lines, n);
		lines += n;
		len -= n;
	}
}
