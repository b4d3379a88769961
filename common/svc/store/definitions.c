/* definitions - what is known of each model (definitions.h). */
#include "definitions.h"

#include <string.h>

#include "ev.h"
#include "jsonr.h"

static const char last_sql[] =
    "SELECT stream_id, max(position) FROM domain_events WHERE event_type IN "
    "('ModelDefinitionCreated', 'ModelDefinitionChanged', "
    "'ModelDefinitionRemoved') GROUP BY stream_id";

json_t *
definitions_find(struct store *store, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store), last_sql, err);
	json_t *found = json_object();
	int rc = -1;

	while (stmt && (rc = db_row(stmt, err)) == 1)
		(void)json_object_set_new(
		    found, db_text(stmt, 0), json_integer(db_int(stmt, 1)));
	db_finalize(stmt);
	if (rc == 0)
		return found;
	json_decref(found);
	return NULL;
}

json_t *
definitions_read(
    struct store *store, int64_t position, struct buf *line, struct em_err *err)
{
	struct store_query query = {
		.after = position - 1, .until = position, .limit = 1
	};
	struct jsonr_error why;
	size_t from = line->len;
	json_t *ev;

	if (store_read(store, &query, line, &position, err) < 0)
		return NULL;
	ev = jsonr_parse(line->data + from, line->len - from, &why);
	if (!ev)
		(void)err_set(err, EM_PERM, "the event at %lld: %s",
		    (long long)position, why.what);
	return ev;
}

bool
definitions_is_one(const json_t *ev)
{
	const json_t *data = ev_data(ev);

	return strcmp(ev_str(ev, "type"), "ModelDefinitionRemoved") != 0 &&
	       *ev_str(data, "name") &&
	       json_is_object(json_object_get(data, "attributes"));
}
