/* replay - what is parked: listed, and given to a handler once more. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "ev.h"
#include "handler.h"
#include "jsonw.h"
#include "proc.h"
#include "subscription.h"
#include "verbs.h"

struct replay {
	struct place place;
	struct subscription *sub;
	struct handler handler;
	struct ev_io *io;
	bool json;
};

/* --- listing --- */

static void
show(const struct replay *r, const struct parked *parked)
{
	struct buf out = BUF_INIT;
	char error[256];

	if (r->json) {
		buf_addc(&out, '{');
		jsonw_int(&out, "position", parked->position);
		jsonw_int(&out, "attempts", parked->attempts);
		jsonw_text(&out, "parkedOn", parked->parked_on);
		jsonw_text(&out, "error", parked->error);
		buf_adds(&out, "}\n");
	} else {
		buf_addf(&out, "%8" PRId64 "  %s  %3u attempts  %s\n",
		    parked->position, parked->parked_on, parked->attempts,
		    die_printable(error, sizeof(error), parked->error));
	}
	ev_write(r->io, out.data, out.len);
	buf_clear(&out);
}

/* --- replaying --- */

/* The event goes to the handler: 0 when it is digested. */
static int
digest(struct replay *r, const struct parked *parked, struct em_err *err)
{
	struct store_query query = { .after = parked->position - 1,
		.until = parked->position,
		.limit = 1 };
	struct buf lines = BUF_INIT, output = BUF_INIT;
	int64_t position = parked->position;
	int code = -1;

	if (store_read(r->place.store, &query, &lines, &position, err) == 1)
		code = handler_run(&r->handler, &lines, position,
		    parked->attempts + 1, &output, err);
	if (code > 0)
		(void)err_set(err, code == EM_PERM ? EM_PERM : EM_TEMP, "%s",
		    proc_explain(code));
	if (code == EM_OK) {
		ev_write(r->io, output.data, output.len);
		ev_flush(r->io);
	}
	buf_clear(&lines);
	buf_clear(&output);
	return code == EM_OK ? 0 : -1;
}

static void
replay(struct replay *r, const struct parked *parked)
{
	int64_t position = parked->position;
	struct em_err err, why;

	if (digest(r, parked, &why) == 0) {
		if (subscription_unpark(r->sub, position, &err) < 0)
			die_err(&err);
		return;
	}
	die_note("position %" PRId64 ": %s", position, why.msg);
	ev_failed(r->io, why.code == EM_TEMP ? EM_TEMP : EM_PERM);
	if (subscription_park(r->sub, position, 1, why.msg, &err) < 0)
		die_err(&err);
}

static void
run(struct replay *r)
{
	struct parked parked = { .position = 0 };
	struct em_err err;
	int rc;

	while ((rc = subscription_parked(
		    r->sub, parked.position, &parked, &err)) == 1) {
		int64_t position = parked.position;

		if (r->handler.argv)
			replay(r, &parked);
		else
			show(r, &parked);
		parked.position = position;
	}
	if (rc < 0)
		die_err(&err);
}

int
replay_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	static char nothing[] = "/dev/null";
	static char *const no_input[] = { nothing, NULL };
	const struct ev_opts opts = EV_OPTS_INIT;
	bool lists = strcmp(verb_name(), "list-parked") == 0;
	struct replay r = { .json = false };
	struct em_err err;
	int c, code;

	while ((c = getopt_long(argc, argv, "+h", longopts, NULL)) != -1) {
		if (c == PLACE_OPT)
			r.place.dsn = optarg;
		else if (c == 'j' && lists)
			r.json = true;
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	if (!lists)
		handler_parse(&r.handler, argv + optind);
	else if (argc - optind == 1)
		r.handler.name = argv[optind];
	else
		verb_usage();
	r.place.looks = lists;
	place_open(&r.place);
	r.sub = subscription_open(r.place.store, r.handler.name, NULL, &err);
	if (!r.sub)
		die_err(&err);
	r.io = ev_open(no_input, STDOUT_FILENO, &opts);
	run(&r);
	code = ev_close(r.io);
	subscription_close(r.sub);
	place_close(&r.place);
	handler_clear(&r.handler);
	return code;
}
