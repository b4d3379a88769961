/* run - the driver program of a DSN's scheme (run.h). */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cached.h"
#include "dsn.h"
#include "fnv.h"
#include "mem.h"
#include "models.h"
#include "proc.h"

/* --- finding it --- */

/* Schemes that emgen has a driver for, though this build may lack it. */
static bool
is_known(const char *scheme)
{
	static const char *const known[] = { "sqlite", "pgsql", "mysql",
		"mariadb" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], scheme) == 0)
			return true;
	return false;
}

static void
say_missing(
    const char *scheme, const char *program, int errnum, struct em_err *err)
{
	char *places = proc_places();
	int code = proc_code_of_errno(errnum);

	if (code == EM_NOEXEC)
		err_set(err, code, "%s is in %s, but cannot be executed",
		    program, places);
	else if (is_known(scheme))
		err_set(err, code,
		    "this build has no driver for %s: %s is not in %s", scheme,
		    program, places);
	else
		err_set(err, code,
		    "no driver for the scheme %s: %s is not in %s", scheme,
		    program, places);
	free(places);
}

/* MariaDB is read by the driver of MySQL, which tells the two apart. */
static const char *
driver_of(const char *scheme)
{
	return strcmp(scheme, "mariadb") == 0 ? "mysql" : scheme;
}

char *
run_find(const char *dsn, struct em_err *err)
{
	char *scheme = dsn_scheme(dsn, err), *program, *path;

	if (!scheme)
		return NULL;
	program = mem_printf("emgen-introspect-%s", driver_of(scheme));
	path = proc_find(program);
	if (!path)
		say_missing(scheme, program, errno, err);
	free(program);
	free(scheme);
	return path;
}

/* --- its arguments (common/svc/catalog/driver.h) --- */

static void
add(struct args *args, const char *flag, const char *value)
{
	args->list[args->n++] = mem_strdup(flag);
	if (value)
		args->list[args->n++] = mem_strdup(value);
}

static void
add_if(struct args *args, const char *flag, const char *value)
{
	if (value && *value)
		add(args, flag, value);
}

static struct args
arguments(const struct config *config, const char *path, const char *tables)
{
	const struct settings *s = config->settings;
	struct args args = { .n = 0 };

	add(&args, path, NULL);
	add_if(&args, "--connection", settings_string(s, "connection"));
	add_if(&args, "--prefix", settings_string(s, "prefix"));
	add_if(&args, "--tables", tables ? tables : buf_peek(&config->tables));
	add_if(&args, "--exclude", buf_peek(&config->exclude));
	add_if(&args, "--schema", buf_peek(&config->schemas));
	add_if(&args, "--search-path", config->search_path);
	add_if(&args, "--timeout", config->timeout);
	if (settings_bool(s, "views"))
		add(&args, "--views", NULL);
	return args;
}

/* --- running it --- */

/* To a hash, what the text of a value is. */
static int
add_bytes(const char *bytes, size_t len, void *hash)
{
	unsigned *h = hash;

	*h = fnv32(*h, bytes, len);
	return 0;
}

/*
 * Settings hold what emgen.lock says, which a run changes: one that is tried
 * again may have others, and these are another event, not the same with other
 * data.
 */
void
run_configure(struct ev_io *io, struct settings *settings, const json_t *cause,
    unsigned n)
{
	struct ev_head head = { .type = "GenerationConfigured",
		.cause = cause,
		.n = FNV32_BASIS ^ n };
	json_t *data;

	settings_set_models_take(settings, models_find(settings));
	data = settings_to_json(settings);
	(void)json_dump_callback(
	    data, add_bytes, &head.n, JSON_COMPACT | JSON_SORT_KEYS);
	ev_emit(io, &head, data);
}

/* The driver, or the cache with the driver as what it runs on a miss. */
static int
prepare(struct args *args, const struct config *config, const char *path,
    const char *dsn, const char *tables, struct em_err *err)
{
	*args = arguments(config, path, tables);
	return config->cached ? cached_wrap(args, dsn, err) : 0;
}

void
run_exec(const struct config *config, const char *path, const char *dsn)
{
	struct args args;
	struct em_err err;

	if (prepare(&args, config, path, dsn, NULL, &err) < 0)
		die_err(&err);
	if (setenv("EMGEN_DSN", dsn, 1) < 0)
		die_errno("setenv");
	(void)proc_exec(args.list[0], args.list, &err);
	die_err(&err);
}

int
run_wait(const struct config *config, const char *path, const char *dsn,
    const json_t *command, const char *tables, struct em_err *err)
{
	struct args args;
	char *env[] = {
		mem_printf("EMGEN_DSN=%s", dsn),
		mem_printf("EMGEN_CORRELATION_ID=%s",
		    ev_str(command, "correlationid")),
		mem_printf("EMGEN_CAUSATION_ID=%s", ev_str(command, "id")),
		NULL,
	};
	struct proc_spec spec = PROC_SPEC_INIT;
	pid_t pid = -1;

	spec.env = env;
	spec.fd[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (prepare(&args, config, path, dsn, tables, err) == 0) {
		spec.path = args.list[0];
		spec.argv = args.list;
		pid = proc_spawn(&spec, err);
	}
	if (spec.fd[0] >= 0)
		(void)close(spec.fd[0]);
	for (size_t i = 0; env[i]; i++)
		free(env[i]);
	args_clear(&args);
	return pid < 0 ? -1 : proc_wait(pid);
}
