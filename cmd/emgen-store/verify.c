/* verify - whether what is stored is what was appended. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "buf.h"
#include "die.h"
#include "jsonr.h"
#include "schemas.h"
#include "verbs.h"

/* What an event has to keep beside its line. */
struct rules {
	struct schemas *schemas;
	struct buf broken; /* the last event's, or empty */
};

static void
say(int64_t position, const char *what)
{
	die_note("position %" PRId64 ": %s", position, what);
}

static void
report(void *arg, const char *pointer, const char *keyword, const char *what)
{
	struct rules *rules = arg;

	if (rules->broken.len == 0)
		buf_addf(&rules->broken, "its schema: %s: %s: %s",
		    *pointer ? pointer : "\"\"", keyword, what);
}

/* An event without a schema, as a stranger's, keeps that of all events. */
static const char *
judge(const struct store_event *event, void *arg)
{
	struct rules *rules = arg;
	const struct js_node *schema;
	struct jsonr_error why;
	struct em_err err;
	json_t *ev;

	if (schemas_find(rules->schemas, event->type, &schema, &err) < 0)
		die_err(&err);
	if (!schema)
		schema = schemas_envelope(rules->schemas);
	buf_truncate(&rules->broken, 0);
	ev = jsonr_parse(event->line, event->len, &why);
	(void)js_check(schema, ev, report, rules);
	json_decref(ev);
	return rules->broken.len ? rules->broken.data : NULL;
}

static int64_t
verify(struct place *place, struct em_err *err)
{
	struct rules rules = { schemas_open(err), BUF_INIT };
	const struct store_verify told = { say, judge, &rules };
	int64_t wrong = -1;

	if (rules.schemas)
		wrong = store_verify(place->store, &told, err);
	schemas_close(rules.schemas);
	buf_clear(&rules.broken);
	return wrong;
}

int
verify_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct place place = { .dsn = NULL };
	struct em_err err;
	int64_t wrong;
	int c;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (c == PLACE_OPT)
			place.dsn = optarg;
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if (optind < argc)
		verb_usage();
	place.looks = true;
	place_open(&place);
	wrong = verify(&place, &err);
	if (wrong < 0)
		die_err(&err);
	place_close(&place);
	return wrong > 0 ? EM_NO : EM_OK;
}
