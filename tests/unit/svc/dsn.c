/* dsn - schemes, SQLite's paths, and passwords that are not shown. */
#include "dsn.h"

#include <stdlib.h>

#include "../tap.h"

static void
scheme_is(const char *dsn, const char *want)
{
	struct em_err err = { 0, "" };
	char *scheme = dsn_scheme(dsn, &err);

	is(scheme, want, dsn);
	free(scheme);
}

static void
no_scheme(const char *dsn, const char *message)
{
	struct em_err err = { 0, "" };

	ok(!dsn_scheme(dsn, &err) && err.code == EM_PERM, "no DSN: %s", dsn);
	is(err.msg, message, "and what was probably meant");
}

static void
path_is(const char *dsn, const char *want)
{
	struct em_err err = { 0, "" };
	char *path = dsn_sqlite_path(dsn, &err);

	is(path, want, dsn);
	free(path);
}

static void
no_path(const char *dsn, const char *message)
{
	struct em_err err = { 0, "" };

	ok(!dsn_sqlite_path(dsn, &err) && err.code == EM_PERM, "no file: %s",
	    dsn);
	is(err.msg, message, "and why");
}

static void
shown_as(const char *dsn, const char *want)
{
	char *shown = dsn_redact(dsn);

	is(shown, want, "is shown without its secrets");
	free(shown);
}

static void
check_schemes(void)
{
	scheme_is("sqlite:app.db", "sqlite");
	scheme_is("SQLite3:app.db", "sqlite");
	scheme_is("postgres://h/db", "pgsql");
	scheme_is("postgresql://h/db", "pgsql");
	scheme_is("mysql2://h/db", "mysql");
	scheme_is("oracle:thing", "oracle");
	scheme_is("a+b-c.d:x", "a+b-c.d");
	scheme_is("host=/tmp dbname=a", "pgsql");
	scheme_is("service = mine", "pgsql");
	no_scheme("hosts=/tmp",
	    "hosts=/tmp: not a DSN: it has no scheme; a SQLite file is "
	    "sqlite:hosts=/tmp");
	no_scheme("app.db",
	    "app.db: not a DSN: it has no scheme; a SQLite file is "
	    "sqlite:app.db");
	no_scheme("//me:secret@host/db",
	    "not a DSN: it has no scheme, as in pgsql://user@host/db");
	no_scheme("./a:b",
	    "./a:b: not a DSN: it has no scheme; a SQLite file is "
	    "sqlite:./a:b");
	no_scheme("", "the DSN is empty");
}

static void
check_paths(void)
{
	path_is("sqlite:app.db", "app.db");
	path_is("sqlite:a/b.db", "a/b.db");
	path_is("sqlite:/srv/app.db", "/srv/app.db");
	path_is("sqlite:///srv/app.db", "/srv/app.db");
	path_is("sqlite:////srv/app.db", "//srv/app.db");
	path_is("sqlite:a%20b%3f%25.db", "a b?%.db");
	path_is("sqlite:a:b@c#d.db", "a:b@c#d.db");
	path_is("sqlite:\xc3\xa9.db", "\xc3\xa9.db");
	path_is("sqlite:file:x", "file:x");
	path_is("sqlite:%3Amemory:", ":memory:");
	no_path("sqlite:", "sqlite:: names no file to read");
	no_path("sqlite::memory:", "sqlite::memory:: names no file to read");
	no_path("sqlite://host/app.db",
	    "sqlite://host/app.db: a SQLite DSN names no host: sqlite:PATH or "
	    "sqlite:///PATH");
	no_path("sqlite://",
	    "sqlite://: a SQLite DSN names no host: sqlite:PATH or "
	    "sqlite:///PATH");
	no_path("sqlite:a?mode=rw",
	    "sqlite:a?mode=rw: a SQLite DSN has no parameters; a ? in a "
	    "file's name is %3F");
	no_path("sqlite:100%",
	    "sqlite:100%: a % begins two hexadecimal digits; itself it is "
	    "%25");
	no_path("sqlite:a%zzb",
	    "sqlite:a%zzb: a % begins two hexadecimal digits; itself it is "
	    "%25");
	no_path("sqlite:a%00b",
	    "sqlite:a%00b: a % begins two hexadecimal digits; itself it is "
	    "%25");
}

static void
check_redaction(void)
{
	shown_as("sqlitex://me:secret@h/d", "sqlitex://me:***@h/d");
	shown_as("pgsql://me:secret@h:5432/db", "pgsql://me:***@h:5432/db");
	shown_as("pgsql://me:a@b/c:d@h/db", "pgsql://me:***@h/db");
	shown_as("pgsql://me@h/db", "pgsql://me@h/db");
	shown_as("pgsql://h/db?user=me&password=secret&x=1",
	    "pgsql://h/db?user=me&password=***&x=1");
	shown_as("pgsql:host=h;PASSWORD=secret;dbname=d",
	    "pgsql:host=h;PASSWORD=***;dbname=d");
	shown_as("oracle:scott/tiger@h", "oracle:***@h");
	shown_as("sqlite:/home/me@x/app.db", "sqlite:/home/me@x/app.db");
	shown_as(
	    "sqlite:a?key=1&password=secret", "sqlite:a?key=1&password=***");
	shown_as("me:secret@h", "me:***@h");
	shown_as("host=h password=p@ss user=u", "host=h password=*** user=u");
	shown_as("host=h password = 'a b\\'c' user=u",
	    "host=h password = *** user=u");
	shown_as("host=h password=a\\ b&c;d", "host=h password=***");
	shown_as("pgsql:host=h;password=p@ss;user=u",
	    "pgsql:host=h;password=***;user=u");
	shown_as("pgsql://h/d?password=a;b c&sslmode=require",
	    "pgsql://h/d?password=***&sslmode=require");
}

static void
check_encoding(void)
{
	struct buf buf = BUF_INIT;
	char *back;

	dsn_encode(&buf, "/a b@:\xc3\xa9%~", "");
	is(buf_peek(&buf), "%2Fa%20b%40%3A%C3%A9%25~", "encoded");
	back = dsn_decode(buf.data, buf.len);
	is(back, "/a b@:\xc3\xa9%~", "and decoded");
	free(back);
	buf_truncate(&buf, 0);
	dsn_encode(&buf, "/a b", "/");
	is(buf_peek(&buf), "/a%20b", "a byte can be kept");
	buf_clear(&buf);
}

/* user|password|host|port|database|name=value|... */
static void
url_is(const char *dsn, const char *want)
{
	struct dsn_url url = { .n = 0 };
	struct em_err err = { 0, "" };
	struct buf got = BUF_INIT;

	if (dsn_url_parse(&url, dsn, &err) < 0) {
		buf_adds(&got, err.msg);
	} else {
		buf_addf(&got, "%s|%s|%s|%u|%s", url.user ? url.user : "-",
		    url.password ? url.password : "-",
		    url.host ? url.host : "-", url.port,
		    url.database ? url.database : "-");
		for (size_t i = 0; i < url.n; i++)
			buf_addf(&got, "|%s=%s", url.parameters[i].name,
			    url.parameters[i].value);
	}
	is(got.data, want, dsn);
	buf_clear(&got);
	dsn_url_clear(&url);
}

static void
check_urls(void)
{
	url_is("mysql://u:p@h:3306/db", "u|p|h|3306|db");
	url_is("mysql://h/db", "-|-|h|0|db");
	url_is("mysql://u@h", "u|-|h|0|-");
	url_is("mysql://u:@h/db", "u||h|0|db");
	url_is("mysql:///db?unix_socket=/run/x.sock",
	    "-|-|-|0|db|unix_socket=/run/x.sock");
	url_is("mysql://u%40x:p%3A%2F%3F%23@h/d%2Fb?a=%26&b=1&&c",
	    "u@x|p:/?#|h|0|d/b|a=&|b=1|c=");
	url_is("mysql://u:p@ss:word@h/db", "u|p@ss:word|h|0|db");
	url_is("mysql://u@[::1]:33/db", "u|-|::1|33|db");
	url_is("mysql://[fe80::1%25eth0]/db", "-|-|fe80::1%eth0|0|db");
	url_is("mysql://u@h?x=1", "u|-|h|0|-|x=1");
	url_is("mysql://", "-|-|-|0|-");
	url_is("mysql:host=h;dbname=d;password=secret",
	    "mysql:host=h;dbname=d;password=***: not of the form "
	    "SCHEME://user@host/database");
	url_is("mysql://u:secret@h:0/db",
	    "mysql://u:***@h:0/db: the port is no number from 1 to 65535");
	url_is("mysql://u:secret@h:65536/db",
	    "mysql://u:***@h:65536/db: the port is no number from 1 to 65535");
	url_is("mysql://u:sec/ret@h/db",
	    "mysql://u:***@h/db: the port is no number from 1 to 65535");
	url_is("mysql://u@[::1]x/db", "mysql://u@[::1]x/db: only a port "
				      "follows an address in brackets");
	url_is("mysql://u:%zz@h/db", "mysql://u:***@h/db: a % begins two "
				     "hexadecimal digits; itself it is %25");
	url_is("mysql://h/db?a=%0", "mysql://h/db?a=%0: a % begins two "
				    "hexadecimal digits; itself it is %25");
	url_is("mysql://h/%00", "mysql://h/%00: a % begins two hexadecimal "
				"digits; itself it is %25");
}

int
main(void)
{
	check_urls();
	check_schemes();
	check_paths();
	check_redaction();
	check_encoding();
	return done();
}
