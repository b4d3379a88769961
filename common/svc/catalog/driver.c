/* driver - what the programs emgen-introspect-SCHEME share (driver.h). */
#include "driver.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "fnv.h"
#include "jsonw.h"
#include "mem.h"
#include "number.h"
#include "utf8.h"

enum { TIMEOUT_DEFAULT = 5, TIMEOUT_MAX = 1000000 };

#define USAGE                                                                  \
	"usage: emgen-introspect-%s [--connection NAME] [--prefix P]\n"        \
	"           [--tables GLOBS] [--exclude GLOBS] [--views]\n"            \
	"           [--schema GLOBS] [--search-path LIST]\n"                   \
	"           [--timeout SECONDS]\n"                                     \
	"\n"                                                                   \
	"emgen introspect runs this program and names the database in "        \
	"$EMGEN_DSN.\n"

/* --- the command line --- */

static void
read_environment(struct driver *d)
{
	const char *cause = getenv("EMGEN_CAUSATION_ID");

	d->dsn = getenv("EMGEN_DSN");
	if (!d->dsn || !*d->dsn)
		die(EM_PERM,
		    "EMGEN_DSN is not set: emgen introspect runs this program");
	if (cause && *cause) {
		d->cause = json_pack("{s:s}", "id", cause);
		if (!d->cause)
			die(EM_PERM, "EMGEN_CAUSATION_ID: not UTF-8");
		d->salt = driver_salt(cause);
	}
}

static void
take_option(struct driver *d, int c, const char *help)
{
	switch (c) {
	case 'c':
		d->connection = *optarg ? optarg : NULL;
		break;
	case 'p':
		selection_set_prefix(d->selection, optarg);
		break;
	case 't':
		selection_include(d->selection, optarg);
		break;
	case 'x':
		selection_exclude(d->selection, optarg);
		break;
	case 's':
		d->schemas = optarg;
		break;
	case 'S':
		d->search_path = optarg;
		break;
	case 'T':
		d->timeout = number_seconds("timeout", optarg, TIMEOUT_MAX);
		break;
	case 'v':
		selection_set_views(d->selection);
		break;
	case 'h':
		die_help(help);
	case 'V':
		die_version();
	default:
		die_usage(help);
	}
}

static void
read_options(struct driver *d, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "connection", required_argument, NULL, 'c' },
		{ "prefix", required_argument, NULL, 'p' },
		{ "tables", required_argument, NULL, 't' },
		{ "exclude", required_argument, NULL, 'x' },
		{ "schema", required_argument, NULL, 's' },
		{ "search-path", required_argument, NULL, 'S' },
		{ "timeout", required_argument, NULL, 'T' },
		{ "views", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	char *help = mem_printf(USAGE, d->scheme);
	int c;

	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1)
		take_option(d, c, help);
	if (optind < argc)
		die_usage(help);
	free(help);
}

void
driver_open(struct driver *d, int argc, char *argv[], const char *scheme)
{
	static char nothing[] = "/dev/null";
	static char *const no_input[] = { nothing, NULL };
	struct ev_opts opts = EV_OPTS_INIT;

	*d = (struct driver){ .scheme = scheme,
		.timeout = TIMEOUT_DEFAULT,
		.started_us = clock_monotonic_us(),
		.selection = selection_open(),
		.fingerprint = FNV64_BASIS };
	d->program = mem_printf("emgen-introspect-%s", scheme);
	die_setname(d->program);
	read_options(d, argc, argv);
	d->io = ev_open(no_input, STDOUT_FILENO, &opts);
	read_environment(d);
}

void
driver_refuse_schemas(const struct driver *d, const char *server)
{
	if (d->schemas || d->search_path)
		die(EM_PERM, "%s: %s has no schemas",
		    d->schemas ? "--schema" : "--search-path", server);
}

/* --- events --- */

unsigned
driver_salt(const char *causation)
{
	return (unsigned)fnv64(FNV64_BASIS, causation, strlen(causation));
}

static struct buf *
begin(struct driver *d, const char *type, const char *subject)
{
	struct ev_head head = { .type = type,
		.subject = subject,
		.cause = d->cause,
		.n = d->salt };
	struct buf *out = ev_begin(d->io, &head);

	d->data_at = out->len;
	buf_addc(out, '{');
	jsonw_text(out, "connection", d->connection);
	return out;
}

/*
 * Ends the event.  A database can hold names that are no UTF-8, an event
 * cannot: each offending byte becomes a question mark.
 */
static void
end(struct driver *d, struct buf *out, const char *what)
{
	char *p;
	bool bad = false;

	buf_addc(out, '}');
	for (p = out->data + d->data_at;; *p = '?', bad = true) {
		p += utf8_valid(p, (size_t)(out->data + out->len - p));
		if (p == out->data + out->len)
			break;
	}
	if (bad)
		driver_warn(d,
		    "%s: text that is not UTF-8 is read with ? "
		    "for each bad byte",
		    what);
	ev_end(d->io);
}

void
driver_warn(struct driver *d, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	die_warn("%s", text);
	d->warnings++;
}

const char *
driver_omits(
    const struct driver *d, const char *schema, const char *name, bool is_view)
{
	size_t len = strlen(name);

	if (utf8_valid(name, len) < len)
		return "not UTF-8";
	return selection_omits(d->selection, schema, name, is_view);
}

const char *
driver_mark(const struct driver *d, const char *omitted, const char *name)
{
	return omitted && strcmp(omitted, "framework") == 0
		   ? selection_mark(d->selection, name)
		   : NULL;
}

/* One line with the names that are left out for a reason. */
static void
say_omitted(const char *reason, const char *label,
    const struct driver_table *tables, size_t n)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		if (!tables[i].omitted ||
		    strcmp(tables[i].omitted, reason) != 0)
			continue;
		if (names.len)
			buf_adds(&names, ", ");
		if (tables[i].schema)
			buf_addf(&names, "%s.", tables[i].schema);
		buf_adds(&names, tables[i].name);
	}
	if (names.len)
		die_remark("%s: %s", label, names.data);
	buf_clear(&names);
}

/* A wrong file, or tables in a schema that is not read, look like this. */
static void
say_empty(const struct driver *d)
{
	struct buf names = BUF_INIT;
	const json_t *name;
	size_t i;

	json_array_foreach (d->read_schemas, i, name)
		buf_addf(
		    &names, "%s%s", i ? ", " : "", json_string_value(name));
	if (names.len)
		die_warn("no tables in %s: --schema names the schemas to read",
		    names.data);
	else
		die_warn("the database has no tables");
	buf_clear(&names);
}

/* Warns when there is no table but those that are left out for a reason. */
static void
say_all_omitted(const char *reason, const char *text,
    const struct driver_table *tables, size_t n)
{
	size_t i = 0;

	while (i < n && tables[i].omitted &&
	       strcmp(tables[i].omitted, reason) == 0)
		i++;
	if (n > 0 && i == n)
		die_warn("%s", text);
}

static void
say_selection(
    const struct driver *d, const struct driver_table *tables, size_t n)
{
	const char *pattern;

	if (!n)
		say_empty(d);
	say_all_omitted(
	    "prefix", "no table's name begins with the prefix", tables, n);
	say_all_omitted(
	    "view", "there are only views: --views reads them", tables, n);
	say_omitted("framework",
	    "left out as Laravel's or emgen's own (--tables NAME reads one)",
	    tables, n);
	say_omitted("virtual", "left out as virtual", tables, n);
	for (unsigned i = 0; (pattern = selection_unmatched(d->selection, i));
	     i++)
		die_warn("%s matches no table", pattern);
}

static void
add_table(struct buf *out, const struct driver_table *table)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "schema", table->schema);
	jsonw_text(out, "name", table->name);
	if (table->omitted)
		jsonw_text(out, "reason", table->omitted);
	else
		jsonw_text(out, "kind", table->is_view ? "view" : "table");
	buf_addc(out, '}');
}

static void
add_tables(struct buf *out, const char *member,
    const struct driver_table *tables, size_t n, bool omitted)
{
	jsonw_name(out, member);
	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++)
		if (!tables[i].omitted == !omitted)
			add_table(out, &tables[i]);
	buf_addc(out, ']');
}

/* What was asked for: what is not in it may be there all the same. */
static void
add_selection(struct buf *out, const struct driver *d)
{
	const json_t *name;
	size_t i;

	jsonw_name(out, "selection");
	buf_addc(out, '{');
	selection_write(d->selection, out);
	if (d->read_schemas) {
		jsonw_name(out, "schemas");
		buf_addc(out, '[');
		json_array_foreach (d->read_schemas, i, name) {
			jsonw_item(out);
			jsonw_string(out, json_string_value(name));
		}
		buf_addc(out, ']');
	}
	buf_addc(out, '}');
}

void
driver_start(struct driver *d, const struct driver_table *tables, size_t n)
{
	struct buf *out;

	say_selection(d, tables, n);
	out = begin(d, "SchemaAnalysisStarted", NULL);
	jsonw_text(out, "driver", d->scheme);
	jsonw_text(out, "defaultSchema", d->default_schema);
	add_selection(out, d);
	add_tables(out, "tables", tables, n, false);
	add_tables(out, "omitted", tables, n, true);
	end(d, out, "a table");
}

/* Whether it is the first time that the type comes; remembers it. */
static bool
is_new(struct driver *d, const char *type)
{
	struct table_names *seen = &d->unknown_types;

	for (size_t i = 0; i < seen->n; i++)
		if (strcmp(seen->list[i], type) == 0)
			return false;
	seen->list =
	    arena_grow(&d->arena, seen->list, seen->n, sizeof(*seen->list));
	seen->list[seen->n++] = arena_strdup(&d->arena, type);
	return true;
}

static void
warn_unknown_types(
    struct driver *d, const struct table *table, const char *label)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct table_column *column = &table->columns[i];

		if (!column->type.is_known && is_new(d, column->declared))
			driver_warn(d,
			    "%s.%s: the type %s is unknown, and read as text",
			    label, column->name, column->declared);
	}
}

void
driver_table(struct driver *d, struct table *table)
{
	const char *label = table_label(table);
	struct buf *out;

	warn_unknown_types(d, table, label);
	out = begin(d, "TableAnalyzed", label);
	jsonw_name(out, "table");
	d->data_at = out->len;
	table_write(out, table);
	d->fingerprint = fnv64_words(
	    d->fingerprint, out->data + d->data_at, out->len - d->data_at);
	end(d, out, label);
	d->tables++;
	d->columns += (unsigned)table->n_columns;
	d->foreign_keys += (unsigned)table->n_foreigns;
}

int
driver_finish(struct driver *d, const char *server_version)
{
	struct buf *out = begin(d, "SchemaAnalyzed", NULL);
	char fingerprint[sizeof("0123456789abcdef")];

	(void)snprintf(
	    fingerprint, sizeof(fingerprint), "%016" PRIx64, d->fingerprint);
	buf_adds(out, ",\"schema\":{");
	jsonw_text(out, "driver", d->scheme);
	jsonw_text(out, "serverVersion", server_version);
	jsonw_int(out, "tables", d->tables);
	jsonw_text(out, "fingerprint", fingerprint);
	buf_adds(out, "},\"metrics\":{");
	jsonw_int(
	    out, "durationMs", (clock_monotonic_us() - d->started_us) / 1000);
	jsonw_int(out, "tables", d->tables);
	jsonw_int(out, "columns", d->columns);
	jsonw_int(out, "foreignKeys", d->foreign_keys);
	jsonw_int(out, "warnings", d->warnings);
	buf_addc(out, '}');
	end(d, out, "the schema");
	selection_close(d->selection);
	json_decref(d->cause);
	json_decref(d->read_schemas);
	arena_clear(&d->arena);
	free(d->program);
	return ev_close(d->io);
}

void
driver_fail(struct driver *d, const char *exception, const struct em_err *err)
{
	struct buf *out = begin(d, "SchemaAnalysisFailed", NULL);

	jsonw_text(out, "error", err->msg);
	jsonw_text(out, "exception", exception);
	jsonw_bool(out, "temporary", err->code == EM_TEMP);
	end(d, out, "the error");
	(void)ev_close(d->io);
	die_err(err);
}
