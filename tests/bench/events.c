/*
 * events - what a line costs: through the event module, and through jansson
 * alone.  usage: events ours|bare < events.ndjson
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "ev.h"

static int
ours(void)
{
	struct ev_opts opts = EV_OPTS_INIT;
	struct ev_io *io = ev_open(NULL, STDOUT_FILENO, &opts);
	struct ev_line line;
	json_t *ev;

	while (ev_next(io, &line)) {
		struct ev_head head = { .type = "Parsed" };

		ev = ev_parse(io, &line);
		head.cause = ev;
		ev_emit(io, &head, json_incref(json_object_get(ev, "data")));
		json_decref(ev);
	}
	return ev_close(io);
}

static int
bare(void)
{
	size_t cap = 0;
	char *text = NULL;
	ssize_t n;

	while ((n = getline(&text, &cap, stdin)) > 0) {
		json_t *ev =
		    json_loadb(text, (size_t)n, JSON_REJECT_DUPLICATES, NULL);
		char *out = json_dumps(ev, JSON_COMPACT);

		puts(out);
		free(out);
		json_decref(ev);
	}
	free(text);
	return fflush(stdout) ? EM_TEMP : EM_OK;
}

int
main(int argc, char *argv[])
{
	die_setname("events");
	if (argc == 2 && strcmp(argv[1], "ours") == 0)
		return ours();
	if (argc == 2 && strcmp(argv[1], "bare") == 0)
		return bare();
	die_usage("usage: events ours|bare\n");
}
