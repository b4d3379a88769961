/*
 * project - the Laravel application in a folder.  Layer svc.
 *
 * A folder is one when it has artisan and composer.json.  What the project says
 * of itself becomes settings with composer.json or composer.lock as the source;
 * the database of its .env becomes a DSN.
 */
#ifndef EMGEN_PROJECT_H
#define EMGEN_PROJECT_H

#include <stdbool.h>

#include "dotenv.h"
#include "settings.h"

bool project_is(const char *dir);

/*
 * Namespaces after composer.json's autoload, the places app/Models and
 * app/Enums, strict types as the project's own files have them, and the
 * Laravel version of composer.lock.  Call it when flags and emgen.ini are in s:
 * models that go outside the project take their enums along.  -1 when one of
 * the two files is malformed.
 */
int project_settings(const char *dir, struct settings *s, struct em_err *err);

/*
 * The DSN of the default connection: DB_URL (or DATABASE_URL), else
 * DB_CONNECTION with DB_DATABASE and so on, with Laravel's defaults.  Owned by
 * the caller; it may hold a password.
 */
char *project_dsn(const struct dotenv *env);

/* DB_CONNECTION, "sqlite" when unset; owned by the caller. */
char *project_connection(const struct dotenv *env);

/*
 * The DSN of Laravel's default Redis connection: REDIS_URL, else REDIS_HOST,
 * which may be a socket, with the rest; and REDIS_PREFIX.  Owned by the caller.
 */
char *project_redis_dsn(const struct dotenv *env);

#endif
