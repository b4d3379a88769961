/* projection - what the models are now (projection.h). */
#include "projection.h"

#include <stdlib.h>
#include <string.h>

#include "dialect.h"
#include "mem.h"
#include "subscription.h"

enum { PAGE = 500 };

static const char checkpoint[] = "emgen-projection";
static const char types[] = "ModelDefinitionCreated,ModelDefinitionChanged,"
			    "ModelDefinitionRemoved,ModelGenerated,"
			    "ModelGenerationSkipped";

enum { DEFINE, REMOVE, GENERATE, LOCATE, FORGET, RELATE, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[DEFINE] =
	    "INSERT INTO model_catalog (model_id, connection, schema_name, "
	    "table_name, class, namespace, columns, relations, defined_on, "
	    "changed_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, {moment ?}, "
	    "{moment ?}) {or update model_id} "
	    "class = {new class}, namespace = {new namespace}, "
	    "columns = {new columns}, relations = {new relations}, "
	    "changed_on = {new changed_on}, removed_on = NULL",
	[REMOVE] = "UPDATE model_catalog SET removed_on = {moment ?} "
		   "WHERE model_id = ?",
	[GENERATE] = "UPDATE model_catalog SET path = ?, "
		     "generated_on = {moment ?} WHERE model_id = ?",
	[LOCATE] = "UPDATE model_catalog SET path = ? WHERE model_id = ?",
	[FORGET] = "DELETE FROM relationship_catalog WHERE model_id = ?",
	[RELATE] =
	    "INSERT INTO relationship_catalog (model_id, name, kind, "
	    "related, foreign_key, pivot_table) VALUES (?, ?, ?, ?, ?, ?)",
};

struct projection {
	struct store *store;
	struct db *db;
	struct db_stmt *stmts[STATEMENTS];
};

struct projection *
projection_open(struct store *store, struct em_err *err)
{
	struct projection *p = mem_zalloc(1, sizeof(*p));

	p->store = store;
	p->db = store_db(store);
	if (dialect_prepare_all(p->db, statements, STATEMENTS, p->stmts, err) ==
	    0)
		return p;
	projection_close(p);
	return NULL;
}

void
projection_close(struct projection *p)
{
	if (!p)
		return;
	for (int i = 0; i < STATEMENTS; i++)
		db_finalize(p->stmts[i]);
	free(p);
}

/* --- one event --- */

static const char *
text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int
run(struct projection *p, int which, struct em_err *err)
{
	return db_run(p->stmts[which], err) < 0 ? -1 : 0;
}

static int
forget_relations(struct projection *p, const char *model, struct em_err *err)
{
	db_bind_text(p->stmts[FORGET], 1, model);
	return run(p, FORGET, err);
}

static int
add_relations(struct projection *p, const char *model, const json_t *attributes,
    struct em_err *err)
{
	struct db_stmt *stmt = p->stmts[RELATE];
	const json_t *relation;
	size_t i;

	json_array_foreach (
	    json_object_get(attributes, "relations"), i, relation) {
		db_bind_text(stmt, 1, model);
		db_bind_text(stmt, 2, text(relation, "name"));
		db_bind_text(stmt, 3, text(relation, "kind"));
		db_bind_text(stmt, 4, text(relation, "class"));
		db_bind_text(stmt, 5, text(relation, "foreignKey"));
		db_bind_text(
		    stmt, 6, text(json_object_get(relation, "pivot"), "table"));
		if (run(p, RELATE, err) < 0)
			return -1;
	}
	return 0;
}

static int
define(struct projection *p, const struct store_event *event,
    const json_t *data, struct em_err *err)
{
	const json_t *attributes = json_object_get(data, "attributes");
	const json_t *table = json_object_get(attributes, "table");
	struct db_stmt *stmt = p->stmts[DEFINE];

	if (!text(data, "name") || !text(table, "name"))
		return 0; /* it does not keep its schema, and defines nothing */
	db_bind_text(stmt, 1, event->stream);
	db_bind_text(stmt, 2, text(attributes, "connection"));
	db_bind_text(stmt, 3, text(table, "schema"));
	db_bind_text(stmt, 4, text(table, "name"));
	db_bind_text(stmt, 5, text(data, "name"));
	db_bind_text(stmt, 6, text(attributes, "namespace"));
	db_bind_int(stmt, 7,
	    (int64_t)json_array_size(json_object_get(attributes, "columns")));
	db_bind_int(stmt, 8,
	    (int64_t)json_array_size(json_object_get(attributes, "relations")));
	db_bind_text(stmt, 9, event->time);
	db_bind_text(stmt, 10, event->time);
	if (run(p, DEFINE, err) < 0 ||
	    forget_relations(p, event->stream, err) < 0)
		return -1;
	return add_relations(p, event->stream, attributes, err);
}

static int
remove_model(
    struct projection *p, const struct store_event *event, struct em_err *err)
{
	db_bind_text(p->stmts[REMOVE], 1, event->time);
	db_bind_text(p->stmts[REMOVE], 2, event->stream);
	if (run(p, REMOVE, err) < 0)
		return -1;
	return forget_relations(p, event->stream, err);
}

/* Enums and bases are a model's files, too, but not the one with its class. */
static bool
is_of_class(const json_t *data)
{
	const char *artifact = text(data, "artifact");

	return artifact && (strcmp(artifact, "model") == 0 ||
			       strcmp(artifact, "pivot") == 0);
}

static int
generate(struct projection *p, const struct store_event *event,
    const json_t *data, struct em_err *err)
{
	db_bind_text(p->stmts[GENERATE], 1, text(data, "path"));
	db_bind_text(p->stmts[GENERATE], 2, event->time);
	db_bind_text(p->stmts[GENERATE], 3, event->stream);
	return run(p, GENERATE, err);
}

/* A file that was left as it is may be one that no stored event has made. */
static int
locate(struct projection *p, const struct store_event *event,
    const json_t *data, struct em_err *err)
{
	db_bind_text(p->stmts[LOCATE], 1, text(data, "path"));
	db_bind_text(p->stmts[LOCATE], 2, event->stream);
	return run(p, LOCATE, err);
}

static int
apply_data(struct projection *p, const struct store_event *event,
    const json_t *data, struct em_err *err)
{
	if (strcmp(event->type, "ModelDefinitionRemoved") == 0)
		return remove_model(p, event, err);
	if (strcmp(event->type, "ModelGenerated") == 0)
		return is_of_class(data) ? generate(p, event, data, err) : 0;
	if (strcmp(event->type, "ModelGenerationSkipped") == 0)
		return is_of_class(data) ? locate(p, event, data, err) : 0;
	return define(p, event, data, err);
}

static int
apply(struct projection *p, const struct store_event *event, struct em_err *err)
{
	json_t *data = store_event_data(event);
	int rc = apply_data(p, event, data, err);

	json_decref(data);
	return rc;
}

/* --- all events --- */

static int
apply_lines(struct projection *p, const struct buf *lines, struct em_err *err)
{
	const char *line = lines->data, *end = lines->data + lines->len, *next;
	struct store_event event;
	int rc = 0;

	for (; rc == 0 && line < end; line = next) {
		next = memchr(line, '\n', (size_t)(end - line));
		next = next ? next + 1 : end;
		rc = store_event_read(&event, line, (size_t)(next - line), err);
		if (rc < 0)
			return -1;
		rc = apply(p, &event, err);
		store_event_clear(&event);
	}
	return rc;
}

/* One page of events in the transaction at hand: how many, or -1. */
static int
apply_page(struct projection *p, struct subscription *sub, struct em_err *err)
{
	struct store_query query = { .after = subscription_position(sub),
		.type = types,
		.limit = PAGE };
	struct buf lines = BUF_INIT;
	int64_t position;
	int n = store_read(p->store, &query, &lines, &position, err);

	if (n > 0 && (apply_lines(p, &lines, err) < 0 ||
			 subscription_advance(sub, position, err) < 0))
		n = -1;
	buf_clear(&lines);
	return n;
}

static int
empty(struct projection *p, struct subscription *sub, struct em_err *err)
{
	return db_exec(p->db,
		   "DELETE FROM relationship_catalog; "
		   "DELETE FROM model_catalog",
		   err) < 0
		   ? -1
		   : subscription_advance(sub, 0, err);
}

/*
 * In one transaction: whoever updates at the same time waits, and then finds
 * that there is nothing left to do.
 */
static int
update(struct projection *p, bool rebuild, struct em_err *err)
{
	const struct store_share all = { 1, 1 };
	struct subscription *sub =
	    subscription_open(p->store, checkpoint, &all, err);
	int n = PAGE;

	if (!sub)
		return -1;
	if (rebuild && empty(p, sub, err) < 0)
		n = -1;
	while (n == PAGE)
		n = apply_page(p, sub, err);
	subscription_close(sub);
	return n < 0 ? -1 : 0;
}

int
projection_update(struct projection *p, bool rebuild, struct em_err *err)
{
	if (db_begin(p->db, err) < 0)
		return -1;
	return db_end(p->db, update(p, rebuild, err), err);
}
