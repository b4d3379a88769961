/* project_dsn - the database of Laravel's .env as a DSN (project.h). */
#include "project.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dsn.h"
#include "mem.h"

/* A variable as env() gives it, or the other; owned by the caller. */
static char *
env_or(const struct dotenv *env, const char *name, const char *otherwise)
{
	char *value = dotenv_env(env, name);

	if (value && *value)
		return value;
	free(value);
	return otherwise ? mem_strdup(otherwise) : NULL;
}

char *
project_connection(const struct dotenv *env)
{
	return env_or(env, "DB_CONNECTION", "sqlite");
}

static char *
sqlite_dsn(const struct dotenv *env)
{
	char *file = env_or(env, "DB_DATABASE", "database/database.sqlite");
	struct buf dsn = BUF_INIT;

	buf_adds(&dsn, "sqlite:");
	dsn_encode(&dsn, file, "/");
	free(file);
	return buf_detach(&dsn);
}

/* Appends a prefix and the variable, encoded, if there is a value. */
static void
add_part(struct buf *dsn, const char *prefix, const struct dotenv *env,
    const char *name, const char *otherwise)
{
	char *value = env_or(env, name, otherwise);

	if (value) {
		buf_adds(dsn, prefix);
		dsn_encode(dsn, value, "");
	}
	free(value);
}

/* Appends name=value, if there is a value and the DSN does not say it. */
static void
add_parameter_take(struct buf *dsn, const char *name, char *value)
{
	char *said = mem_printf("%s=", name);
	const char *query = strchr(dsn->data, '?');

	if (value && !(query && strstr(query, said))) {
		buf_addc(dsn, query ? '&' : '?');
		buf_adds(dsn, said);
		dsn_encode(dsn, value, "");
	}
	free(said);
	free(value);
}

/*
 * What Laravel's configuration takes from .env beside the URL; its search path
 * is public.
 */
static void
add_parameters(struct buf *dsn, const char *scheme, const struct dotenv *env)
{
	char *schema;

	if (strcmp(scheme, "mysql") == 0 || strcmp(scheme, "mariadb") == 0) {
		add_parameter_take(
		    dsn, "unix_socket", env_or(env, "DB_SOCKET", NULL));
		add_parameter_take(
		    dsn, "ssl-ca", env_or(env, "MYSQL_ATTR_SSL_CA", NULL));
	} else if (strcmp(scheme, "pgsql") == 0) {
		schema = env_or(env, "DB_SCHEMA", "public");
		add_parameter_take(
		    dsn, "search_path", env_or(env, "DB_SEARCH_PATH", schema));
		add_parameter_take(
		    dsn, "sslmode", env_or(env, "DB_SSLMODE", NULL));
		free(schema);
	}
}

static char *
server_dsn(const char *scheme, const struct dotenv *env)
{
	struct buf dsn = BUF_INIT;

	buf_addf(&dsn, "%s://", scheme);
	add_part(&dsn, "", env, "DB_USERNAME", "root");
	add_part(&dsn, ":", env, "DB_PASSWORD", NULL);
	add_part(&dsn, "@", env, "DB_HOST", "127.0.0.1");
	add_part(&dsn, ":", env, "DB_PORT", NULL);
	add_part(&dsn, "/", env, "DB_DATABASE", "laravel");
	add_parameters(&dsn, scheme, env);
	return buf_detach(&dsn);
}

/*
 * Laravel takes the first slash of a URL's path off, also for SQLite:
 * sqlite:///database/app.db is relative, sqlite:////srv/app.db is not.
 */
static char *
from_url(const char *url, const struct dotenv *env)
{
	struct em_err err;
	char *scheme = dsn_scheme(url, &err);
	struct buf dsn = BUF_INIT;
	const char *rest = strchr(url, ':');
	size_t len;

	if (!scheme)
		return mem_strdup(url);
	rest++;
	len = strlen(rest);
	if (strcmp(scheme, "sqlite") == 0 && *rest == '/') {
		if (strncmp(rest, "//", 2) == 0)
			rest += 2 + strcspn(rest + 2, "/");
		rest += *rest == '/';
		len = strcspn(rest, "?#");
	}
	buf_addf(&dsn, "%s:%.*s", scheme, (int)len, rest);
	add_parameters(&dsn, scheme, env);
	free(scheme);
	return buf_detach(&dsn);
}

char *
project_dsn(const struct dotenv *env)
{
	char *connection = project_connection(env), *dsn;
	char *url = env_or(env, "DB_URL", NULL);

	if (!url)
		url = env_or(env, "DATABASE_URL", NULL);
	if (url)
		dsn = from_url(url, env);
	else if (strcmp(connection, "sqlite") == 0)
		dsn = sqlite_dsn(env);
	else
		dsn = server_dsn(connection, env);
	free(url);
	free(connection);
	return dsn;
}

char *
project_redis_dsn(const struct dotenv *env)
{
	char *url = env_or(env, "REDIS_URL", NULL);
	char *host = env_or(env, "REDIS_HOST", "127.0.0.1");
	struct buf dsn = BUF_INIT;

	if (url) {
		buf_adds(&dsn, url);
	} else {
		buf_adds(&dsn, "redis://");
		add_part(&dsn, "", env, "REDIS_USERNAME", NULL);
		add_part(&dsn, ":", env, "REDIS_PASSWORD", "");
		buf_addc(&dsn, '@');
		if (*host != '/') {
			add_part(&dsn, "", env, "REDIS_HOST", "127.0.0.1");
			add_part(&dsn, ":", env, "REDIS_PORT", NULL);
		}
		add_part(&dsn, "/", env, "REDIS_DB", "0");
		if (*host == '/')
			add_parameter_take(
			    &dsn, "unix_socket", mem_strdup(host));
	}
	add_parameter_take(&dsn, "prefix", env_or(env, "REDIS_PREFIX", NULL));
	free(host);
	free(url);
	return buf_detach(&dsn);
}
