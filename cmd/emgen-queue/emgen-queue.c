/* emgen-queue - jobs that are never lost: pushed, worked, looked after. */
#include <stddef.h>

#include "die.h"
#include "verbs.h"

static const char usage[] =
    "usage: emgen queue push [--database DSN] [--delay SECONDS]\n"
    "           [--unique KEY --ttl SECONDS] [--tries N] [--backoff LIST]\n"
    "           [--timeout SECONDS] [--commit N] [--batch NAME] [--chain]\n"
    "           [--allow-failures] [--then QUEUE] [--catch QUEUE]\n"
    "           [--finally QUEUE] [--failed DSN] [--rejects FILE]\n"
    "           [--max-line BYTES] QUEUE [FILE ...]\n"
    "       emgen queue list [--database DSN] [--state STATE] [--limit N]\n"
    "           [--json] [QUEUE]\n"
    "       emgen queue show [--database DSN] [--failed DSN] [--json] ID\n"
    "       emgen queue monitor [--database DSN] [--max N] [--json]\n"
    "           [QUEUE[,QUEUE ...]]\n"
    "       emgen queue failed [--database DSN] [--failed DSN] [--queue QUEUE]\n"
    "           [--json]\n"
    "       emgen queue retry [--database DSN] [--failed DSN] [--queue QUEUE]\n"
    "           [--range M-N] [all | UUID ...]\n"
    "       emgen queue forget [--database DSN] [--failed DSN] UUID ...\n"
    "       emgen queue flush [--database DSN] [--failed DSN] [--hours N]\n"
    "       emgen queue prune-failed [--database DSN] [--failed DSN]\n"
    "           [--hours N]\n"
    "       emgen queue batches [--database DSN] [--failed DSN] [--limit N]\n"
    "           [--json]\n"
    "       emgen queue batch [--database DSN] [--failed DSN] [--json] ID\n"
    "       emgen queue cancel-batch [--database DSN] [--failed DSN] ID ...\n"
    "       emgen queue retry-batch [--database DSN] [--failed DSN] ID ...\n"
    "       emgen queue prune-batches [--database DSN] [--failed DSN]\n"
    "           [--hours N] [--unfinished N] [--cancelled N]\n"
    "       emgen queue pause [--database DSN] QUEUE ...\n"
    "       emgen queue resume [--database DSN] QUEUE ...\n"
    "       emgen queue clear [--database DSN] QUEUE ...\n"
    "       emgen queue restart [--database DSN]\n"
    "       emgen queue work [--database DSN] [--queue NAMES] [--stream]\n"
    "           [--workers N] [--name NAME] [--once] [--stop-when-empty]\n"
    "           [--stop-when-done] [--tries N] [--max-crashes N]\n"
    "           [--backoff LIST] [--timeout SECONDS] [--retry-after SECONDS]\n"
    "           [--sleep SECONDS] [--rest SECONDS] [--block-for SECONDS]\n"
    "           [--max-jobs N] [--max-time SECONDS] [--memory MIB]\n"
    "           [--max-output MIB] [--grace SECONDS]\n"
    "           [--throttle NAME:ALLOW/EVERY] [--window fixed|sliding]\n"
    "           [--throttle-counts N] [--no-overlap KEY]\n"
    "           [--release SECONDS] [--store DSN] [--push TYPE=QUEUE]\n"
    "           [--unique KEY --ttl SECONDS] [--failed DSN]\n"
    "           [--on-failed TYPE] -- HANDLER [ARG ...]\n";

static const struct verb verbs[] = {
	{ "batch", batches_main },
	{ "batches", batches_main },
	{ "cancel-batch", batches_main },
	{ "clear", manage_main },
	{ "failed", failed_main },
	{ "flush", flush_main },
	{ "forget", flush_main },
	{ "list", list_main },
	{ "monitor", monitor_main },
	{ "pause", manage_main },
	{ "prune-batches", batches_main },
	{ "prune-failed", flush_main },
	{ "push", push_main },
	{ "restart", manage_main },
	{ "resume", manage_main },
	{ "retry", retry_main },
	{ "retry-batch", retry_main },
	{ "show", show_main },
	{ "work", work_main },
	{ NULL, NULL },
};

int
main(int argc, char *argv[])
{
	die_setname("emgen-queue");
	return verb_main(verbs, usage, argc, argv);
}
