/* pg_target - the server and database that a DSN names (pg_target.h). */
#include "pg_target.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "dsn.h"
#include "libpq.h"
#include "mem.h"

/* Parameters of URLs that libpq does not know: Laravel's, and one of ours. */
static const char *const others[] = { "charset", "prefix", "schema",
	"search_path", "read_timeout" };

static size_t
others_key(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		size_t n = strlen(others[i]);

		if (len > n && text[n] == '=' &&
		    strncmp(text, others[i], n) == 0)
			return n;
	}
	return 0;
}

/* search_path replaced schema, and means the same. */
static void
take_other(struct pg_target *target, const char *text, size_t key, size_t len)
{
	char **place =
	    *text == 's' ? &target->search_path : &target->read_timeout;
	char *value;

	if (strchr(
		"cp", *text)) /* the encoding is ours, the prefix an option */
		return;
	value = dsn_decode(text + key + 1, len - key - 1);
	if (!value)
		return;
	free(*place);
	*place = value;
}

/* Appends a URI's parameters that are libpq's own. */
static void
add_parameters(struct pg_target *target, struct buf *uri, const char *text)
{
	char before = '?';

	while (*text) {
		size_t len = strcspn(text, "&"), key = others_key(text, len);

		if (key) {
			take_other(target, text, key, len);
		} else {
			buf_addc(uri, before);
			buf_add(uri, text, len);
			before = '&';
		}
		text += len + (text[len] == '&');
	}
}

static char *
from_uri(struct pg_target *target, const char *rest)
{
	struct buf uri = BUF_INIT;
	size_t len = strcspn(rest, "?");

	buf_adds(&uri, "postgresql:");
	buf_add(&uri, rest, len);
	if (rest[len])
		add_parameters(target, &uri, rest + len + 1);
	return buf_detach(&uri);
}

/* PHP's PDO writes semicolons between the words. */
static char *
from_pdo(const char *rest)
{
	char *text = mem_strdup(rest);
	bool quoted = false;

	for (char *p = text; *p; p++) {
		if (*p == '\\' && p[1])
			p++;
		else if (*p == '\'')
			quoted = !quoted;
		else if (*p == ';' && !quoted)
			*p = ' ';
	}
	return text;
}

static bool
is_in(const char *shown, const char *text, size_t len)
{
	return len && memmem(shown, strlen(shown), text, len);
}

void
pg_target_redact(char *message, const char *shown)
{
	char *out = message;

	message[strcspn(message, "\n")] = '\0';
	for (const char *p = message; *p; p++) {
		size_t len = *p == '"' ? strcspn(p + 1, "\"") : 0;

		if (*p == '"' && !p[len + 1])
			break; /* cut off: who knows of what */
		*out++ = *p;
		if (*p != '"')
			continue;
		if (is_in(shown, p + 1, len)) {
			memmove(out, p + 1, len);
			out += len;
		}
		p += len + 1;
		*out++ = '"';
	}
	*out = '\0';
}

static int
take_silence(struct pg_target *target, const PQconninfoOption *options,
    struct em_err *err)
{
	struct silence *silence = &target->silence;

	if (target->read_timeout && silence_take(silence, "read_timeout",
					target->read_timeout, err) < 0)
		return -1;
	for (; options->keyword; options++)
		if (options->val && silence_take(silence, options->keyword,
					options->val, err) < 0)
			return -1;
	return 0;
}

/* What cannot be read cannot be shown: a blank may be in a password. */
static int
check(struct pg_target *target, struct em_err *err)
{
	char *why = NULL;
	PQconninfoOption *options =
	    libpq.PQconninfoParse(target->conninfo, &why);
	int rc;

	if (options) {
		rc = take_silence(target, options, err);
		libpq.PQconninfoFree(options);
		return rc;
	}
	if (!why)
		return err_set(err, EM_TEMP, "out of memory");
	pg_target_redact(why, "");
	(void)err_set(err, EM_PERM, "the DSN cannot be read: %s", why);
	libpq.PQfreemem(why);
	return -1;
}

int
pg_target_parse(struct pg_target *target, const char *dsn, struct em_err *err)
{
	const char *rest = dsn + strcspn(dsn, ":=/ ");

	*target = (struct pg_target){ .shown = dsn_redact(dsn) };
	if (libpq_load(err) < 0)
		return -1;
	if (*rest != ':')
		target->conninfo = mem_strdup(dsn);
	else if (strncmp(rest, "://", 3) == 0)
		target->conninfo = from_uri(target, rest + 1);
	else
		target->conninfo = from_pdo(rest + 1);
	return check(target, err);
}

void
pg_target_clear(struct pg_target *target)
{
	free(target->shown);
	free(target->conninfo);
	free(target->search_path);
	free(target->read_timeout);
	*target = (struct pg_target){ .shown = NULL };
}
