/* help - what there is, and what a mistyped command meant (front.h). */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "front.h"
#include "mem.h"
#include "nearest.h"
#include "proc.h"

/* One row of commands.list, with the line that its page has as summary. */
struct command {
	const char *name, *class, *summary;
};

static const struct command commands[] = {
	{ "help", "front", "this list, or the page of one command" },
#include "commands.inc"
};

enum { COMMANDS = sizeof(commands) / sizeof(*commands) };

const char *
help_nearest(const char *word)
{
	struct nearest nearest;

	nearest_begin(&nearest, word);
	for (size_t i = 0; i < COMMANDS; i++)
		nearest_offer(&nearest, commands[i].name);
	return nearest.best;
}

void
help_unknown(const char *name)
{
	const char *nearest = help_nearest(name);

	die(EM_PERM, "%s: no such command%s%s%s", name,
	    nearest ? "; did you mean \"" : " (emgen help lists them)",
	    nearest ? nearest : "", nearest ? "\"?" : "");
}

static bool
is_command(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return true;
	return false;
}

static void
list_commands(void)
{
	printf("usage: emgen COMMAND [ARGUMENT ...]\n\n"
	       "Reads a live database and writes Laravel Eloquent models.\n\n");
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].class, "driver") != 0 &&
		    strcmp(commands[i].name, "emgen") != 0)
			printf("  %-12s %s\n", commands[i].name,
			    commands[i].summary);
	printf(
	    "\nemgen help COMMAND shows its page.  emgen-NAME on the path is "
	    "emgen NAME.\n");
}

/* The page that the source tree has beside the program, if we run from it. */
static char *
find_page(const char *program)
{
	const char *share = getenv("EMGEN_SHARE");
	char *page = share ? mem_printf("%s/doc/%s.1", share, program) : NULL;

	if (page && access(page, R_OK) == 0)
		return page;
	free(page);
	return mem_strdup(program);
}

/* The manual page, or the usage where there is no man(1). */
_Noreturn static void
show_page(char *name)
{
	char *program = strcmp(name, "emgen") == 0
			    ? mem_strdup("emgen")
			    : mem_printf("emgen-%s", name);
	char *path = proc_find("man");
	static char man_name[] = "man", help_option[] = "--help";
	char *man[] = { man_name, find_page(program), NULL };
	char *usage[] = { program, help_option, NULL };
	char **argv = path ? man : usage;
	struct em_err err;

	if (!is_command(name) && !proc_find(program))
		help_unknown(name);
	if (!path)
		path = proc_find(program);
	if (!path)
		die(EM_NOTFOUND, "%s: not in %s", program, proc_places());
	(void)proc_exec(path, argv, &err);
	die_err(&err);
}

void
help_main(int argc, char *argv[])
{
	if (argc > 0)
		show_page(argv[0]);
	list_commands();
	exit(fflush(stdout) ? EM_TEMP : EM_OK);
}
