/* pipeline - a pipeline file as sections of values (pipeline.h). */
#include "pipeline.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "expand.h"
#include "inifile.h"
#include "nearest.h"
#include "slurp.h"

enum {
	STAGE = PIPELINE_BIT(KIND_STAGE),
	LISTENER = PIPELINE_BIT(KIND_LISTENER),
	HANDLER = PIPELINE_BIT(KIND_HANDLER),
	QUEUE = PIPELINE_BIT(KIND_QUEUE),
	FIFO = PIPELINE_BIT(KIND_FIFO),
	PIPELINE = PIPELINE_BIT(KIND_PIPELINE),
	OF_LINE = STAGE | QUEUE | FIFO,
	LINES = PIPELINE | STAGE, /* of a line's first stage */
	RUNS = PIPELINE | STAGE | QUEUE,
	PEERS = LISTENER | HANDLER,
};

const char *const pipeline_kinds[KINDS] = { "pipeline", "stage", "listener",
	"handler", "queue", "fifo" };

/* clang-format off */
const struct pipeline_key_row pipeline_keys[KEYS] = {
	{ "exec", STAGE | PEERS | QUEUE, .shape = "script",
	    .needs = STAGE | HANDLER },
	{ "to", OF_LINE, .shape = "name", .names = OF_LINE },
	{ "of", PEERS | FIFO, .shape = "name", .names = OF_LINE },
	{ "on", LISTENER, .shape = "types", .needs = LISTENER,
	    .schemas = "schemas/events" },
	{ "handles", HANDLER, .shape = "command", .needs = HANDLER,
	    .schemas = "schemas/commands" },
	{ "queue", LISTENER, .shape = "name", .names = QUEUE },
	{ "from", STAGE, .shape = "stdin", .of_line = true },
	{ "after", STAGE | QUEUE, .shape = "name", .names = STAGE | QUEUE,
	    .of_line = true },
	{ "ready", STAGE, .shape = "a descriptor, 3 to 255" },
	{ "env", RUNS, .shape = "NAME=VALUE" },
	{ "dir", RUNS, .shape = "folder" },
	{ "ok-codes", STAGE, .shape = "exit codes, such as 0 1", .fallback = "0" },
	{ "memory", RUNS, .shape = "a size, such as 512M" },
	{ "files", RUNS, .shape = "a whole number above 0" },
	{ "tries", RUNS, .shape = "a whole number", .fallback = "3", .of_line = true },
	{ "backoff", RUNS, .shape = "seconds, such as 1,5,10", .fallback = "1,5,10",
	    .of_line = true },
	{ "minimum", LINES, .shape = "seconds, such as 2.5", .fallback = "1",
	    .of_line = true },
	{ "maximum", LINES, .shape = "seconds, such as 2.5", .fallback = "300",
	    .of_line = true },
	{ "jitter", LINES, .shape = "percent, 0 to 100", .fallback = "20",
	    .of_line = true },
	{ "burst", LINES, .shape = "a whole number up to 16", .fallback = "5", .of_line = true },
	{ "timeout", RUNS, .shape = "seconds, such as 2.5", .fallback = "0",
	    .of_line = true },
	{ "grace", RUNS, .shape = "seconds, such as 2.5", .fallback = "10",
	    .of_line = true },
	{ "every", STAGE, .shape = "seconds, such as 2.5", .of_line = true },
	{ "workers", QUEUE, .shape = "workers, 1 to 256" },
	{ "stream", QUEUE, .shape = "yes or no" },
	{ "retry-after", QUEUE, .shape = "a whole number above 0" },
	{ "store", QUEUE, .shape = "yes or no" },
	{ "commands", PIPELINE, .shape = "commands",
	    .schemas = "schemas/commands" },
	{ "events", PIPELINE, .shape = "a file" },
	{ "rejects", PIPELINE, .shape = "a file" },
};
/* clang-format on */

/* --- mistakes --- */

static void
note(struct pipeline *file, unsigned line, const char *text)
{
	file->mistakes = arena_grow(
	    &file->arena, file->mistakes, file->wrong, sizeof(*file->mistakes));
	file->mistakes[file->wrong++] =
	    (struct pipeline_mistake){ line, arena_strdup(&file->arena, text) };
}

void
pipeline_wrong(struct pipeline *file, unsigned line, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	note(file, line, text);
}

void
pipeline_wrong_value(struct pipeline *file,
    const struct pipeline_section *section, enum pipeline_key key,
    const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int n = snprintf(text, sizeof(text) / 2,
	    "%s = %s: ", pipeline_keys[key].name, section->value[key].text);
	size_t len =
	    (size_t)n < sizeof(text) / 2 ? (size_t)n : sizeof(text) / 2 - 1;

	va_start(ap, fmt);
	(void)vsnprintf(text + len, sizeof(text) - len, fmt, ap);
	va_end(ap);
	note(file, section->value[key].line, text);
}

static int
by_line(const void *a, const void *b)
{
	const struct pipeline_mistake *x = a, *y = b;

	return x->line != y->line ? (x->line > y->line ? 1 : -1)
				  : strcmp(x->text, y->text);
}

bool
pipeline_complain(struct pipeline *file)
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
	struct pipeline *file;
	unsigned line;
	const char *heading;              /* of the section at hand, or NULL */
	struct pipeline_section *section; /* NULL: one that is not known */
};

const struct pipeline_section *
pipeline_find(const struct pipeline *file, const char *name)
{
	for (size_t i = 1; name && i < file->count; i++)
		if (strcmp(file->sections[i].name, name) == 0)
			return &file->sections[i];
	return NULL;
}

static struct pipeline_section *
add_section(struct pipeline *file, enum pipeline_kind kind, const char *name,
    unsigned line)
{
	file->sections = arena_grow(
	    &file->arena, file->sections, file->count, sizeof(*file->sections));
	file->sections[file->count] = (struct pipeline_section){
		.kind = kind, .name = name, .line = line
	};
	return &file->sections[file->count++];
}

/* [KIND NAME]; the names share one space, since to = and of = go anywhere. */
static struct pipeline_section *
begin_section(struct reading *r)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	const char *name = r->heading;
	const char *kind = pipeline_word(&r->file->arena, &name, " \t");
	const struct pipeline_section *other;
	struct nearest nearest;
	size_t i;

	nearest_begin(&nearest, kind ? kind : "");
	for (i = 0; i < KINDS && strcmp(pipeline_kinds[i], nearest.word) != 0;
	     i++)
		nearest_offer(&nearest, pipeline_kinds[i]);
	name += strspn(name, " \t");
	other = pipeline_find(r->file, name);
	if (i == KINDS)
		pipeline_wrong(r->file, r->line,
		    "no such kind of section: [%s]%s", r->heading,
		    nearest_hint(&nearest));
	else if ((i == KIND_PIPELINE) != !*name || name[strspn(name, letters)])
		pipeline_wrong(r->file, r->line,
		    "[%s]: wants [pipeline], or a name of letters, digits, _ "
		    "and -",
		    r->heading);
	else if (other)
		pipeline_wrong(r->file, r->line,
		    "[%s]: %s is on line %u already", r->heading, name,
		    other->line);
	else
		return i == KIND_PIPELINE
			   ? &r->file->sections[0]
			   : add_section(
				 r->file, (enum pipeline_kind)i, name, r->line);
	return NULL;
}

/* exec and env may come again: their lines are one text. */
static void
set_value(struct reading *r, enum pipeline_key key, const char *value)
{
	const char *settings = r->file->sections[0].value[KEY_ENV].text;
	const char *before = r->section->value[key].text;
	struct buf text = BUF_INIT;
	struct em_err err;

	if (before && (key == KEY_EXEC || key == KEY_ENV))
		buf_addf(&text, "%s\n", before);
	else if (before)
		pipeline_wrong(r->file, r->line, "%s is on line %u already",
		    pipeline_keys[key].name, r->section->value[key].line);
	if (key == KEY_EXEC)
		buf_adds(&text, value);
	else if (expand(&text, value, settings, &err) < 0) {
		pipeline_wrong(r->file, r->line, "%s", err.msg);
		goto out;
	}
	r->section->value[key].text =
	    arena_strdup(&r->file->arena, buf_peek(&text));
	r->section->value[key].line = r->line;
out:
	buf_clear(&text);
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
		r->heading = arena_strdup(&r->file->arena, heading);
		r->section = begin_section(r);
		return 0;
	}
	if (!r->heading)
		pipeline_wrong(
		    r->file, r->line, "%s stands in no [section]", name);
	if (!r->section)
		return 0;
	nearest_begin(&nearest, name);
	for (key = 0; key < KEYS; key++) {
		bool here =
		    pipeline_keys[key].kinds & PIPELINE_BIT(r->section->kind);

		if (here && strcmp(pipeline_keys[key].name, name) == 0)
			break;
		if (here)
			nearest_offer(&nearest, pipeline_keys[key].name);
	}
	if (key < KEYS)
		set_value(r, (enum pipeline_key)key, value);
	else
		pipeline_wrong(r->file, r->line, "[%s] has no key %s%s",
		    r->heading, name, nearest_hint(&nearest));
	return 0;
}

int
pipeline_load(struct pipeline *file, const char *path, struct em_err *err)
{
	struct reading r = { .file = file };
	const struct inifile_user user = { use, &r, &r.line, true };
	struct buf text = BUF_INIT;
	struct em_err why;
	int rc;

	*file = (struct pipeline){ .path = path, .arena = ARENA_INIT };
	(void)add_section(file, KIND_PIPELINE, "pipeline", 1);
	rc = slurp(path, &text, err);
	if (rc == 0 && inifile_parse(buf_peek(&text), &user, &why) < 0)
		pipeline_wrong(file, (unsigned)strtoul(why.msg + 5, NULL, 10),
		    "%s", strchr(why.msg, ':') + 2);
	buf_clear(&text);
	return rc;
}

void
pipeline_clear(struct pipeline *file)
{
	arena_clear(&file->arena);
}

/* --- values --- */

const char *
pipeline_text(const struct pipeline *file,
    const struct pipeline_section *section, enum pipeline_key key)
{
	if (section->value[key].text)
		return section->value[key].text;
	if (file->sections[0].value[key].text)
		return file->sections[0].value[key].text;
	return pipeline_keys[key].fallback;
}

char *
pipeline_word(struct arena *arena, const char **list, const char *separators)
{
	const char *from = *list + strspn(*list, separators);
	size_t len = strcspn(from, separators);
	char *word = len ? arena_alloc(arena, len + 1, 1) : NULL;

	*list = from + len;
	if (word)
		memcpy(word, from, len);
	return word;
}
