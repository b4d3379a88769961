/* emgen-store - the event store: append, read, follow. */
#include <string.h>

#include "die.h"
#include "verbs.h"

const char store_usage[] =
    "usage: emgen store append [--database DSN] [--type TYPES]\n"
    "           [--expect-version V] [--batch N] [--rejects FILE]\n"
    "           [--max-line BYTES] [file ...]\n"
    "       emgen store read [--database DSN] [--stream ID] [--type TYPES]\n"
    "           [--from N] [--to N] [--since TIME] [--follow]\n"
    "       emgen store events-for [--database DSN] [--type TYPES]\n"
    "           [--from N] [--to N] [--since TIME] [--follow] MODEL\n"
    "       emgen store subscribe [--database DSN] [--type TYPES]\n"
    "           [--batch N] [--park-after N] [--backoff SECONDS]\n"
    "           [--member I/N] [--append] [--stop-when-empty]\n"
    "           NAME -- HANDLER [ARG ...]\n"
    "       emgen store list-parked [--database DSN] [--json] NAME\n"
    "       emgen store replay-parked [--database DSN] NAME --\n"
    "           HANDLER [ARG ...]\n"
    "       emgen store project [--database DSN] [--rebuild]\n"
    "       emgen store export [--database DSN]\n"
    "       emgen store import [--database DSN] [--batch N] [file ...]\n"
    "       emgen store stats [--database DSN] [--json]\n"
    "       emgen store verify [--database DSN]\n";

static const struct {
	const char *name;
	int (*run)(int argc, char *argv[]);
} verbs[] = {
	{ "append", append_main },
	{ "events-for", read_main },
	{ "export", read_main },
	{ "import", append_main },
	{ "list-parked", replay_main },
	{ "project", project_main },
	{ "read", read_main },
	{ "replay-parked", replay_main },
	{ "stats", stats_main },
	{ "subscribe", subscribe_main },
	{ "verify", verify_main },
};

int
main(int argc, char *argv[])
{
	const char *name = argc > 1 ? argv[1] : "";

	die_setname("emgen-store");
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		die_help(store_usage);
	if (strcmp(name, "--version") == 0)
		die_version();
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return verbs[i].run(argc - 1, argv + 1);
	die_usage(store_usage);
}
