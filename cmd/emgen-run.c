/*
 * emgen-run - supervises a pipe that is written on the command line: makes the
 * file that emgen-supervise reads, and becomes that.
 */
#include <ctype.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "mem.h"
#include "pipeline_check.h"
#include "proc.h"

static const char usage[] =
    "usage: emgen run [--tries N] [--backoff LIST] [--timeout SECONDS]\n"
    "           [--events FILE] [--rejects FILE] [--name NAME] [--print]\n"
    "           'STAGE | STAGE ...'\n";

enum {
	OPT_TRIES,
	OPT_BACKOFF,
	OPT_TIMEOUT,
	OPT_EVENTS,
	OPT_REJECTS,
	SETTINGS,
	OPT_NAME,
	OPT_PRINT,
	LINE_MAX_INI = 180, /* with its key, what one line of the file holds */
};

/* The end of the part of a pipe that begins here: a | or the NUL. */
static const char *
skip_stage(const char *text)
{
	char quote = '\0';
	int depth = 0;

	for (; *text; text++) {
		if (*text == '\\' && quote != '\'' && text[1])
			text++;
		else if (quote)
			quote = *text == quote ? '\0' : quote;
		else if (strchr("'\"`", *text))
			quote = *text;
		else if (strchr("({", *text))
			depth++;
		else if (strchr(")}", *text))
			depth--;
		else if (*text == '|' && depth <= 0)
			break;
	}
	if (quote || depth > 0)
		die(EM_PERM, "a quote or bracket is not closed");
	if (text[0] == '|' && text[1] == '|')
		die(EM_PERM, "||: a pipe has one | between stages");
	return text;
}

/* True for the name of a program of ours: "relations". */
static bool
is_ours(const char *word)
{
	char *program = mem_printf("emgen-%s", word);
	char *path = strchr(word, '/') ? NULL : proc_find(program);
	bool found = path != NULL;

	free(program);
	free(path);
	return found;
}

/* The first word as the name of a section, and the number if it was there. */
static char *
stage_name(const char *word, const struct buf *file)
{
	const char *slash = strrchr(word, '/');
	char *name = mem_strdup(slash && slash[1] ? slash + 1 : word);
	char *heading;

	for (char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_')
			*p = '-';
	for (int i = 2;; i++) {
		char *next;

		heading = mem_printf("[stage %s]", name);
		if (!strstr(buf_peek(file), heading))
			break;
		free(heading);
		next = mem_printf("%s-%d", name, i);
		free(name);
		name = next;
	}
	free(heading);
	return name;
}

/* A long one goes through the environment: lines of the file are short. */
static void
add_exec(struct buf *file, const char *command, size_t number)
{
	bool plain = strlen(command) < LINE_MAX_INI && !strstr(command, " ;") &&
		     !strchr(command, '\n');
	char *name;

	if (plain) {
		buf_addf(file, "exec = %s\n", command);
		return;
	}
	name = mem_printf("EMGEN_RUN_%zu", number);
	(void)setenv(name, command, 1);
	buf_addf(file, "exec = eval \"$%s\"\n", name);
	free(name);
}

static void
add_stage(struct buf *file, const char *text, size_t len, char **before,
    size_t number)
{
	char *command, *word, *name, *trimmed;

	while (len > 0 && isspace((unsigned char)*text))
		text++, len--;
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	if (len == 0)
		die(EM_PERM, "there is nothing between two |, or at an end");
	trimmed = mem_strndup(text, len);
	word = mem_strndup(trimmed, strcspn(trimmed, " \t\n"));
	command = is_ours(word) ? mem_printf("emgen %s", trimmed)
				: mem_strdup(trimmed);
	name = stage_name(word, file);
	if (*before)
		buf_addf(file, "to = %s\n", name);
	buf_addf(file, "\n[stage %s]\n", name);
	if (!*before && !isatty(STDIN_FILENO))
		buf_adds(file, "from = stdin\n");
	add_exec(file, command, number);
	free(*before);
	*before = name;
	free(command);
	free(word);
	free(trimmed);
}

static void
add_stages(struct buf *file, const char *text)
{
	char *before = NULL;

	for (size_t i = 1;; i++) {
		const char *end = skip_stage(text);

		add_stage(file, text, (size_t)(end - text), &before, i);
		if (!*end)
			break;
		text = end + 1;
	}
	free(before);
}

/* What is wrong in the file was said on the command line, which has no lines.
 */
static void
check(const char *path)
{
	struct pipeline file;
	struct em_err err;

	if (pipeline_load(&file, path, &err) < 0)
		die_err(&err);
	pipeline_check(&file);
	if (file.wrong)
		die(EM_PERM, "%s", file.mistakes[0].text);
	pipeline_clear(&file);
}

_Noreturn static void
supervise(const struct buf *file, const char *name)
{
	static char program[] = "emgen-supervise", option[] = "--name";
	int fd = memfd_create("run.pipeline", 0);
	char *path = mem_printf("/proc/self/fd/%d", fd);
	char *own = mem_printf("run-%d", (int)getpid());
	char *argv[] = { program, option, name ? mem_strdup(name) : own, path,
		NULL };
	char *found = proc_find(program);
	struct em_err err;

	if (fd < 0 || write(fd, file->data, file->len) != (ssize_t)file->len)
		die_errno("memfd");
	check(path);
	if (!found)
		die(EM_NOTFOUND, "%s: not in %s", program, proc_places());
	(void)proc_exec(found, argv, &err);
	die_err(&err);
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "tries", required_argument, NULL, OPT_TRIES },
		{ "backoff", required_argument, NULL, OPT_BACKOFF },
		{ "timeout", required_argument, NULL, OPT_TIMEOUT },
		{ "events", required_argument, NULL, OPT_EVENTS },
		{ "rejects", required_argument, NULL, OPT_REJECTS },
		{ "name", required_argument, NULL, OPT_NAME },
		{ "print", no_argument, NULL, OPT_PRINT },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct buf file = BUF_INIT;
	const char *name = NULL;
	bool print = false;
	int c;

	die_setname("emgen-run");
	buf_adds(&file, "[pipeline]\n");
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		if (c >= 0 && c < SETTINGS) {
			buf_addf(&file, "%s = %s\n", longopts[c].name, optarg);
			continue;
		}
		switch (c) {
		case OPT_NAME:
			name = optarg;
			break;
		case OPT_PRINT:
			print = true;
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
	add_stages(&file, argv[optind]);
	if (!print)
		supervise(&file, name);
	(void)fputs(file.data, stdout);
	buf_clear(&file);
	die_flush();
	return EM_OK;
}
