/* emgen-store - the event store: append, read, follow. */
#include <stddef.h>

#include "die.h"
#include "verbs.h"

static const char usage[] =
    "usage: emgen store append [--database DSN] [--type TYPES]\n"
    "           [--expect-version V] [--batch N] [--rejects FILE]\n"
    "           [--max-line BYTES] [FILE ...]\n"
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
    "       emgen store import [--database DSN] [--batch N] [FILE ...]\n"
    "       emgen store stats [--database DSN] [--json]\n"
    "       emgen store verify [--database DSN]\n";

static const struct verb verbs[] = {
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
	{ NULL, NULL },
};

int
main(int argc, char *argv[])
{
	die_setname("emgen-store");
	return verb_main(verbs, usage, argc, argv);
}
