/* emgen-history - the life of a model, as the stored events have it. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definitions.h"
#include "die.h"
#include "diff.h"
#include "ev.h"
#include "life.h"
#include "mem.h"
#include "outline.h"
#include "place.h"

static const char usage[] =
    "usage: emgen history [--database DSN] [--json] MODEL\n"
    "       emgen history [--database DSN] --diff A..B MODEL\n";

static const char types[] = DEFINITION_TYPES
    ",ModelGenerated,ModelGenerationFailed,ModelFactoryGenerated,"
    "DocumentationUpdated";

struct history {
	struct place place;
	const char *name;
	char stream[ID_TEXT];
	bool json;
	const char *diff; /* A..B, or NULL */
	struct point from, to;
};

static void
write_out(struct buf *out)
{
	if (out->len && fwrite(out->data, 1, out->len, stdout) != out->len)
		die_errno("cannot write to stdout");
	buf_truncate(out, 0);
}

static void
show(struct history *h)
{
	struct moment moment = { 0, NULL };
	struct buf out = BUF_INIT;

	while (life_next(h->place.store, h->stream, types, &moment)) {
		if (h->json)
			life_json(&out, &moment);
		else
			life_text(&out, &moment);
		write_out(&out);
	}
	if (moment.position == 0)
		die(EM_PERM, "%s: nothing is stored of such a model", h->name);
	life_clear(&moment);
	buf_clear(&out);
}

/* --- the difference between two points --- */

static void
outline_at(struct history *h, const struct point *point, struct diff_text *side)
{
	struct moment at = life_at(h->place.store, h->stream, point);
	struct buf text = BUF_INIT;
	const char *class = at.ev ? ev_str(ev_data(at.ev), "name") : h->name;
	char safe[256];

	outline_add(&text, at.ev);
	side->label = mem_printf("%s at %" PRId64,
	    die_printable(safe, sizeof(safe), class), at.position);
	side->len = text.len;
	side->bytes = buf_detach(&text);
	life_clear(&at);
}

static void
show_diff(struct history *h)
{
	struct diff_text old, new;
	struct em_err err;

	outline_at(h, &h->from, &old);
	outline_at(h, &h->to, &new);
	if (diff_texts(&old, &new, &err) < 0)
		die_err(&err);
	free(old.label);
	free(old.bytes);
	free(new.label);
	free(new.bytes);
}

/* --- the command line --- */

static void
parse_diff(struct history *h)
{
	const char *dots = h->diff ? strstr(h->diff, "..") : NULL;
	char *from;
	bool good;

	if (!h->diff)
		return;
	if (!dots)
		die(EM_PERM, "--diff: not two points as in 12..40: %s",
		    h->diff);
	from = mem_strndup(h->diff, (size_t)(dots - h->diff));
	good = *from && point_parse(&h->from, from) == 0 &&
	       point_parse(&h->to, dots + 2) == 0;
	free(from);
	if (!good)
		die(EM_PERM,
		    "--diff: neither positions nor dates such as "
		    "2026-01-31: %s",
		    h->diff);
}

static void
take_arguments(struct history *h, int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "json", no_argument, NULL, 'j' },
		{ "diff", required_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		switch (c) {
		case PLACE_OPT:
			h->place.dsn = optarg;
			break;
		case 'j':
			h->json = true;
			break;
		case 'd':
			h->diff = optarg;
			break;
		case 'h':
			die_help(usage);
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	if (argc - optind != 1 || (h->json && h->diff))
		die_usage(usage);
	h->name = argv[optind];
	parse_diff(h);
}

int
main(int argc, char *argv[])
{
	struct history h = { .name = NULL };
	struct em_err err;

	die_setname("emgen-history");
	take_arguments(&h, argc, argv);
	h.place.looks = true;
	place_open(&h.place);
	if (store_find_model(h.place.store, h.name, h.stream, &err) < 0)
		die_err(&err);
	if (h.diff)
		show_diff(&h);
	else
		show(&h);
	place_close(&h.place);
	die_flush();
	return EM_OK;
}
