/* emgen-supervise - starts, restarts, drains and watches a pipeline. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "mem.h"
#include "pipeline_check.h"
#include "pipeline_graph.h"
#include "pipeline_here.h"
#include "supervise.h"

static const char usage[] =
    "usage: emgen supervise [--check | --graph FORMAT] [--name NAME] FILE\n";

/* The one that is given, or its file's without folder and ending. */
static const char *
name_of(const char *given, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	const char *name =
	    given ? given : mem_strndup(base, strcspn(base, "."));

	if (!*name || *name == '.' || strchr(name, '/'))
		die(EM_PERM, "%s: no name for a folder: --name says another",
		    *name ? name : path);
	return name;
}

static int
draw(const struct pipeline *file, const char *format)
{
	struct buf out = BUF_INIT;

	if (pipeline_graph(file, format, &out) < 0)
		die(EM_PERM, "--graph: not text, mermaid or dot: %s", format);
	(void)fputs(buf_peek(&out), stdout);
	buf_clear(&out);
	die_flush();
	return EM_OK;
}

enum { OPT_CHECK = 1, OPT_GRAPH, OPT_NAME };

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "check", no_argument, NULL, OPT_CHECK },
		{ "graph", required_argument, NULL, OPT_GRAPH },
		{ "name", required_argument, NULL, OPT_NAME },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	const char *format = NULL, *name = NULL;
	bool only_check = false;
	static struct pipeline file; /* as long as the program lives */
	struct em_err err;
	int c;

	die_setname("emgen-supervise");
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		switch (c) {
		case OPT_CHECK:
			only_check = true;
			break;
		case OPT_GRAPH:
			format = optarg;
			break;
		case OPT_NAME:
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
	if (argc != optind + 1)
		die_usage(usage);
	if (pipeline_load(&file, argv[optind], &err) < 0)
		die_err(&err);
	pipeline_check(&file);
	if (only_check)
		pipeline_check_here(&file);
	if (pipeline_complain(&file))
		return EM_PERM;
	if (format)
		return draw(&file, format);
	if (only_check)
		return EM_OK;
	return supervise(&file, name_of(name, argv[optind]));
}
