/* commands - which types are commands (commands.h). */
#include "commands.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "jsonschema.h"
#include "mem.h"
#include "nearest.h"
#include "share.h"

struct known {
	char *type, *path;
	const struct js_node *schema; /* NULL before it is needed */
};

struct commands {
	struct js_set *set;
	struct known *known;
	size_t count, cap;
};

static const char suffix[] = ".schema.json";

static void
add(struct commands *commands, const char *folder, const char *file)
{
	size_t len = strlen(file), end = sizeof(suffix) - 1;
	struct known *known;

	if (len <= end || strcmp(file + len - end, suffix) != 0)
		return;
	commands->known = mem_grow(
	    commands->known, &commands->cap, commands->count, sizeof(*known));
	known = &commands->known[commands->count++];
	known->type = mem_strndup(file, len - end);
	known->path = mem_printf("%s/%s", folder, file);
	known->schema = NULL;
}

struct commands *
commands_open(void)
{
	struct commands *commands = mem_zalloc(1, sizeof(*commands));
	char *folder = share_path("schemas/commands");
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	if (!dir)
		die_errno("%s", folder);
	while ((entry = readdir(dir)))
		add(commands, folder, entry->d_name);
	(void)closedir(dir);
	free(folder);
	commands->set = js_open();
	return commands;
}

void
commands_close(struct commands *commands)
{
	for (size_t i = 0; i < commands->count; i++) {
		free(commands->known[i].type);
		free(commands->known[i].path);
	}
	free(commands->known);
	js_close(commands->set);
	free(commands);
}

static struct known *
find(const struct commands *commands, const char *type)
{
	for (size_t i = 0; i < commands->count; i++)
		if (strcmp(commands->known[i].type, type) == 0)
			return &commands->known[i];
	return NULL;
}

bool
commands_has(const struct commands *commands, const char *type)
{
	return find(commands, type);
}

int
commands_unknown(
    const struct commands *commands, const char *type, struct em_err *err)
{
	struct nearest nearest;

	nearest_begin(&nearest, type);
	for (size_t i = 0; i < commands->count; i++)
		nearest_offer(&nearest, commands->known[i].type);
	return err_set(err, EM_PERM, "there is no command %s%s", type,
	    nearest_hint(&nearest));
}

/* Keeps the first thing that is wrong. */
static void
report(void *arg, const char *pointer, const char *keyword, const char *what)
{
	struct em_err *err = arg;

	(void)keyword;
	if (!*err->msg)
		(void)err_set(err, EM_PERM, "%s: %s",
		    *pointer ? pointer : "the command", what);
}

int
commands_check(
    struct commands *commands, const json_t *command, struct em_err *err)
{
	struct known *known = find(commands, ev_str(command, "type"));

	if (!known)
		return commands_unknown(commands, ev_str(command, "type"), err);
	if (!known->schema)
		known->schema = js_add_file(commands->set, known->path, err);
	if (!known->schema)
		die_err(err);
	*err = (struct em_err){ EM_PERM, "" };
	return js_check(known->schema, command, report, err) ? 0 : -1;
}

bool
commands_takes_list(
    const struct commands *commands, const char *type, const char *member)
{
	const struct known *known = find(commands, type);
	json_t *schema = known ? json_load_file(known->path, 0, NULL) : NULL;
	const json_t *at = schema;
	bool takes;

	at = json_object_get(json_object_get(at, "properties"), "data");
	at = json_object_get(json_object_get(at, "properties"), member);
	takes = strcmp(ev_str(at, "type"), "array") == 0;
	json_decref(schema);
	return takes;
}
