/* emgen-dispatch - commands to their handlers, events to who asked for them. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bus.h"
#include "commands.h"
#include "mem.h"
#include "options.h"
#include "target.h"

/*
 * A place that others may write to at the same time: one at a time, so that no
 * line is torn, however long it is.
 */
static int
open_shared(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

	if (fd < 0)
		die_errno("%s", path);
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			die_errno("%s", path);
	return fd;
}

static int
make(const struct options *options)
{
	struct commands *commands = commands_open();
	const char *to = options->to ? options->to : "stdout";
	struct em_err err;
	json_t *command;
	char *text, *line;
	int fd;

	command = commands_make(
	    commands, options->words[0], options->words + 1, &err);
	if (!command)
		die_err(&err);
	text = json_dumps(command, JSON_COMPACT);
	line = mem_printf("%s\n", text);
	free(text);
	json_decref(command);
	commands_close(commands);
	fd = options->to ? open_shared(to) : STDOUT_FILENO;
	if (target_write(fd, line, strlen(line), &err) < 0)
		die(err.code, "%s: %s", to, err.msg);
	free(line);
	return options->to && close(fd) < 0 ? EM_TEMP : EM_OK;
}

static int
run(struct options *options)
{
	struct bus *bus = &options->bus;
	int code;

	if (bus->handles)
		bus->commands = commands_open();
	options_settle(options);
	bus->io = ev_open(options->words, -1, &options->ev);
	bus_open(bus);
	bus_run(bus);
	code = bus_close(bus);
	if (bus->commands)
		commands_close(bus->commands);
	free(bus->peers);
	free(bus->taps);
	return code;
}

int
main(int argc, char *argv[])
{
	struct options options;

	die_setname("emgen-dispatch");
	options_take(&options, argc, argv);
	return options.makes ? make(&options) : run(&options);
}
