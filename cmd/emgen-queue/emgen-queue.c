/* emgen-queue - jobs that are never lost: pushed, worked, looked after. */
#include <stddef.h>
#include <string.h>

#include "die.h"
#include "verbs.h"

const char queue_usage[] =
    "usage: emgen queue push [--database DSN] [--delay SECONDS]\n"
    "           [--unique KEY --ttl SECONDS] [--tries N] [--backoff LIST]\n"
    "           [--timeout SECONDS] [--batch N] [--rejects FILE]\n"
    "           [--max-line BYTES] QUEUE [file ...]\n"
    "       emgen queue list [--database DSN] [--state STATE] [--limit N]\n"
    "           [--json] [QUEUE]\n";

static const struct {
	const char *name;
	int (*run)(int argc, char *argv[]);
} verbs[] = {
	{ "list", list_main },
	{ "push", push_main },
};

int
main(int argc, char *argv[])
{
	const char *name = argc > 1 ? argv[1] : "";

	die_setname("emgen-queue");
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		die_help(queue_usage);
	if (strcmp(name, "--version") == 0)
		die_version();
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return verbs[i].run(argc - 1, argv + 1);
	die_usage(queue_usage);
}
