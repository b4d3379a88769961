/* stats - how many events of which type there are, and since when. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "die.h"
#include "jsonw.h"
#include "verbs.h"

static const char types_sql[] =
    "SELECT event_type, count(*), min(occurred_on), max(occurred_on) "
    "FROM domain_events GROUP BY event_type ORDER BY event_type";
static const char streams_sql[] =
    "SELECT count(DISTINCT stream_id) FROM domain_events";

static int64_t
count_streams(struct place *place, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(place->db, streams_sql, err);
	int64_t n = -1;

	if (stmt && db_row(stmt, err) == 1)
		n = db_int(stmt, 0);
	db_finalize(stmt);
	return n;
}

/* One type: as JSON in an array, or as a line of the table. */
static void
add_type(struct buf *out, struct db_stmt *stmt, bool json)
{
	char type[256];

	if (!json) {
		buf_addf(out, "%8" PRId64 "  %s  %s  %s\n", db_int(stmt, 1),
		    db_text(stmt, 2), db_text(stmt, 3),
		    die_printable(type, sizeof(type), db_text(stmt, 0)));
		return;
	}
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "type", db_text(stmt, 0));
	jsonw_int(out, "events", db_int(stmt, 1));
	jsonw_text(out, "first", db_text(stmt, 2));
	jsonw_text(out, "last", db_text(stmt, 3));
	buf_addc(out, '}');
}

/* All types into out, and how many events they are; -1 for an error. */
static int64_t
add_types(struct place *place, struct buf *out, bool json, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(place->db, types_sql, err);
	int64_t events = 0;
	int rc = -1;

	if (!stmt)
		return -1;
	while ((rc = db_row(stmt, err)) == 1) {
		add_type(out, stmt, json);
		events += db_int(stmt, 1);
	}
	db_finalize(stmt);
	return rc < 0 ? -1 : events;
}

static void
print(const struct buf *types, int64_t events, int64_t streams, bool json)
{
	if (json)
		printf("{\"events\":%" PRId64 ",\"streams\":%" PRId64
		       ",\"types\":%s]}\n",
		    events, streams, types->data);
	else
		printf("%s%8" PRId64 "  in %" PRId64 " streams\n",
		    types->len ? types->data : "", events, streams);
}

int
stats_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct place place = { .dsn = NULL };
	struct buf types = BUF_INIT;
	int64_t events, streams;
	struct em_err err;
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (c == PLACE_OPT)
			place.dsn = optarg;
		else if (c == 'j')
			json = true;
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if (optind < argc)
		verb_usage();
	place.looks = true;
	place_open(&place);
	buf_adds(&types, json ? "[" : "");
	events = add_types(&place, &types, json, &err);
	streams = events < 0 ? -1 : count_streams(&place, &err);
	if (streams < 0)
		die_err(&err);
	print(&types, events, streams, json);
	buf_clear(&types);
	place_close(&place);
	die_flush();
	return EM_OK;
}
