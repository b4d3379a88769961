/* print - lists of jobs (print.h). */
#include "print.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "mem.h"

enum { SHOWN_MAX = 512 };

void
print_read_job(struct job *job, const char *payload, size_t len)
{
	struct em_err err;

	(void)job_read(job, payload, len, &err);
	if (!job->uuid[0])
		job_peek_uuid(job->uuid, payload, len);
	if (!job->name)
		job->name = mem_strdup("");
}

void
print_cell(struct buf *out, const char *text, int width)
{
	char shown[SHOWN_MAX];

	buf_addf(out, "%-*s  ", width,
	    die_printable(shown, sizeof(shown), *text ? text : "-"));
}

void
print_first_line(struct buf *out, const char *text)
{
	char *line = mem_strndup(text, strcspn(text, "\n"));
	char shown[SHOWN_MAX];

	buf_addf(out, "%s\n", die_printable(shown, sizeof(shown), line));
	free(line);
}

/* Further lines of a text stand below its first. */
static void
add_member(struct buf *out, const char *name, const char *text)
{
	do {
		size_t len = strcspn(text, "\n"), room = 4 * len + 1;
		char *line = mem_strndup(text, len), *shown = mem_alloc(room);

		buf_addf(
		    out, "%-12s %s\n", name, die_printable(shown, room, line));
		free(shown);
		free(line);
		name = "";
		text += len + (text[len] == '\n');
	} while (*text);
}

void
print_members(struct buf *out, const char *json, size_t len)
{
	json_t *object = json_loadb(json, len, 0, NULL), *value;
	const char *name;

	json_object_foreach (object, name, value) {
		char *text;

		if (json_is_null(value))
			continue;
		text = json_is_string(value)
			   ? mem_strdup(json_string_value(value))
			   : json_dumps(value, JSON_ENCODE_ANY);
		add_member(out, name, text);
		free(text);
	}
	json_decref(object);
}

void
print_start(struct buf *out, bool json, const char *head)
{
	if (json)
		buf_addc(out, '[');
	else if (isatty(STDOUT_FILENO))
		buf_addf(out, "%s\n", head);
}

void
print_end(struct buf *out, bool json)
{
	buf_adds(out, json ? "]\n" : "");
	(void)fwrite(buf_peek(out), 1, out->len, stdout);
	buf_clear(out);
	die_flush();
}
