/* cached - the driver by way of emgen-cache (cached.h). */
#include "cached.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "dsn.h"
#include "id.h"
#include "mem.h"
#include "proc.h"

enum { SHOWN = 200 }; /* bytes of a DSN in a key */

void
args_clear(struct args *args)
{
	for (size_t i = 0; i < args->n; i++)
		free(args->list[i]);
	args->n = 0;
}

/* --- the key --- */

/* A part and what ends it, so that no two lists of parts are the same text. */
static void
add_part(struct buf *parts, const char *part)
{
	buf_add(parts, part, strlen(part) + 1);
}

/* Variables that say where a client goes when its DSN does not. */
static void
add_environment(struct buf *parts)
{
	static const char *const secrets[] = { "PGPASSWORD=", "PGPASSFILE=" };

	for (char **v = environ; *v; v++) {
		bool secret = false;

		for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
			secret |=
			    strncmp(*v, secrets[i], strlen(secrets[i])) == 0;
		if (strncmp(*v, "PG", 2) == 0 && !secret)
			add_part(parts, *v);
	}
}

/* The same file is meant by many names. */
static char *
place_of(const char *dsn)
{
	struct em_err err;
	char *scheme = dsn_scheme(dsn, &err), *path = NULL, *whole = NULL;

	if (scheme && strcmp(scheme, "sqlite") == 0)
		path = dsn_sqlite_path(dsn, &err);
	if (path)
		whole = realpath(path, NULL);
	free(scheme);
	free(path);
	if (!whole)
		return dsn_redact(dsn);
	path = mem_printf("sqlite:%s", whole);
	free(whole);
	return path;
}

/* How long to wait shapes nothing. */
static void
add_arguments(struct buf *parts, const struct args *driver)
{
	for (size_t i = 0; i < driver->n; i++) {
		if (strcmp(driver->list[i], "--timeout") == 0)
			i++;
		else
			add_part(parts, driver->list[i]);
	}
}

static char *
make_key(const struct args *driver, const char *dsn)
{
	char *place = place_of(dsn), *key;
	char shown[SHOWN], id[ID_TEXT];
	struct buf parts = BUF_INIT;

	add_part(&parts, "introspect " EMGEN_VERSION);
	add_part(&parts, place);
	add_arguments(&parts, driver);
	add_environment(&parts);
	key = mem_printf("%s %s", die_printable(shown, sizeof(shown), place),
	    id_derive(parts.data, parts.len, id));
	buf_clear(&parts);
	free(place);
	return key;
}

/* --- the command line --- */

static void
put(struct args *args, char *word_take)
{
	args->list[args->n++] = word_take;
}

int
cached_wrap(struct args *args, const char *dsn, struct em_err *err)
{
	const struct args driver = *args;
	char *cache;

	errno = 0;
	cache = proc_find("emgen-cache");
	if (!cache)
		return err_set(err, proc_code_of_errno(errno),
		    "--cached needs emgen-cache, which is not found");
	*args = (struct args){ .n = 0 };
	put(args, cache);
	put(args, mem_strdup("remember"));
	put(args, mem_strdup("--restamp"));
	put(args, mem_strdup("--tag=schema"));
	put(args, make_key(&driver, dsn));
	put(args, mem_strdup("--"));
	for (size_t i = 0; i < driver.n; i++)
		put(args, driver.list[i]);
	return 0;
}
