/* help - what there is, and what a mistyped command meant (front.h). */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "front.h"
#include "mem.h"
#include "proc.h"
#include "registry.h"

void
help_unknown(const char *name)
{
	struct nearest nearest;

	(void)registry_find(name, &nearest);
	die(EM_PERM, "%s: no such command%s", name,
	    nearest.best ? nearest_hint(&nearest) : " (emgen help lists them)");
}

static void
list_commands(void)
{
	printf("usage: emgen COMMAND [ARGUMENT ...]\n\n"
	       "Reads a live database and writes Laravel Eloquent models.\n\n");
	for (size_t i = 0; i < registry_count; i++)
		if (strcmp(registry[i].class, "driver") != 0)
			printf("  %-12s %s\n", registry[i].name,
			    registry[i].summary);
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
	struct nearest nearest;
	const struct registry_row *row = registry_find(name, &nearest);
	bool own = (row && strcmp(row->class, "own") == 0) ||
		   strcmp(name, "emgen") == 0;
	char *program =
	    own ? mem_strdup("emgen") : mem_printf("emgen-%s", name);
	char *path = proc_find("man");
	static char man_name[] = "man", help_option[] = "--help";
	static char emgen[] = "emgen", itself[] = "/proc/self/exe";
	char *man[] = { man_name, find_page(program), NULL };
	char *usage[] = { emgen, own ? NULL : name, help_option, NULL };
	char **argv = path ? man : usage;
	struct em_err err;

	if (!row && !proc_find(program))
		help_unknown(name);
	(void)proc_exec(path ? path : itself, argv, &err);
	die_err(&err);
}

void
help_main(int argc, char *argv[])
{
	if (argc > 0)
		show_page(argv[0]);
	list_commands();
	die_flush();
	exit(EM_OK);
}
