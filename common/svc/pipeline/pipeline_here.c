/* pipeline_here - what this machine has not (pipeline_here.h). */
#include "pipeline_here.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "list.h"
#include "mem.h"
#include "nearest.h"
#include "pipeline_edges.h"
#include "proc.h"
#include "registry.h"
#include "shell.h"

/* A section whose script is being looked at. */
struct look {
	struct pipeline *file;
	const struct pipeline_section *section;
};

/* --- commands of emgen --- */

/* Whether emgen has it, or somebody who wrote an emgen-NAME. */
static bool
is_command_of_emgen(const char *name, struct nearest *nearest)
{
	bool found = registry_find(name, nearest);
	char *program = mem_printf("emgen-%s", name);
	char *path = found ? NULL : proc_find(program);

	found |= path != NULL;
	free(program);
	free(path);
	return found;
}

/* Of a place in a script, whose lines follow each other in the file. */
static unsigned
line_of(const struct pipeline_section *s, const char *at)
{
	unsigned line = s->value[KEY_EXEC].line;

	while ((at = strchr(at, '\n'))) {
		line--;
		at++;
	}
	return line;
}

/* emgen NAME, from where NAME is. */
static void
check_emgen(
    struct pipeline *file, const struct pipeline_section *s, const char *at)
{
	const char *end = shell_skip_word(at += strspn(at, " \t"));
	char *name = mem_strndup(at, (size_t)(end - at));
	struct nearest nearest;

	if (*name && *name != '-' && !strpbrk(name, "'\"`$\\*?[{") &&
	    !is_command_of_emgen(name, &nearest))
		pipeline_wrong(file, line_of(s, at),
		    "exec: emgen has no command %s%s", name,
		    nearest_hint(&nearest));
	free(name);
}

/* --- programs --- */

/* What a shell does without one: only it knows, and each has its own. */
static bool
is_of_shell(const char *name)
{
	static char sh[] = "sh", dash_c[] = "-c",
		    script[] = "command -v \"$1\" >/dev/null";
	char *word = mem_strdup(name), *path = proc_find(sh);
	char *const argv[] = { sh, dash_c, script, sh, word, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;
	pid_t pid = -1;

	spec.path = path;
	spec.argv = argv;
	if (path)
		pid = proc_spawn(&spec, &err);
	free(path);
	free(word);
	return pid < 0 || proc_wait(pid) == 0;
}

/* Relative names are in the folder that the section runs in. */
static void
check_program(
    struct pipeline *file, const struct pipeline_section *s, const char *name)
{
	const char *dir = pipeline_text(file, s, KEY_DIR);
	bool below = dir && *name != '/' && strchr(name, '/');
	char *program =
	    below ? mem_printf("%s/%s", dir, name) : mem_strdup(name);
	char *path = proc_find(program);
	int why = errno;

	if (!path && (strchr(name, '/') || !is_of_shell(name)))
		pipeline_wrong(file, line_of(s, s->value[KEY_EXEC].text),
		    "exec: %s: %s", program,
		    strchr(program, '/') ? strerror(why)
		    : why == EACCES      ? "found, but it cannot be executed"
					 : "not in $PATH");
	free(path);
	free(program);
}

/* --- sections --- */

/* False behind what may change what words mean. */
static bool
check_command(const struct shell_command *command, void *ctx)
{
	static const char *const changes[] = { ".", "alias", "eval", "source",
		NULL };
	const struct look *look = ctx;

	if (strcmp(command->name, "emgen") == 0)
		check_emgen(look->file, look->section, command->rest);
	if (command->first && *command->name)
		check_program(look->file, look->section, command->name);
	return !list_has(changes, command->name);
}

/* Nothing is said where programs are looked for in places of its own. */
static bool
has_places(const char *settings)
{
	return settings && (shell_sets(settings, "PATH") ||
			       shell_sets(settings, "EMGEN_EXEC_PATH"));
}

static void
check_exec(struct pipeline *file, const struct pipeline_section *s)
{
	const char *text = s->value[KEY_EXEC].text;
	struct look look = { file, s };

	if (text && !has_places(text) &&
	    !has_places(pipeline_text(file, s, KEY_ENV)))
		shell_each(text, check_command, &look);
}

static void
check_dir(struct pipeline *file, const struct pipeline_section *s)
{
	const char *dir = s->value[KEY_DIR].text;
	struct stat status;

	if (!dir)
		return;
	if (stat(dir, &status) < 0)
		pipeline_wrong_value(file, s, KEY_DIR, "%s", strerror(errno));
	else if (!S_ISDIR(status.st_mode))
		pipeline_wrong_value(file, s, KEY_DIR, "not a folder");
}

void
pipeline_check_here(struct pipeline *file)
{
	for (size_t i = 0; i < file->count; i++) {
		const struct pipeline_section *s = &file->sections[i];

		if (pipeline_before(file, s))
			continue;
		check_dir(file, s);
		check_exec(file, s);
	}
}
