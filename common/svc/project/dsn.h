/*
 * dsn - data source names: SCHEME:REST.  Layer svc.
 *
 *	sqlite:app.db  sqlite:/srv/app.db  sqlite:///srv/app.db
 *	pgsql://user:password@host:5432/database?sslmode=require
 *	host=/run/postgresql dbname=database	(libpq's own words)
 *	mysql://user:password@host/database?unix_socket=/run/mysqld/mysqld.sock
 *
 * The scheme chooses the driver program; what follows it is the driver's to
 * read, percent-encoded as in RFC 3986.  A DSN may hold a password: it is
 * handed on in the environment only, and shown through dsn_redact() only.
 */
#ifndef EMGEN_DSN_H
#define EMGEN_DSN_H

#include "buf.h"
#include "die.h"

/*
 * The scheme in lower case, aliases resolved as Laravel does (postgres is
 * pgsql); owned by the caller.  NULL for text that has none: the message says
 * what was probably meant.
 */
char *dsn_scheme(const char *dsn, struct em_err *err);

/* The file that a sqlite DSN names, decoded; owned by the caller. */
char *dsn_sqlite_path(const char *dsn, struct em_err *err);

struct dsn_parameter {
	char *name, *value;
};

/* SCHEME://user:password@host:port/database?name=value&...; decoded. */
struct dsn_url {
	char *user, *password, *host, *database; /* NULL when not given */
	unsigned port;                           /* 0 when not given */
	struct dsn_parameter *parameters;
	size_t n, cap;
};

/*
 * Reads a DSN of that form; any part may be missing.  -1 for another form, a
 * bad escape or port.  Fill url first with zeros; release it either way.
 */
int dsn_url_parse(struct dsn_url *url, const char *dsn, struct em_err *err);
void dsn_url_clear(struct dsn_url *url);

/* The DSN with each password replaced by ***; owned by the caller. */
char *dsn_redact(const char *dsn);

/* Appends text percent-encoded, but for the bytes in keep. */
void dsn_encode(struct buf *buf, const char *text, const char *keep);

/* The len bytes decoded, owned by the caller; NULL at a bad escape. */
char *dsn_decode(const char *text, size_t len);

#endif
