/* emgen-ctl - stops, starts and pauses stages of a running pipeline. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "control.h"
#include "die.h"
#include "mem.h"

static const char usage[] =
    "usage: emgen ctl [--name NAME] start|stop|restart|pause|resume STAGE\n";

/* The answer begins with "ok" or "no", or says what is wrong. */
static int
order(const char *name, const char *verb, const char *stage)
{
	char *question = mem_printf("%s %s", verb, stage);
	struct buf answer = BUF_INIT;
	struct em_err err;
	int code = EM_PERM;

	if (control_ask(name, question, &answer, &err) < 0)
		die_err(&err);
	free(question);
	if (answer.len > 0 && answer.data[answer.len - 1] == '\n')
		buf_truncate(&answer, answer.len - 1);
	if (strncmp(buf_peek(&answer), "ok ", 3) == 0) {
		(void)puts(answer.data + 3);
		die_flush();
		code = EM_OK;
	} else if (strncmp(buf_peek(&answer), "no ", 3) == 0) {
		die_note("%s", answer.data + 3);
		code = EM_NO;
	} else {
		die_note("%s", buf_peek(&answer));
	}
	buf_clear(&answer);
	return code;
}

/* To the one that runs. */
static int
order_the_only_one(const char *verb, const char *stage)
{
	char **names = control_running();
	int code = EM_PERM;

	if (!names[0]) {
		die_note("no pipeline runs here");
		code = EM_TEMP;
	} else if (names[1]) {
		die_note("several pipelines run here: --name %s or %s?",
		    names[0], names[1]);
	} else {
		code = order(names[0], verb, stage);
	}
	control_free(names);
	return code;
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "name", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	const char *name = NULL;
	int c;

	die_setname("emgen-ctl");
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		switch (c) {
		case 'n':
			name = optarg;
			break;
		case 'h':
			die_help(usage);
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	if (argc != optind + 2)
		die_usage(usage);
	if (name)
		return order(name, argv[optind], argv[optind + 1]);
	return order_the_only_one(argv[optind], argv[optind + 1]);
}
