/* since - a definition beside the stored one (since.h). */
#include "since.h"

#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "definitions.h"
#include "id.h"
#include "jsonr.h"
#include "jsonw.h"
#include "mem.h"
#include "selection.h"

void
since_open(struct since *since)
{
	since->left = json_object();
	since->place.looks = true;
	if (since->on)
		place_open(&since->place);
}

void
since_close(struct since *since)
{
	json_decref(since->started);
	json_decref(since->last);
	json_decref(since->left);
	if (since->on)
		place_close(&since->place);
}

void
since_start(struct since *since, struct ev_io *io, const struct ev_line *line)
{
	struct em_err err;

	if (!since->on)
		return;
	json_decref(since->started);
	since->started = ev_parse(io, line);
	(void)json_object_clear(since->left);
	json_decref(since->last);
	since->last = definitions_find(since->place.store, &err);
	if (!since->last)
		die_err(&err);
}

static json_t *
read_at(struct since *since, const json_t *position, struct buf *line)
{
	struct em_err err;
	json_t *ev = definitions_read(
	    since->place.store, json_integer_value(position), line, &err);

	if (!ev)
		die_err(&err);
	return ev;
}

/* --- a model that is there --- */

static json_t *
parse_attributes(const struct buf *text)
{
	struct jsonr_error why;
	json_t *attributes = jsonr_parse(text->data, text->len, &why);

	if (!attributes)
		die(EM_PERM, "attributes: %s", why.what);
	return attributes;
}

static void
write_definition(struct ev_io *io, const struct ev_head *head,
    const char *model, const char *name, const struct buf *attributes,
    const json_t *changes)
{
	struct buf *out = ev_begin(io, head);
	char *text;

	buf_addc(out, '{');
	jsonw_text(out, "modelId", model);
	jsonw_text(out, "name", name);
	jsonw_name(out, "attributes");
	buf_add(out, attributes->data, attributes->len);
	if (changes) {
		text = json_dumps(changes, JSON_COMPACT);
		jsonw_name(out, "changes");
		buf_adds(out, text);
		free(text);
	}
	buf_addc(out, '}');
	ev_end(io);
}

/* Beside a definition that is stored: its line again, or what has changed. */
static void
compare(struct ev_io *io, struct ev_head *head, const json_t *stored,
    const struct buf *line, const char *model, const char *name,
    const struct buf *text)
{
	json_t *attributes = parse_attributes(text);
	json_t *changes = changes_find(ev_data(stored), name, attributes);

	if (json_array_size(changes) == 0) {
		ev_write(io, line->data, line->len);
	} else {
		head->type = "ModelDefinitionChanged";
		write_definition(io, head, model, name, text, changes);
	}
	json_decref(changes);
	json_decref(attributes);
}

void
since_define(struct since *since, struct ev_io *io, struct ev_head *head,
    const char *model, const char *name, const struct buf *attributes)
{
	const json_t *position = json_object_get(since->last, model);
	struct buf line = BUF_INIT;
	json_t *stored = position ? read_at(since, position, &line) : NULL;

	head->type = "ModelDefinitionCreated";
	head->n = (unsigned)json_integer_value(position);
	if (stored && definitions_is_one(stored))
		compare(io, head, stored, &line, model, name, attributes);
	else
		write_definition(io, head, model, name, attributes, NULL);
	(void)json_object_del(since->last, model);
	json_decref(stored);
	buf_clear(&line);
}

void
since_leave(struct since *since, const char *model)
{
	(void)json_object_set_new(since->left, model, json_true());
}

/* --- models that are there no more --- */

struct analysis {
	const json_t *started, *done;
	struct selection *selection; /* NULL when it cannot be judged */
	json_t *tables;              /* set of all that it lists */
};

static char *
label_of(const json_t *table)
{
	const char *schema = ev_str(table, "schema");

	return mem_printf(
	    "%s%s%s", schema, *schema ? "." : "", ev_str(table, "name"));
}

static void
list_tables(struct analysis *a, const char *member)
{
	const json_t *table;
	size_t i;

	json_array_foreach (
	    json_object_get(ev_data(a->started), member), i, table) {
		char *label = label_of(table);

		(void)json_object_set_new(a->tables, label, json_true());
		free(label);
	}
}

static bool
is_read(const json_t *schemas, const char *schema)
{
	const json_t *name;
	size_t i;

	json_array_foreach (schemas, i, name)
		if (json_is_string(name) &&
		    strcmp(json_string_value(name), schema) == 0)
			return true;
	return !*schema;
}

/* Whether the analysis would have come upon the table, but has not. */
static bool
misses(struct analysis *a, const json_t *table)
{
	const char *schema = ev_str(table, "schema");
	const json_t *schemas = json_object_get(
	    json_object_get(ev_data(a->started), "selection"), "schemas");
	bool is_view = strcmp(ev_str(table, "kind"), "view") == 0;
	char *label = label_of(table);
	bool listed = json_object_get(a->tables, label) != NULL;

	free(label);
	return !listed && is_read(schemas, schema) &&
	       !selection_omits(a->selection, *schema ? schema : NULL,
		   ev_str(table, "name"), is_view);
}

/* Model ids tell connections apart. */
static bool
is_of_connection(const json_t *started, const char *model, const json_t *table)
{
	char id[ID_TEXT];

	id_model(ev_str(ev_data(started), "connection"),
	    ev_str(table, "schema"), ev_str(table, "name"), id);
	return strcmp(id, model) == 0;
}

static void
remove_model(struct ev_io *io, const struct analysis *a, const json_t *stored,
    const char *model, const json_t *position)
{
	struct ev_head head = {
		.type = "ModelDefinitionRemoved",
		.subject = ev_str(stored, "subject"),
		.cause = a->done,
		.n = (unsigned)json_integer_value(position),
	};

	ev_emit(io, &head,
	    json_pack("{s:s, s:s}", "modelId", model, "name",
		ev_str(ev_data(stored), "name")));
}

static void
judge(struct since *since, struct ev_io *io, struct analysis *a,
    const char *model, const json_t *position)
{
	struct buf line = BUF_INIT;
	json_t *stored = read_at(since, position, &line);
	const json_t *table = json_object_get(
	    json_object_get(ev_data(stored), "attributes"), "table");

	if (!definitions_is_one(stored)) {
		if (strcmp(ev_str(stored, "correlationid"),
			ev_str(a->started, "correlationid")) == 0)
			ev_write(io, line.data, line.len);
	} else if (is_of_connection(a->started, model, table) &&
		   (json_object_get(since->left, model) || misses(a, table))) {
		remove_model(io, a, stored, model, position);
	}
	json_decref(stored);
	buf_clear(&line);
}

void
since_finish(struct since *since, struct ev_io *io, const json_t *done)
{
	const json_t *selection =
	    json_object_get(ev_data(since->started), "selection");
	struct analysis a = {
		.started = since->started,
		.done = done,
		.tables = json_object(),
	};
	const char *model;
	json_t *position;

	if (!since->on || !json_is_object(selection)) {
		json_decref(a.tables);
		return;
	}
	a.selection = selection_read(selection);
	list_tables(&a, "tables");
	list_tables(&a, "omitted");
	json_object_foreach (since->last, model, position)
		judge(since, io, &a, model, position);
	selection_close(a.selection);
	json_decref(a.tables);
	json_decref(since->last);
	since->last = NULL;
}
