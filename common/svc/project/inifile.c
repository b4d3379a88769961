/* inifile - [sections] of KEY = VALUE, read with libinih (inifile.h). */
#include "inifile.h"

#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <string.h>

#include "slurp.h"

static const char neither[] = "neither [section] nor KEY = VALUE";

struct reading {
	const char *text; /* what is still to be read */
	unsigned line;    /* the number of the one read last */
	const struct inifile_user *user;
	bool failed;
	struct em_err err;
};

static int
fail(struct reading *r, const char *why)
{
	r->failed = true;
	return err_set(&r->err, EM_PERM, "%s", why);
}

/* 0 for libinih, which goes on nevertheless, when it is to end. */
static int
use(struct reading *r, const char *section, const char *key, const char *value)
{
	if (r->failed)
		return 0;
	if (r->user->line)
		*r->user->line = r->line;
	r->failed =
	    r->user->use(r->user->ctx, section, key, value, &r->err) < 0;
	return !r->failed;
}

/*
 * libinih tells of a section only with its first key, cuts its name, and of one
 * that is torn gives the keys before it says so.
 */
static void
look_for_heading(struct reading *r, char *line)
{
	char *end = strchr(line, ']');

	if (*line != '[')
		return;
	if (!end)
		(void)fail(r, neither);
	if (!end || !r->user->headings)
		return;
	*end = '\0';
	(void)use(r, line + 1, NULL, NULL);
	*end = ']';
}

/* fgets(3) for libinih, without the indentation. */
static char *
read_line(char *line, int size, void *stream)
{
	struct reading *r = stream;
	size_t len;

	if (r->failed || !*r->text)
		return NULL;
	r->line++;
	r->text += strspn(r->text, " \t");
	len = strcspn(r->text, "\n");
	len += r->text[len] == '\n';
	if (len >= (size_t)size) {
		(void)fail(r, "too long for libinih");
		return NULL;
	}
	memcpy(line, r->text, len);
	line[len] = '\0';
	r->text += len;
	look_for_heading(r, line);
	return line;
}

static int
handle(void *ctx, const char *section, const char *key, const char *value)
{
	return use(ctx, section, key, value);
}

int
inifile_parse(
    const char *text, const struct inifile_user *user, struct em_err *err)
{
	struct reading r = { text, 0, user, false, { 0, "" } };
	int bad = ini_parse_stream(read_line, &r, handle, &r);

	if (r.failed)
		return err_set(
		    err, r.err.code, "line %u: %s", r.line, r.err.msg);
	if (bad < 0)
		return err_set(err, EM_TEMP, "libinih has no memory");
	if (bad > 0)
		return err_set(err, EM_PERM, "line %d: %s", bad, neither);
	return 0;
}

int
inifile_load(
    const char *path, const struct inifile_user *user, struct em_err *err)
{
	struct buf text = BUF_INIT;
	struct em_err why;
	int rc;

	if (slurp(path, &text, err) < 0) {
		rc = errno == ENOENT ? 0 : -1;
		goto out;
	}
	if (memchr(buf_peek(&text), '\0', text.len))
		rc = err_set(&why, EM_PERM, "not a text: it has a NUL byte");
	else
		rc = inifile_parse(buf_peek(&text), user, &why);
	if (rc < 0)
		err_set(err, why.code, "%s: %s", path, why.msg);
out:
	buf_clear(&text);
	return rc;
}
