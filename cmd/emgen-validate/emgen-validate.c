/* emgen-validate - 0 if every line keeps its schema, else which does not. */
#include <getopt.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "die.h"
#include "ev.h"
#include "input.h"
#include "jsonschema.h"
#include "mem.h"
#include "schemas.h"

static const char usage[] =
    "usage: emgen validate [-pu] [--max-line BYTES] [FILE ...]\n"
    "       emgen validate [-p] -s SCHEMA [--max-line BYTES] [FILE ...]\n";

struct validate {
	bool pass, allow_unknown;
	struct js_set *set;           /* of the one schema, or NULL */
	const struct js_node *schema; /* of all documents, or NULL: events */
	struct schemas *schemas;      /* of events */
	struct input_line line;       /* the one being checked */
	bool bad;                     /* a line did not keep its schema */
};

static void
complain(struct validate *v, const char *pointer, const char *what)
{
	v->bad = true;
	die_note("%s:%zu: %s: %s", v->line.file, v->line.number,
	    *pointer ? pointer : "\"\"", what);
}

static void
report(void *arg, const char *pointer, const char *keyword, const char *what)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%s: %s", keyword, what);
	complain(arg, pointer, text.data);
	buf_clear(&text);
}

static bool
check_event(struct validate *v, const json_t *ev)
{
	const char *type = ev_str(ev, "type");
	const struct js_node *schema;
	struct em_err err;
	bool good;

	if (schemas_find(v->schemas, type, &schema, &err) < 0)
		die_err(&err);
	if (schema)
		return js_check(schema, ev, report, v);
	good = js_check(schemas_envelope(v->schemas), ev, report, v);
	if (!good || v->allow_unknown)
		return good;
	complain(v, "/type", "there is no schema for this type");
	return false;
}

static bool
check_line(struct validate *v)
{
	const struct input_line *line = &v->line;
	json_error_t why;
	json_t *json;
	bool good;

	if (line->long_) {
		complain(v, "", "the line is too long");
		return false;
	}
	if (!line->complete && !v->schema) {
		complain(v, "", "the line is torn: no newline at its end");
		return false;
	}
	json = js_parse(line->bytes, line->len,
	    v->schema ? JSON_DECODE_ANY | JSON_ALLOW_NUL : 0, &why);
	if (!json) {
		struct buf text = BUF_INIT;

		buf_addf(
		    &text, "not JSON at byte %d: %s", why.position, why.text);
		complain(v, "", text.data);
		buf_clear(&text);
		return false;
	}
	good = v->schema ? js_check(v->schema, json, report, v)
			 : check_event(v, json);
	json_decref(json);
	return good;
}

/* Is the line a JSON text by itself, or the beginning of a longer one? */
static bool
is_text(const struct input_line *line)
{
	json_error_t why;
	json_t *json = js_parse(
	    line->bytes, line->len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);

	json_decref(json);
	return json ||
	       json_error_code(&why) != json_error_premature_end_of_input;
}

static void
run(struct validate *v, struct input *in)
{
	struct input_line *line = &v->line;

	while (input_next(in, line)) {
		if (v->schema && line->number == 1 && !is_text(line))
			input_whole(in, line);
		if (check_line(v) && v->pass &&
		    fwrite(line->bytes, 1, line->len, stdout) != line->len)
			die_errno("cannot write to stdout");
	}
}

static void
open_schemas(struct validate *v, const char *path)
{
	struct em_err err;

	if (path) {
		v->set = js_open();
		v->schema = js_add_file(v->set, path, &err);
	} else {
		v->schemas = schemas_open(&err);
	}
	if (!v->schema && !v->schemas)
		die_err(&err);
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "allow-unknown", no_argument, NULL, 'u' },
		{ "help", no_argument, NULL, 'h' },
		{ "max-line", required_argument, NULL, EV_OPT_MAX_LINE },
		{ "pass", no_argument, NULL, 'p' },
		{ "schema", required_argument, NULL, 's' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct validate v = { .pass = false };
	struct ev_opts opts = EV_OPTS_INIT;
	const char *schema = NULL;
	struct input *in;
	int c;

	die_setname("emgen-validate");
	(void)signal(SIGPIPE, SIG_DFL);
	json_set_alloc_funcs(mem_alloc, free);
	while ((c = getopt_long(argc, argv, "hps:uV", longopts, NULL)) != -1) {
		switch (c) {
		case 'p':
			v.pass = true;
			break;
		case 's':
			schema = optarg;
			break;
		case 'u':
			v.allow_unknown = true;
			break;
		case EV_OPT_MAX_LINE:
			(void)ev_option(&opts, c, optarg);
			break;
		case 'h':
			die_help(usage);
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	open_schemas(&v, schema);
	in = input_open(argv + optind, opts.max_line);
	run(&v, in);
	input_close(in);
	js_close(v.set);
	schemas_close(v.schemas);
	die_flush();
	return v.bad ? EM_NO : EM_OK;
}
