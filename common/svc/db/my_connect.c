/* my_connect - a connection as a DSN describes it (my_connect.h). */
#include "my_connect.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dsn.h"
#include "my_failure.h"

enum tls_mode { TLS_UNSAID, TLS_OFF, TLS_IF_OFFERED, TLS_REQUIRED, TLS_VERIFY };

/* What is asked for; borrowed from the DSN. */
struct wishes {
	const char *socket;
	const char *ca, *cert, *key;
	enum tls_mode tls;
	struct silence silence;
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

/* --- errors --- */

/* What is wrong without the server's or the library's doing. */
static int
fail(struct my_error *error, int code, const char *exception, const char *what,
    const char *why)
{
	error->exception = exception;
	return err_set(&error->err, code, "%s: %s", what, why);
}

int
my_error_set(struct my_error *error, const char *shown, unsigned number,
    const char *message)
{
	const struct my_failure *failure = my_failure_of(number);

	error->exception = failure->exception;
	return err_set(
	    &error->err, failure->exit, "%s: %s (%u)", shown, message, number);
}

int
my_error_of_handle(struct my_error *error, const char *shown, MYSQL *handle)
{
	return my_error_set(error, shown, libmariadb.mysql_errno(handle),
	    libmariadb.mysql_error(handle));
}

int
my_error_of_statement(
    struct my_error *error, const char *shown, MYSQL_STMT *stmt)
{
	return my_error_set(error, shown, libmariadb.mysql_stmt_errno(stmt),
	    libmariadb.mysql_stmt_error(stmt));
}

/* --- what the DSN asks for --- */

static int
refuse(struct my_error *error, const struct dsn_parameter *parameter)
{
	error->exception = "bad-dsn";
	return err_set(&error->err, EM_PERM, "%s: not one of its values: %s",
	    parameter->name, parameter->value);
}

static int
take_mode(struct my_error *error, struct wishes *wishes,
    const struct dsn_parameter *parameter)
{
	for (size_t i = 0; i < sizeof(tls_words) / sizeof(*tls_words); i++) {
		if (!is_word(parameter->value, tls_words[i].word))
			continue;
		wishes->tls = tls_words[i].mode;
		return 0;
	}
	return refuse(error, parameter);
}

static int
take_verify(struct my_error *error, struct wishes *wishes,
    const struct dsn_parameter *parameter)
{
	static const char *const words[] = { "0", "1", "false", "true", "off",
		"on", "no", "yes" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!is_word(parameter->value, words[i]))
			continue;
		wishes->tls = i % 2 ? TLS_VERIFY : TLS_REQUIRED;
		return 0;
	}
	return refuse(error, parameter);
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

/* Those whose value is taken as it is: where it goes, or NULL. */
static const char **
place_of(struct wishes *wishes, const char *name)
{
	if (is_parameter(name, "unixsocket") || is_parameter(name, "socket"))
		return &wishes->socket;
	if (is_parameter(name, "sslca") || is_parameter(name, "sslrootcert"))
		return &wishes->ca;
	if (is_parameter(name, "sslcert"))
		return &wishes->cert;
	return is_parameter(name, "sslkey") ? &wishes->key : NULL;
}

static int
take_parameter(struct my_error *error, struct wishes *wishes,
    const struct dsn_parameter *parameter, const struct my_options *options)
{
	const char *name = parameter->name;
	const char **place = place_of(wishes, name);
	int rc =
	    silence_take(&wishes->silence, name, parameter->value, &error->err);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (place)
		*place = parameter->value;
	else if (is_parameter(name, "sslmode"))
		return take_mode(error, wishes, parameter);
	else if (is_parameter(name, "sslverifyservercert") ||
		 is_parameter(name, "verify"))
		return take_verify(error, wishes, parameter);
	else if (!is_of_others(name) && options->unknown)
		options->unknown(options->arg, name);
	return 0;
}

/* --- connecting --- */

static void
set_bool(MYSQL *handle, enum mysql_option option, bool on)
{
	my_bool value = on;

	(void)libmariadb.mysql_optionsv(handle, option, &value);
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
		(void)libmariadb.mysql_ssl_set(
		    handle, wishes->key, wishes->cert, ca, NULL, NULL);
	if (mode == TLS_UNSAID || mode == TLS_IF_OFFERED)
		return; /* the library knows best */
	set_bool(handle, MYSQL_OPT_SSL_ENFORCE, mode >= TLS_REQUIRED);
	set_bool(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, mode == TLS_VERIFY);
}

/* The library may go on without TLS where the server has none. */
static int
check_tls(MYSQL *handle, struct my_error *error, const struct wishes *wishes,
    const char *shown)
{
	if (mode_of(wishes) < TLS_REQUIRED ||
	    libmariadb.mysql_get_ssl_cipher(handle))
		return 0;
	return fail(error, EM_PERM, "tls", shown,
	    "TLS is required, and the server does not offer it");
}

unsigned
my_seconds(double seconds)
{
	return seconds <= 1 ? 1 : (unsigned)(seconds + 0.999);
}

static void
set_options(
    MYSQL *handle, const struct silence *said, const struct my_options *options)
{
	unsigned quick =
	    my_seconds(silence_limit(said->connect, options->timeout, 0));
	unsigned slow = my_seconds(silence_limit(
	    said->answer, options->patience, options->patience_max));
	unsigned no = 0;

	(void)libmariadb.mysql_optionsv(
	    handle, MYSQL_OPT_CONNECT_TIMEOUT, &quick);
	(void)libmariadb.mysql_optionsv(handle, MYSQL_OPT_READ_TIMEOUT, &slow);
	(void)libmariadb.mysql_optionsv(
	    handle, MYSQL_OPT_WRITE_TIMEOUT, &quick);
	(void)libmariadb.mysql_optionsv(
	    handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	(void)libmariadb.mysql_optionsv(
	    handle, MYSQL_READ_DEFAULT_GROUP, "client");
	/* a server could ask for any file of ours */
	(void)libmariadb.mysql_optionsv(handle, MYSQL_OPT_LOCAL_INFILE, &no);
}

static int
connect_handle(MYSQL *handle, struct my_error *error, const struct dsn_url *url,
    const char *shown, const struct my_options *options)
{
	struct wishes wishes = { .tls = TLS_UNSAID };
	const char *password =
	    url->password ? url->password : getenv("MYSQL_PWD");

	for (size_t i = 0; i < url->n; i++)
		if (take_parameter(
			error, &wishes, &url->parameters[i], options) < 0)
			return -1;
	if (options->said)
		*options->said = wishes.silence;
	set_options(handle, &wishes.silence, options);
	set_tls(handle, &wishes);
	/* with a socket, a host would be asked by TCP */
	if (!libmariadb.mysql_real_connect(handle,
		wishes.socket ? NULL : url->host, url->user, password,
		url->database, url->port, wishes.socket, options->flags))
		return my_error_of_handle(error, shown, handle);
	if (check_tls(handle, error, &wishes, shown) < 0)
		return -1;
	silence_watch(
	    (int)libmariadb.mysql_get_socket(handle), &wishes.silence);
	return libmariadb.mysql_set_character_set(handle, "utf8mb4")
		   ? my_error_of_handle(error, shown, handle)
		   : 0;
}

static MYSQL *
connect_url(struct my_error *error, const struct dsn_url *url,
    const char *shown, const struct my_options *options)
{
	MYSQL *handle;

	if (!url->database) {
		(void)fail(error, EM_PERM, "bad-dsn", shown,
		    "names no database: mysql://user@host/database");
		return NULL;
	}
	handle = libmariadb.mysql_init(NULL);
	if (!handle) {
		(void)fail(error, EM_TEMP, "out-of-memory", shown,
		    "there is no memory");
		return NULL;
	}
	if (connect_handle(handle, error, url, shown, options) == 0)
		return handle;
	libmariadb.mysql_close(handle);
	return NULL;
}

MYSQL *
my_connect(
    struct my_error *error, const char *dsn, const struct my_options *options)
{
	struct dsn_url url = { .n = 0 };
	char *shown = dsn_redact(dsn);
	MYSQL *handle = NULL;

	error->exception = "bad-dsn";
	if (libmariadb_load(&error->err) == 0 &&
	    dsn_url_parse(&url, dsn, &error->err) == 0)
		handle = connect_url(error, &url, shown, options);
	dsn_url_clear(&url);
	free(shown);
	return handle;
}
