/* dsn - any text as a DSN: taken apart or refused, and no message has more of a
 * password than its place. */
#include "dsn.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What encode() makes of a part must be read as that part. */
static void
add_part(struct buf *dsn, const char *before, const char *part)
{
	if (part) {
		buf_adds(dsn, before);
		dsn_encode(dsn, part, "");
	}
}

static void
same(const char *a, const char *b)
{
	if (a && b ? strcmp(a, b) != 0 : a != b)
		abort();
}

/* The parts put together again are the same DSN. */
static void
check_again(const struct dsn_url *url)
{
	struct dsn_url again = { .n = 0 };
	struct buf dsn = BUF_INIT;
	struct em_err err;

	buf_adds(&dsn, "mysql://");
	add_part(&dsn, "", url->user);
	add_part(&dsn, ":", url->password);
	add_part(&dsn, url->user || url->password ? "@" : "", url->host);
	if (!url->host && (url->user || url->password))
		buf_adds(&dsn, "@");
	if (url->port)
		buf_addf(&dsn, ":%u", url->port);
	add_part(&dsn, "/", url->database);
	for (size_t i = 0; i < url->n; i++) {
		add_part(&dsn, i ? "&" : "?", url->parameters[i].name);
		add_part(&dsn, "=", url->parameters[i].value);
	}
	if (dsn_url_parse(&again, dsn.data, &err) < 0)
		abort();
	same(url->user, again.user);
	same(url->password, again.password);
	same(url->host, again.host);
	same(url->database, again.database);
	if (url->port != again.port || url->n != again.n)
		abort();
	for (size_t i = 0; i < url->n; i++) {
		same(url->parameters[i].name, again.parameters[i].name);
		same(url->parameters[i].value, again.parameters[i].value);
	}
	dsn_url_clear(&again);
	buf_clear(&dsn);
}

/* What people see has stars for a password. */
static void
check_shown(const char *shown)
{
	struct dsn_url url = { .n = 0 };
	struct em_err err;

	if (dsn_url_parse(&url, shown, &err) == 0)
		same(url.password, "***");
	dsn_url_clear(&url);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = BUF_INIT;
	struct dsn_url url = { .n = 0 };
	struct em_err err = { 0, "" };
	char *shown, *scheme;

	buf_add(&text, data, size);
	if (dsn_url_parse(&url, buf_peek(&text), &err) == 0)
		check_again(&url);
	else if (err.code != EM_PERM || !err.msg[0])
		abort();
	shown = dsn_redact(buf_peek(&text));
	scheme = dsn_scheme(buf_peek(&text), &err);
	if (url.password && scheme && strcmp(scheme, "sqlite") != 0)
		check_shown(shown);
	free(shown);
	free(scheme);
	dsn_url_clear(&url);
	buf_clear(&text);
	return 0;
}
