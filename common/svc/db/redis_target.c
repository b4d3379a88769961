/* redis_target - what a redis DSN names (redis_target.h). */
#include "redis_target.h"

#include <stdlib.h>
#include <string.h>

#include "dotenv.h"
#include "dsn.h"
#include "mem.h"
#include "project.h"

enum { PORT = 6379, DATABASES_MAX = 1 << 20 };

static const char * or (const char *text, const char *otherwise)
{
	return text ? text : otherwise;
}

static int
refuse(const struct redis_target *target, const char *why, struct em_err *err)
{
	return err_set(err, EM_PERM, "%s: %s", target->shown, why);
}

/* "redis:" alone: what the application in the working directory uses. */
static char *
of_project(struct em_err *err)
{
	struct dotenv *env = dotenv_load(".env", err);
	char *dsn = env ? project_redis_dsn(env) : NULL;

	dotenv_free(env);
	return dsn;
}

static int
take_database(struct redis_target *target, const char *text, struct em_err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || n > DATABASES_MAX)
		return refuse(
		    target, "a database of Redis is a number from 0", err);
	target->database = (int)n;
	return 0;
}

static int
take_parameters(
    struct redis_target *target, const struct dsn_url *url, struct em_err *err)
{
	for (size_t i = 0; i < url->n; i++) {
		const struct dsn_parameter *p = &url->parameters[i];
		char **place = strcmp(p->name, "prefix") == 0 ? &target->prefix
			       : strcmp(p->name, "unix_socket") == 0
				   ? &target->socket
				   : NULL;
		int rc = silence_take(&target->silence, p->name, p->value, err);

		if (rc < 0)
			return -1;
		if (rc > 0)
			continue;
		if (!place)
			return err_set(err, EM_PERM,
			    "%s: there is no parameter %s; there are prefix, "
			    "unix_socket, connect_timeout, read_timeout and "
			    "tcp_user_timeout",
			    target->shown, p->name);
		free(*place);
		*place = mem_strdup(p->value);
	}
	return 0;
}

static int
take_url(
    struct redis_target *target, const struct dsn_url *url, struct em_err *err)
{
	if (take_parameters(target, url, err) < 0 ||
	    (url->database && take_database(target, url->database, err) < 0))
		return -1;
	if (url->user && !url->password) /* which it may well be: not shown */
		return err_set(err, EM_PERM,
		    "a user of Redis has a password: redis://user:password@"
		    "host; a password alone has a colon before it");
	target->host = mem_strdup(or (url->host, "127.0.0.1"));
	target->port = url->port ? (int)url->port : PORT;
	target->user = url->user ? mem_strdup(url->user) : NULL;
	target->password =
	    url->password && *url->password ? mem_strdup(url->password) : NULL;
	if (!target->prefix)
		target->prefix = mem_strdup("");
	return 0;
}

int
redis_target_parse(
    struct redis_target *target, const char *dsn, struct em_err *err)
{
	char *own = strcmp(dsn, "redis:") == 0 ? of_project(err) : NULL;
	struct dsn_url url = { .n = 0 };
	int rc = -1;

	*target = (struct redis_target){ .port = PORT };
	if (strcmp(dsn, "redis:") == 0 && !own)
		return -1;
	target->shown = dsn_redact(own ? own : dsn);
	if (dsn_url_parse(&url, own ? own : dsn, err) == 0)
		rc = take_url(target, &url, err);
	dsn_url_clear(&url);
	free(own);
	return rc;
}

void
redis_target_clear(struct redis_target *target)
{
	free(target->shown);
	free(target->socket);
	free(target->host);
	free(target->user);
	free(target->password);
	free(target->prefix);
	*target = (struct redis_target){ .port = 0 };
}
