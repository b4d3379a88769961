/*
 * pipeline_here - what this machine has not (pipeline_here.h).
 *
 * Of the shell's language just so much is read that a word is known to be a
 * command; where that is not sure nothing is said.
 */
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

#define BLANKS    " \t"
#define WORD_ENDS " \t\n|&;()<>"
#define NAME      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define PLAIN     NAME "-./+"

/* A script as far as it was read. */
struct script {
	const char *at;
	bool command; /* what comes next is one */
};

/* Behind a word, whose quotes may hold anything. */
static const char *
skip_word(const char *at)
{
	for (; *at && !strchr(WORD_ENDS, *at); at++) {
		if (*at == '\'' || *at == '"') {
			char quote = *at++;

			while (*at && *at != quote)
				at += *at == '\\' && quote == '"' && at[1] ? 2
									   : 1;
		} else if (*at == '\\' && at[1]) {
			at++;
		}
		if (!*at)
			break;
	}
	return at;
}

/* NAME=VALUE, before a command. */
static bool
is_assignment(const char *word)
{
	return word[strspn(word, NAME)] == '=';
}

/* The 2 of 2>FILE. */
static bool
is_descriptor(const char *word)
{
	size_t digits = strspn(word, "0123456789");

	return digits && (word[digits] == '<' || word[digits] == '>');
}

/*
 * The next word that is a command, to be freed; NULL at the end.  A word that
 * is not plain, as "$EDITOR" is, comes as "".
 */
static char *
next_command(struct script *script)
{
	static const char *const go_on[] = { "if", "then", "elif", "else",
		"while", "until", "do", "!", "{", "time", NULL };

	while (*(script->at += strspn(script->at, BLANKS))) {
		const char *word = script->at;
		bool command = script->command;
		size_t plain;
		char *name;

		if (*word == '#') {
			script->at += strcspn(word, "\n");
			continue;
		}
		if (strchr(WORD_ENDS, *word)) {
			script->command = !strchr("<>", *word);
			script->at +=
			    script->command ? 1 : strspn(word, "<>&|");
			continue;
		}
		script->at = skip_word(word);
		if (!command || is_assignment(word) || *script->at == ')' ||
		    is_descriptor(word))
			continue;
		plain = strspn(word, PLAIN "!{");
		name =
		    mem_strndup(word, word + plain == script->at ? plain : 0);
		script->command = list_has(go_on, name);
		if (!script->command)
			return name;
		free(name);
	}
	return NULL;
}

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
	unsigned line = line_of(s, at);
	size_t len = strspn(at += strspn(at, BLANKS), PLAIN);
	char *name = mem_strndup(at, len);
	struct nearest nearest;

	if (len && *at != '-' && (!at[len] || strchr(WORD_ENDS, at[len])) &&
	    !is_command_of_emgen(name, &nearest))
		pipeline_wrong(file, line, "exec: emgen has no command %s%s",
		    name, nearest_hint(&nearest));
	free(name);
}

/* --- programs --- */

/* What a shell does without one. */
static bool
is_of_shell(const char *name)
{
	static const char *const words[] = { ":", ".", "[", "alias", "bg",
		"break", "case", "cd", "command", "continue", "echo", "eval",
		"exec", "exit", "export", "false", "fg", "for", "getopts",
		"hash", "jobs", "kill", "local", "printf", "pwd", "read",
		"readonly", "return", "set", "shift", "test", "times", "trap",
		"true", "type", "ulimit", "umask", "unalias", "unset", "wait",
		NULL };

	return list_has(words, name);
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

	if (!path)
		pipeline_wrong(file, line_of(s, s->value[KEY_EXEC].text),
		    "exec: %s: %s", program,
		    strchr(program, '/') ? strerror(errno)
		    : errno == EACCES    ? "found, but it cannot be executed"
					 : "not in $PATH");
	free(path);
	free(program);
}

/* --- sections --- */

static void
check_exec(struct pipeline *file, const struct pipeline_section *s)
{
	const char *text = s->value[KEY_EXEC].text;
	const char *env = pipeline_text(file, s, KEY_ENV);
	struct script script = { text, true };
	bool first = !(env && strstr(env, "PATH="));

	/* Functions and texts in the script would be taken for commands. */
	if (!text || strstr(text, "()") || strstr(text, "<<"))
		return;
	for (char *name; (name = next_command(&script)); first = false) {
		if (strcmp(name, "emgen") == 0)
			check_emgen(file, s, script.at);
		if (first && *name && !is_of_shell(name))
			check_program(file, s, name);
		free(name);
	}
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
