/* connect - a connection as a DSN describes it (connect.h). */
#include "connect.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum tls_mode { TLS_UNSAID, TLS_OFF, TLS_IF_OFFERED, TLS_REQUIRED, TLS_VERIFY };

/* What is asked for; borrowed from the DSN. */
struct wishes {
	const char *socket;
	const char *ca, *cert, *key;
	enum tls_mode tls;
};

/* As MySQL's, MariaDB's and PostgreSQL's programs call them. */
static const struct {
	const char *word;
	enum tls_mode mode;
} tls_words[] = {
	{ "disabled", TLS_OFF },
	{ "disable", TLS_OFF },
	{ "preferred", TLS_IF_OFFERED },
	{ "prefer", TLS_IF_OFFERED },
	{ "required", TLS_REQUIRED },
	{ "require", TLS_REQUIRED },
	{ "verify-ca", TLS_VERIFY },
	{ "verify-identity", TLS_VERIFY },
	{ "verify-full", TLS_VERIFY },
};

/* Names and words in any case, with any of their separators. */
static bool
is_word(const char *text, const char *word)
{
	for (; *text && *word; text++, word++)
		if (tolower((unsigned char)*text) != *word &&
		    !(*text == '_' && *word == '-'))
			return false;
	return !*text && !*word;
}

_Noreturn static void
refuse(struct driver *d, const struct dsn_parameter *parameter)
{
	struct em_err err;

	(void)err_set(&err, EM_PERM, "%s: not one of its values: %s",
	    parameter->name, parameter->value);
	driver_fail(d, "bad-dsn", &err);
}

static void
take_mode(struct driver *d, struct wishes *wishes,
    const struct dsn_parameter *parameter)
{
	for (size_t i = 0; i < sizeof(tls_words) / sizeof(*tls_words); i++) {
		if (!is_word(parameter->value, tls_words[i].word))
			continue;
		wishes->tls = tls_words[i].mode;
		return;
	}
	refuse(d, parameter);
}

static void
take_verify(struct driver *d, struct wishes *wishes,
    const struct dsn_parameter *parameter)
{
	static const char *const words[] = { "0", "1", "false", "true", "off",
		"on", "no", "yes" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!is_word(parameter->value, words[i]))
			continue;
		wishes->tls = i % 2 ? TLS_VERIFY : TLS_REQUIRED;
		return;
	}
	refuse(d, parameter);
}

/* The name without its blanks and separators: ssl-ca, ssl_ca and sslca. */
static bool
is_parameter(const char *text, const char *name)
{
	for (; *text; text++) {
		if (*text == '-' || *text == '_')
			continue;
		if (tolower((unsigned char)*text) != *name++)
			return false;
	}
	return !*name;
}

/* What Laravel and others keep in the same place, and no reader needs. */
static bool
is_of_others(const char *name)
{
	static const char *const names[] = { "charset", "collation", "prefix",
		"prefixindexes", "strict", "engine", "timezone",
		"serverversion", "driver" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (is_parameter(name, names[i]))
			return true;
	return false;
}

static void
take_parameter(struct driver *d, struct wishes *wishes,
    const struct dsn_parameter *parameter)
{
	const char *name = parameter->name, *value = parameter->value;

	if (is_parameter(name, "unixsocket") || is_parameter(name, "socket"))
		wishes->socket = value;
	else if (is_parameter(name, "sslca") ||
		 is_parameter(name, "sslrootcert"))
		wishes->ca = value;
	else if (is_parameter(name, "sslcert"))
		wishes->cert = value;
	else if (is_parameter(name, "sslkey"))
		wishes->key = value;
	else if (is_parameter(name, "sslmode"))
		take_mode(d, wishes, parameter);
	else if (is_parameter(name, "sslverifyservercert") ||
		 is_parameter(name, "verify"))
		take_verify(d, wishes, parameter);
	else if (!is_of_others(name))
		driver_warn(d, "the DSN's parameter %s is not known", name);
}

static void
set_bool(MYSQL *handle, enum mysql_option option, bool on)
{
	my_bool value = on;

	(void)mysql_optionsv(handle, option, &value);
}

static enum tls_mode
mode_of(const struct wishes *wishes)
{
	return wishes->tls == TLS_UNSAID && wishes->ca ? TLS_VERIFY
						       : wishes->tls;
}

/* With a CA at hand the library verifies, whatever it is told. */
static void
set_tls(MYSQL *handle, const struct wishes *wishes)
{
	enum tls_mode mode = mode_of(wishes);
	const char *ca = mode == TLS_VERIFY ? wishes->ca : NULL;

	if (mode != TLS_OFF && (ca || wishes->cert || wishes->key))
		(void)mysql_ssl_set(
		    handle, wishes->key, wishes->cert, ca, NULL, NULL);
	if (mode == TLS_UNSAID || mode == TLS_IF_OFFERED)
		return; /* the library knows best */
	set_bool(handle, MYSQL_OPT_SSL_ENFORCE, mode >= TLS_REQUIRED);
	set_bool(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, mode == TLS_VERIFY);
}

/* The library may go on without TLS where the server has none. */
static void
check_tls(MYSQL *handle, struct driver *d, const struct wishes *wishes)
{
	struct em_err err;

	if (mode_of(wishes) < TLS_REQUIRED || mysql_get_ssl_cipher(handle))
		return;
	(void)err_set(
	    &err, EM_PERM, "TLS is required, and the server does not offer it");
	driver_fail(d, "tls", &err);
}

unsigned
connect_seconds(double seconds)
{
	return seconds <= 1 ? 1 : (unsigned)(seconds + 0.999);
}

static void
set_options(MYSQL *handle, const struct driver *d)
{
	unsigned quick = connect_seconds(d->timeout);
	unsigned slow = connect_seconds(d->timeout * CONNECT_PATIENCE);
	unsigned no = 0;

	(void)mysql_optionsv(handle, MYSQL_OPT_CONNECT_TIMEOUT, &quick);
	(void)mysql_optionsv(handle, MYSQL_OPT_READ_TIMEOUT, &slow);
	(void)mysql_optionsv(handle, MYSQL_OPT_WRITE_TIMEOUT, &quick);
	(void)mysql_optionsv(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	(void)mysql_optionsv(handle, MYSQL_READ_DEFAULT_GROUP, "client");
	/* a server could ask for any file of ours */
	(void)mysql_optionsv(handle, MYSQL_OPT_LOCAL_INFILE, &no);
}

int
connect_open(MYSQL *handle, struct driver *d, const struct dsn_url *url)
{
	struct wishes wishes = { .tls = TLS_UNSAID };
	const char *password =
	    url->password ? url->password : getenv("MYSQL_PWD");
	const char *host = url->host;

	for (size_t i = 0; i < url->n; i++)
		take_parameter(d, &wishes, &url->parameters[i]);
	set_options(handle, d);
	set_tls(handle, &wishes);
	if (wishes.socket)
		host = NULL; /* a host would be asked by TCP */
	if (!mysql_real_connect(handle, host, url->user, password,
		url->database, url->port, wishes.socket, 0))
		return -1;
	check_tls(handle, d, &wishes);
	return 0;
}
