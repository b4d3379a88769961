/*
 * emgen - the front: "emgen NAME args" runs emgen-NAME, as git does.
 * What it does itself: generate, drift, help, version.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "front.h"
#include "mem.h"
#include "proc.h"
#include "registry.h"

/* Becomes emgen-NAME with the arguments behind NAME. */
_Noreturn static void
run_program(char *argv[])
{
	char *program = mem_printf("emgen-%s", argv[0]);
	struct nearest nearest;
	struct em_err err;
	char *path;

	errno = 0;
	path = strchr(argv[0], '/') ? NULL : proc_find(program);
	if (!path && errno == EACCES)
		die(EM_NOEXEC, "%s: found, but it cannot be executed", program);
	if (!path && registry_find(argv[0], &nearest))
		die(EM_NOTFOUND, "%s: not in %s", program, proc_places());
	if (!path)
		help_unknown(argv[0]);
	argv[0] = program;
	(void)proc_exec(path, argv, &err);
	die_err(&err);
}

int
main(int argc, char *argv[])
{
	const char *name = argc > 1 ? argv[1] : "help";

	die_setname("emgen");
	if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0)
		die_version();
	if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 ||
	    strcmp(name, "-h") == 0)
		help_main(argc - 2, argv + 2);
	if (strcmp(name, "generate") == 0)
		return generate_main(argc - 1, argv + 1);
	if (strcmp(name, "drift") == 0)
		return drift_main(argc - 1, argv + 1);
	run_program(argv + 1);
}
