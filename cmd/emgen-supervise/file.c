/* file - a pipeline file as sections of values (file.h). */
#include "file.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "die.h"
#include "expand.h"
#include "inifile.h"
#include "mem.h"
#include "nearest.h"
#include "slurp.h"

struct mistake {
	unsigned line;
	char *text;
};

#define BIT(kind) (1u << (kind))
enum {
	ALL_LINES = BIT(PIPELINE) | BIT(STAGE), /* of a line's first stage */
	ALL_RUNS = BIT(PIPELINE) | BIT(STAGE) | BIT(QUEUE),
};

const char *const kind_names[KINDS] = { "pipeline", "stage", "listener",
	"handler", "queue", "fifo" };

const struct key_row key_rows[KEYS] = {
	{ "exec", BIT(STAGE) | BIT(LISTENER) | BIT(HANDLER) | BIT(QUEUE),
	    "script", NULL },
	{ "to", BIT(STAGE) | BIT(QUEUE) | BIT(FIFO), "name", NULL },
	{ "of", BIT(LISTENER) | BIT(HANDLER) | BIT(FIFO), "name", NULL },
	{ "on", BIT(LISTENER), "types", NULL },
	{ "handles", BIT(HANDLER), "command", NULL },
	{ "queue", BIT(LISTENER), "name", NULL },
	{ "from", BIT(STAGE), "stdin", NULL },
	{ "after", BIT(STAGE) | BIT(QUEUE), "name", NULL },
	{ "ready", BIT(STAGE), "descriptor", NULL },
	{ "env", ALL_RUNS, "NAME=VALUE", NULL },
	{ "dir", ALL_RUNS, "folder", NULL },
	{ "ok-codes", BIT(STAGE), "numbers", "0" },
	{ "memory", ALL_RUNS, "size", NULL },
	{ "files", ALL_RUNS, "number", NULL },
	{ "tries", ALL_RUNS, "number", "3" },
	{ "backoff", ALL_RUNS, "seconds,...", "1,5,10" },
	{ "minimum", ALL_LINES, "seconds", "1" },
	{ "maximum", ALL_LINES, "seconds", "300" },
	{ "jitter", ALL_LINES, "number", "20" },
	{ "burst", ALL_LINES, "number", "5" },
	{ "timeout", ALL_RUNS, "seconds", "0" },
	{ "grace", ALL_RUNS, "seconds", "10" },
	{ "every", BIT(STAGE), "seconds", NULL },
	{ "workers", BIT(QUEUE), "number", NULL },
	{ "stream", BIT(QUEUE), "yes or no", NULL },
	{ "retry-after", BIT(QUEUE), "number", NULL },
	{ "store", BIT(QUEUE), "yes or no", NULL },
	{ "commands", BIT(PIPELINE), "commands", NULL },
	{ "events", BIT(PIPELINE), "file", NULL },
	{ "rejects", BIT(PIPELINE), "file", NULL },
};

/* --- mistakes --- */

void
file_wrong(struct file *file, unsigned line, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	file->mistakes = mem_grow(file->mistakes, &file->mistake_cap,
	    file->wrong, sizeof(*file->mistakes));
	file->mistakes[file->wrong++] =
	    (struct mistake){ line, mem_strdup(text) };
}

const char *
file_hint(const char *best)
{
	static char text[128];

	(void)snprintf(text, sizeof(text), "%s%s%s",
	    best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
	return text;
}

static int
by_line(const void *a, const void *b)
{
	const struct mistake *x = a, *y = b;

	return x->line != y->line ? (x->line > y->line ? 1 : -1)
				  : strcmp(x->text, y->text);
}

bool
file_complain(struct file *file)
{
	char text[2048];

	if (file->wrong > 0)
		qsort(file->mistakes, file->wrong, sizeof(*file->mistakes),
		    by_line);
	for (size_t i = 0; i < file->wrong; i++)
		(void)fprintf(stderr, "%s:%u: %s\n", file->path,
		    file->mistakes[i].line,
		    die_printable(text, sizeof(text), file->mistakes[i].text));
	return file->wrong > 0;
}

/* --- reading --- */

struct reading {
	struct file *file;
	unsigned line;
	char *heading;           /* of the section at hand, or NULL */
	struct section *section; /* NULL: one that is not known */
};

struct section *
file_find(const struct file *file, const char *name)
{
	for (size_t i = 1; i < file->count; i++)
		if (strcmp(file->sections[i].name, name) == 0)
			return &file->sections[i];
	return NULL;
}

static struct section *
add_section(struct file *file, enum kind kind, const char *name, unsigned line)
{
	file->sections = mem_grow(
	    file->sections, &file->cap, file->count, sizeof(*file->sections));
	file->sections[file->count] = (struct section){
		.kind = kind, .name = mem_strdup(name), .line = line
	};
	return &file->sections[file->count++];
}

/* [KIND NAME]; the names share one space, since to = and of = go anywhere. */
static void
begin_section(struct reading *r, const char *heading)
{
	size_t len = strcspn(heading, " \t");
	const char *name = heading + len + strspn(heading + len, " \t");
	struct nearest nearest;
	char *kind = mem_strndup(heading, len);
	size_t i;

	r->section = NULL;
	nearest_begin(&nearest, kind);
	for (i = 0; i < KINDS && strcmp(kind_names[i], kind) != 0; i++)
		nearest_offer(&nearest, kind_names[i]);
	if (i == KINDS)
		file_wrong(r->file, r->line, "no such kind of section: [%s]%s",
		    heading, file_hint(nearest.best));
	else if (i == PIPELINE && !*name)
		r->section = &r->file->sections[0];
	else if (i == PIPELINE || !*name ||
		 name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")])
		file_wrong(r->file, r->line,
		    "[%s]: wants [pipeline], or a name of letters, digits, _ "
		    "and -",
		    heading);
	else if (file_find(r->file, name))
		file_wrong(r->file, r->line, "[%s]: %s is on line %u already",
		    heading, name, file_find(r->file, name)->line);
	else
		r->section = add_section(r->file, (enum kind)i, name, r->line);
	free(kind);
}

/* exec and env may come again: their lines are one text. */
static void
set_value(struct reading *r, enum key key, const char *value)
{
	const char *settings = r->file->sections[0].value[ENV].text;
	char *before = r->section->value[key].text;
	struct buf text = BUF_INIT;
	struct em_err err;

	if (before && (key == EXEC || key == ENV))
		buf_addf(&text, "%s\n", before);
	else if (before)
		file_wrong(r->file, r->line, "%s is on line %u already",
		    key_rows[key].name, r->section->value[key].line);
	if (key == EXEC)
		buf_adds(&text, value);
	else if (expand(&text, value, settings, &err) < 0) {
		file_wrong(r->file, r->line, "%s", err.msg);
		buf_clear(&text);
		return;
	}
	free(before);
	r->section->value[key].text = buf_detach(&text);
	r->section->value[key].line = r->line;
}

static int
use(void *ctx, const char *heading, const char *name, const char *value,
    struct em_err *err)
{
	struct reading *r = ctx;
	struct nearest nearest;
	size_t key;

	(void)err;
	if (!name) {
		free(r->heading);
		r->heading = mem_strdup(heading);
		begin_section(r, heading);
		return 0;
	}
	if (!r->heading)
		file_wrong(r->file, r->line, "%s stands in no [section]", name);
	if (!r->section)
		return 0;
	nearest_begin(&nearest, name);
	for (key = 0; key < KEYS; key++) {
		bool here = key_rows[key].kinds & BIT(r->section->kind);

		if (here && strcmp(key_rows[key].name, name) == 0)
			break;
		if (here)
			nearest_offer(&nearest, key_rows[key].name);
	}
	if (key < KEYS)
		set_value(r, (enum key)key, value);
	else
		file_wrong(r->file, r->line, "[%s] has no key %s%s", r->heading,
		    name, file_hint(nearest.best));
	return 0;
}

void
file_load(struct file *file, const char *path)
{
	struct reading r = { .file = file };
	const struct inifile_user user = { use, &r, &r.line, true };
	struct buf text = BUF_INIT;
	struct em_err err;

	*file = (struct file){ .path = path };
	(void)add_section(file, PIPELINE, "pipeline", 1);
	if (slurp(path, &text, &err) < 0)
		die_err(&err);
	if (inifile_parse(buf_peek(&text), &user, &err) < 0)
		file_wrong(file, (unsigned)strtoul(err.msg + 5, NULL, 10), "%s",
		    strchr(err.msg, ':') + 2);
	free(r.heading);
	buf_clear(&text);
}

/* --- values --- */

const char *
file_text(const struct file *file, const struct section *section, enum key key)
{
	if (section->value[key].text)
		return section->value[key].text;
	if (file->sections[0].value[key].text)
		return file->sections[0].value[key].text;
	return key_rows[key].fallback;
}

double
file_number(
    const struct file *file, const struct section *section, enum key key)
{
	const char *text = file_text(file, section, key);

	return text ? strtod(text, NULL) : 0;
}

char *
file_word(const char **list, const char *separators)
{
	const char *from = *list + strspn(*list, separators);
	size_t len = strcspn(from, separators);

	*list = from + len;
	return len ? mem_strndup(from, len) : NULL;
}
