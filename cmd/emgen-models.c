/* emgen-models - which models there are, as the stored events have it. */
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "jsonw.h"
#include "place.h"
#include "projection.h"

static const char usage[] =
    "usage: emgen models [--database DSN] [--removed] [--json]\n";

static const char models_sql[] =
    "SELECT class, namespace, connection, schema_name, table_name, columns, "
    "relations, path, changed_on, removed_on, model_id FROM model_catalog "
    "ORDER BY class, connection, schema_name, table_name";

enum {
	CLASS,
	NAMESPACE,
	CONNECTION,
	SCHEMA,
	TABLE,
	COLUMNS,
	RELATIONS,
	PATH,
	CHANGED,
	REMOVED,
	ID
};

struct view {
	bool removed; /* those that are no more, too */
	bool json;
};

static const char *
text_or_null(struct db_stmt *stmt, int column)
{
	return db_is_null(stmt, column) ? NULL : db_text(stmt, column);
}

static void
add_json(struct buf *out, struct db_stmt *stmt)
{
	buf_addc(out, '{');
	jsonw_text(out, "modelId", db_text(stmt, ID));
	jsonw_text(out, "name", db_text(stmt, CLASS));
	jsonw_text(out, "namespace", text_or_null(stmt, NAMESPACE));
	jsonw_text(out, "connection", text_or_null(stmt, CONNECTION));
	jsonw_text(out, "schema", text_or_null(stmt, SCHEMA));
	jsonw_text(out, "table", db_text(stmt, TABLE));
	jsonw_int(out, "columns", db_int(stmt, COLUMNS));
	jsonw_int(out, "relations", db_int(stmt, RELATIONS));
	jsonw_text(out, "path", text_or_null(stmt, PATH));
	jsonw_text(out, "changedOn", db_text(stmt, CHANGED));
	jsonw_text(out, "removedOn", text_or_null(stmt, REMOVED));
	buf_adds(out, "}\n");
}

/* The width of a column on a terminal is that of its bytes: names are short. */
static void
add_line(struct buf *out, struct db_stmt *stmt)
{
	int64_t columns = db_int(stmt, COLUMNS);
	int64_t relations = db_int(stmt, RELATIONS);
	char class[256], table[512];
	struct buf label = BUF_INIT;

	if (!db_is_null(stmt, SCHEMA))
		buf_addf(&label, "%s.", db_text(stmt, SCHEMA));
	buf_adds(&label, db_text(stmt, TABLE));
	buf_addf(out,
	    "%-28s %-28s %3" PRId64 " %-7s  %3" PRId64 " relation%s%s\n",
	    die_printable(class, sizeof(class), db_text(stmt, CLASS)),
	    die_printable(table, sizeof(table), label.data), columns,
	    columns == 1 ? "column" : "columns", relations,
	    relations == 1 ? "" : "s",
	    db_is_null(stmt, REMOVED) ? "" : "  removed");
	buf_clear(&label);
}

static void
show(struct place *place, const struct view *view)
{
	struct buf out = BUF_INIT;
	struct db_stmt *stmt;
	struct em_err err;
	int rc;

	stmt = db_prepare(place->db, models_sql, &err);
	if (!stmt)
		die_err(&err);
	while ((rc = db_row(stmt, &err)) == 1) {
		if (!db_is_null(stmt, REMOVED) && !view->removed)
			continue;
		if (view->json)
			add_json(&out, stmt);
		else
			add_line(&out, stmt);
	}
	if (rc < 0)
		die_err(&err);
	db_finalize(stmt);
	if (out.len && fwrite(out.data, 1, out.len, stdout) != out.len)
		die_errno("cannot write to stdout");
	buf_clear(&out);
}

static void
bring_up_to_date(struct place *place)
{
	struct projection *projection;
	struct em_err err;

	projection = projection_open(place->store, &err);
	if (!projection || projection_update(projection, false, &err) < 0)
		die_err(&err);
	projection_close(projection);
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "removed", no_argument, NULL, 'r' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct place place = { .dsn = NULL };
	struct view view = { .json = false };
	int c;

	die_setname("emgen-models");
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		switch (c) {
		case PLACE_OPT:
			place.dsn = optarg;
			break;
		case 'r':
			view.removed = true;
			break;
		case 'j':
			view.json = true;
			break;
		case 'h':
			die_help(usage);
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	if (optind < argc)
		die_usage(usage);
	place.looks = true;
	place_open(&place);
	bring_up_to_date(&place);
	show(&place, &view);
	place_close(&place);
	die_flush();
	return EM_OK;
}
