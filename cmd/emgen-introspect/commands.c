/* commands - AnalyzeSchema from standard input (commands.h). */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "id.h"
#include "mem.h"
#include "proc.h"
#include "run.h"

/* Says that an analysis failed which no driver could say anything of. */
static void
fail(struct ev_io *io, const json_t *command, const char *exception,
    const struct em_err *err)
{
	const struct ev_head head = { .type = "SchemaAnalysisFailed",
		.cause = command,
		.n = driver_salt(ev_str(command, "id")) };
	int code = err->code == EM_TEMP ? EM_TEMP : EM_PERM;

	die_note("%s", err->msg);
	ev_emit(io, &head,
	    json_pack("{s:O?,s:s,s:s,s:b}", "connection",
		json_object_get(ev_data(command), "connection"), "error",
		err->msg, "exception", exception, "temporary",
		code == EM_TEMP));
	ev_failed(io, code);
}

/* A driver that ends otherwise has not said what went wrong. */
static void
judge(struct ev_io *io, const json_t *command, const char *path, int code)
{
	int verdict = proc_verdict(code);
	struct em_err err;

	if (code == EM_OK)
		return;
	if (code == EM_PERM || code == EM_TEMP) {
		ev_failed(io, code);
		return;
	}
	/* A "no" is not for drivers: an exception in Python, a crash. */
	(void)err_set(&err,
	    verdict == EM_TEMP || code == EM_NO ? EM_TEMP : EM_PERM, "%s %s",
	    path, proc_explain(code));
	fail(io, command, "driver-failed", &err);
}

static void
analyze(struct config *config, struct ev_io *io, const json_t *command,
    const char *tables)
{
	const char *name = settings_string(config->settings, "connection");
	char *dsn = NULL, *path = NULL;
	struct em_err err;
	int code;

	dsn = name ? config_named_dsn(config, name, &err)
		   : config_dsn(config, NULL, &err);
	if (!dsn) {
		fail(io, command, "no-such-connection", &err);
		goto out;
	}
	path = run_find(dsn, &err);
	if (!path) {
		fail(io, command, "no-driver", &err);
		goto out;
	}
	run_configure(
	    io, config->settings, command, driver_salt(ev_str(command, "id")));
	ev_flush(io);
	code = run_wait(config, path, dsn, command, tables, &err);
	if (code < 0)
		fail(io, command, "driver-failed", &err);
	else
		judge(io, command, path, code);
out:
	free(path);
	free(dsn);
}

/* The command's tables as globs; -1 when they are not names. */
static int
read_tables(const json_t *data, struct buf *globs)
{
	const json_t *tables = json_object_get(data, "tables");
	json_t *item;
	size_t i;

	if (tables && !json_is_array(tables))
		return -1;
	json_array_foreach (tables, i, item) {
		if (!json_is_string(item) || !json_string_length(item))
			return -1;
		config_add_globs(globs, json_string_value(item));
	}
	return 0;
}

/* The run is the command's own when it belongs to no other. */
static int
read_ids(json_t *command)
{
	json_t *id = json_object_get(command, "id");
	char fresh[ID_TEXT];

	if (!id) {
		id = json_string(id_new(fresh));
		json_object_set_new(command, "id", id);
	}
	if (!json_object_get(command, "correlationid"))
		json_object_set(command, "correlationid", id);
	return id_valid(ev_str(command, "id")) &&
		       id_valid(ev_str(command, "correlationid"))
		   ? 0
		   : -1;
}

static int
read_settings(struct settings *s, const json_t *data, struct em_err *err)
{
	const json_t *connection = json_object_get(data, "connection");
	json_t *options = json_object_get(data, "options");

	if (connection && !json_is_string(connection) &&
	    !json_is_null(connection))
		return err_set(err, EM_PERM, "connection is no name");
	if (strchr(ev_str(data, "connection"), ':'))
		return err_set(err, EM_PERM,
		    "connection is a DSN: give it a name in emgen.ini");
	if (options && !json_is_object(options))
		return err_set(err, EM_PERM, "options is no object");
	if (settings_set_options(s, options, err) < 0)
		return -1;
	return json_is_string(connection)
		   ? settings_set(s, "connection",
			 json_string_value(connection), SETTINGS_FLAG, err)
		   : 0;
}

static void
take_command(
    struct config *config, struct ev_io *io, const struct ev_line *line)
{
	struct settings *ours = config->settings;
	json_t *command = ev_parse(io, line);
	struct buf tables = BUF_INIT;
	struct em_err err;

	if (!command)
		return;
	config->settings = settings_copy(ours);
	if (read_ids(command) < 0)
		ev_reject(io, line, "id or correlationid is no UUID");
	else if (read_tables(ev_data(command), &tables) < 0)
		ev_reject(io, line, "tables is no list of names");
	else if (read_settings(config->settings, ev_data(command), &err) < 0)
		ev_reject(io, line, "%s", err.msg);
	else
		analyze(config, io, command, tables.data);
	settings_free(config->settings);
	config->settings = ours;
	buf_clear(&tables);
	json_decref(command);
}

void
commands_run(struct config *config, struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (ev_is(&line, "AnalyzeSchema"))
			take_command(config, io, &line);
		else
			ev_forward(io, &line);
	}
}
