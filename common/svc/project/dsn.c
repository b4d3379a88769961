/* dsn - data source names (dsn.h). */
#include "dsn.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

/* Laravel's aliases (Illuminate\Support\ConfigurationUrlParser). */
static const char *const aliases[][2] = {
	{ "mssql", "sqlsrv" },
	{ "mysql2", "mysql" },
	{ "postgres", "pgsql" },
	{ "postgresql", "pgsql" },
	{ "sqlite3", "sqlite" },
};

/* Length of the scheme before its colon, 0 if there is none. */
static size_t
scheme_len(const char *dsn)
{
	size_t n = 0;

	if (!isalpha((unsigned char)*dsn))
		return 0;
	while (
	    isalnum((unsigned char)dsn[n]) || (dsn[n] && strchr("+-.", dsn[n])))
		n++;
	return dsn[n] == ':' ? n : 0;
}

/* A word of libpq's and its value: host=/tmp dbname=app. */
static bool
is_conninfo(const char *dsn)
{
	static const char *const words[] = { "dbname", "host", "hostaddr",
		"passfile", "password", "port", "service", "sslmode", "user" };
	size_t n = strspn(dsn, "abcdefghijklmnopqrstuvwxyz");

	if (dsn[n + strspn(dsn + n, " ")] != '=')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && strncmp(words[i], dsn, n) == 0)
			return true;
	return false;
}

char *
dsn_scheme(const char *dsn, struct em_err *err)
{
	size_t n = scheme_len(dsn);
	char *scheme;

	if (is_conninfo(dsn))
		return mem_strdup("pgsql");
	if (!n && !*dsn) {
		err_set(err, EM_PERM, "the DSN is empty");
		return NULL;
	}
	if (!n && strchr(dsn, '@')) { /* there may be a password in it */
		err_set(err, EM_PERM,
		    "not a DSN: it has no scheme, as in pgsql://user@host/db");
		return NULL;
	}
	if (!n) {
		err_set(err, EM_PERM,
		    "%s: not a DSN: it has no scheme; a SQLite file is "
		    "sqlite:%s",
		    dsn, dsn);
		return NULL;
	}
	scheme = mem_strndup(dsn, n);
	for (char *p = scheme; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		if (strcmp(aliases[i][0], scheme) != 0)
			continue;
		free(scheme);
		return mem_strdup(aliases[i][1]);
	}
	return scheme;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of a %XX at p, or -1; %00 is none. */
static int
escaped_byte(const char *p, size_t left)
{
	int high = left > 2 ? hex_digit(p[1]) : -1;
	int low = high >= 0 ? hex_digit(p[2]) : -1;

	return low < 0 || high + low == 0 ? -1 : high * 16 + low;
}

char *
dsn_decode(const char *text, size_t len)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < len; i++) {
		int c;

		if (text[i] != '%') {
			buf_addc(&out, text[i]);
			continue;
		}
		c = escaped_byte(text + i, len - i);
		if (c < 0) {
			buf_clear(&out);
			return NULL;
		}
		buf_addc(&out, (char)c);
		i += 2;
	}
	return buf_detach(&out);
}

void
dsn_encode(struct buf *buf, const char *text, const char *keep)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (isalnum(c) || strchr("-._~", c) || strchr(keep, c))
			buf_addc(buf, *text);
		else
			buf_addf(buf, "%%%02X", c);
	}
}

static void
say_bad(const char *dsn, const char *why, struct em_err *err)
{
	char *shown = dsn_redact(dsn);

	err_set(err, EM_PERM, "%s: %s", shown, why);
	free(shown);
}

static const char bad_escape[] =
    "a % begins two hexadecimal digits; itself it is %25";

static char *
bad_sqlite(const char *dsn, const char *why, struct em_err *err)
{
	say_bad(dsn, why, err);
	return NULL;
}

char *
dsn_sqlite_path(const char *dsn, struct em_err *err)
{
	const char *rest = dsn + scheme_len(dsn) + 1;
	char *path;

	if (strncmp(rest, "//", 2) == 0)
		rest += 2;
	if (rest[-1] == '/' && *rest != '/')
		return bad_sqlite(dsn,
		    "a SQLite DSN names no host: sqlite:PATH or "
		    "sqlite:///PATH",
		    err);
	if (strchr(rest, '?'))
		return bad_sqlite(dsn,
		    "a SQLite DSN has no parameters; a ? in a file's name is "
		    "%3F",
		    err);
	if (!*rest || strcmp(rest, ":memory:") == 0)
		return bad_sqlite(dsn, "names no file to read", err);
	path = dsn_decode(rest, strlen(rest));
	if (!path)
		return bad_sqlite(dsn, bad_escape, err);
	return path;
}

/* --- SCHEME://user:password@host:port/database?name=value --- */

/* Decodes into *part, which stays NULL for nothing. */
static int
take_part(char **part, const char *text, size_t len)
{
	if (!len)
		return 0;
	*part = dsn_decode(text, len);
	return *part ? 0 : -1;
}

/* The last occurrence of c in len bytes, or NULL. */
static const char *
last(const char *text, size_t len, char c)
{
	return memrchr(text, c, len);
}

static int
take_port(struct dsn_url *url, const char *text, size_t len)
{
	enum { PORT_MAX = 65535 };

	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)text[i]))
			return -1;
		url->port = url->port * 10 + (unsigned)(text[i] - '0');
		if (url->port > PORT_MAX)
			return -1;
	}
	return len && !url->port ? -1 : 0;
}

/* host:port, where an address of IPv6 is in brackets; what is wrong, or NULL */
static const char *
take_host(struct dsn_url *url, const char *text, size_t len)
{
	const char *end = text + len, *close, *colon;

	close = *text == '[' ? memchr(text, ']', len) : NULL;
	colon = last(close ? close : text,
	    len - (close ? (size_t)(close - text) : 0), ':');
	if (colon && take_port(url, colon + 1, (size_t)(end - colon - 1)) < 0)
		return "the port is no number from 1 to 65535";
	end = colon ? colon : end;
	if (close && close + 1 != end)
		return "only a port follows an address in brackets";
	text += close != NULL;
	end = close ? close : end;
	return take_part(&url->host, text, (size_t)(end - text)) < 0
		   ? bad_escape
		   : NULL;
}

static const char *
take_authority(struct dsn_url *url, const char *text, size_t len)
{
	const char *at = last(text, len, '@'), *colon;

	if (at) {
		size_t n = (size_t)(at - text);

		colon = memchr(text, ':', n);
		if (take_part(&url->user, text,
			colon ? (size_t)(colon - text) : n) < 0)
			return bad_escape;
		if (colon) {
			url->password =
			    dsn_decode(colon + 1, (size_t)(at - colon - 1));
			if (!url->password)
				return bad_escape;
		}
		len -= n + 1;
		text = at + 1;
	}
	return take_host(url, text, len);
}

static const char *
take_parameter(struct dsn_url *url, const char *text, size_t len)
{
	const char *equals = memchr(text, '=', len);
	size_t n = equals ? (size_t)(equals - text) : len;
	struct dsn_parameter *parameter;

	if (!len)
		return NULL;
	url->parameters = mem_grow(
	    url->parameters, &url->cap, url->n, sizeof(*url->parameters));
	parameter = &url->parameters[url->n];
	parameter->name = dsn_decode(text, n);
	parameter->value =
	    equals ? dsn_decode(equals + 1, len - n - 1) : mem_strdup("");
	url->n++;
	return parameter->name && parameter->value ? NULL : bad_escape;
}

static const char *
take_parameters(struct dsn_url *url, const char *text)
{
	const char *wrong = NULL;

	while (*text && !wrong) {
		size_t n = strcspn(text, "&");

		wrong = take_parameter(url, text, n);
		text += n + (text[n] == '&');
	}
	return wrong;
}

static const char *
take_url(struct dsn_url *url, const char *text)
{
	size_t n = strcspn(text, "/?");
	const char *wrong = take_authority(url, text, n);

	if (wrong)
		return wrong;
	text += n;
	if (*text == '/') {
		n = strcspn(++text, "?");
		if (take_part(&url->database, text, n) < 0)
			return bad_escape;
		text += n;
	}
	return *text == '?' ? take_parameters(url, text + 1) : NULL;
}

int
dsn_url_parse(struct dsn_url *url, const char *dsn, struct em_err *err)
{
	const char *rest = dsn + scheme_len(dsn), *wrong;

	if (strncmp(rest, "://", 3) != 0)
		wrong = "not of the form SCHEME://user@host/database";
	else
		wrong = take_url(url, rest + 3);
	if (!wrong)
		return 0;
	say_bad(dsn, wrong, err);
	return -1;
}

void
dsn_url_clear(struct dsn_url *url)
{
	free(url->user);
	free(url->password);
	free(url->host);
	free(url->database);
	for (size_t i = 0; i < url->n; i++) {
		free(url->parameters[i].name);
		free(url->parameters[i].value);
	}
	free(url->parameters);
	*url = (struct dsn_url){ .n = 0 };
}

static bool
is_sqlite(const char *dsn)
{
	return strncasecmp(dsn, "sqlite:", 7) == 0 ||
	       strncasecmp(dsn, "sqlite3:", 8) == 0;
}

/*
 * Where a secret before the last @ begins, or NULL: the password of
 * //user:password@host, everything in forms that only their driver knows.
 */
static const char *
userinfo(const char *dsn, const char **end)
{
	const char *rest = dsn + scheme_len(dsn), *at = strrchr(rest, '@');

	rest += *rest == ':';
	*end = at;
	if (!at || is_sqlite(dsn) || is_conninfo(rest))
		return NULL;
	if (strncmp(rest, "//", 2) != 0)
		return rest;
	rest = memchr(rest, ':', (size_t)(at - rest));
	return rest ? rest + 1 : NULL;
}

/* What ends a parameter: rather too little of a DSN is shown than too much. */
static const char *
separators(const char *dsn)
{
	const char *rest = dsn + scheme_len(dsn);

	if (strncmp(rest, "://", 3) == 0)
		return "&";
	if (rest == dsn && is_conninfo(dsn))
		return " \t\n";
	return is_conninfo(rest + (*rest == ':')) ? "; \t\n" : "&; ";
}

/* Length of words such as "password = " at p that a secret follows, or 0. */
static size_t
secret_key_len(const char *p)
{
	static const char *const keys[] = { "password", "passwd", "pass", "pwd",
		"secret", "token" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		size_t n = strlen(keys[i]);

		if (strncasecmp(p, keys[i], n) != 0)
			continue;
		n += strspn(p + n, " \t\n");
		if (p[n] == '=')
			return n + 1 + strspn(p + n + 1, " \t\n");
	}
	return 0;
}

/* Behind a value, which may be in quotes and have backslashes in it. */
static const char *
skip_value(const char *p, const char *stops)
{
	bool quoted = *p == '\'';

	for (p += quoted; *p; p++) {
		if (*p == '\\' && p[1])
			p++;
		else if (quoted ? *p == '\'' : strchr(stops, *p) != NULL)
			return p + quoted;
	}
	return p;
}

/* Copies parameters; the values of secret ones become ***. */
static void
redact_parameters(struct buf *out, const char *p, const char *stops)
{
	size_t n;

	while (*p) {
		n = secret_key_len(p);
		if (!n) {
			buf_addc(out, *p++);
			continue;
		}
		buf_add(out, p, n);
		buf_adds(out, "***");
		p = skip_value(p + n, stops);
	}
}

char *
dsn_redact(const char *dsn)
{
	struct buf out = BUF_INIT;
	const char *at, *secret = userinfo(dsn, &at);
	const char *stops = separators(dsn);

	if (secret) {
		buf_add(&out, dsn, (size_t)(secret - dsn));
		buf_adds(&out, "***");
		dsn = at;
	}
	redact_parameters(&out, dsn, stops);
	return buf_detach(&out);
}
