/* lines - what a pipeline file comes to (lines.h). */
#include "lines.h"

#include <string.h>

#include "edges.h"
#include "mem.h"
#include "proc.h"

const char *
lines_ready(const struct program *program)
{
	bool own = program->name == program->section->name;

	return own ? program->section->value[READY].text : NULL;
}

/* --- composing --- */

static void
argument_take(struct program *program, char *text)
{
	program->argv = mem_grow(program->argv, &program->cap,
	    program->argc + 1, sizeof(*program->argv));
	program->argv[program->argc++] = text;
	program->argv[program->argc] = NULL;
}

static void
arguments(struct program *program, const char *const texts[])
{
	for (; *texts; texts++)
		argument_take(program, mem_strdup(*texts));
}

/* A script for the shell; what is only words can do without one. */
static void
add_command(struct program *program, const char *script)
{
	size_t plain = strspn(script, "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-./:,@% ");
	const char *rest = script;

	if (script[plain]) {
		arguments(
		    program, (const char *[]){ "sh", "-c", script, NULL });
		return;
	}
	for (char *word; (word = file_word(&rest, " "));)
		argument_take(program, word);
}

static struct program *
add_program(struct line *line, const char *name, const struct section *section)
{
	line->programs = mem_grow(
	    line->programs, &line->cap, line->count, sizeof(*line->programs));
	line->programs[line->count] =
	    (struct program){ .name = name, .section = section };
	return &line->programs[line->count++];
}

/* What a listener's lines go through: its program, and into its queue. */
static char *
listener_script(const struct section *s)
{
	const char *queue = s->value[INTO].text, *exec = s->value[EXEC].text;

	if (!queue)
		return mem_printf("|%s", exec);
	return mem_printf("|%s%semgen queue push %s >/dev/null",
	    exec ? exec : "", exec ? " |\n" : "", queue);
}

static void
fill_queue(struct line *line, const char *queue)
{
	line->queues = mem_grow(line->queues, &line->queue_cap,
	    line->queue_count, sizeof(*line->queues));
	line->queues[line->queue_count++] = queue;
}

/* Adds one listener, handler or tap to the bus behind a place. */
static void
add_peer(struct program *bus, const struct section *s, const char *folder)
{
	if (s->kind == FIFO) {
		arguments(bus, (const char *[]){ "--tap", NULL });
		argument_take(bus, mem_printf("%s/%s", folder, s->name));
	} else if (s->kind == HANDLER) {
		arguments(
		    bus, (const char *[]){ "--handle", s->value[HANDLES].text,
			     s->value[EXEC].text, NULL });
	} else {
		arguments(
		    bus, (const char *[]){ "--on", s->value[ON].text, NULL });
		argument_take(bus, listener_script(s));
	}
}

/* The bus behind a stage or FIFO, if anybody is at it. */
static void
add_bus(struct line *line, const struct file *file, const struct section *place,
    const char *folder)
{
	const char *commands = file->sections[0].value[COMMANDS].text;
	struct program *bus = NULL;

	for (size_t i = 1; i < file->count; i++) {
		const struct section *s = &file->sections[i];

		if ((s->kind != LISTENER && s->kind != HANDLER &&
			!edges_is_tap(s)) ||
		    edges_place(file, s) != place)
			continue;
		if (!bus) {
			bus = add_program(
			    line, mem_printf("%s.bus", place->name), place);
			arguments(
			    bus, (const char *[]){ "emgen-dispatch", NULL });
		}
		add_peer(bus, s, folder);
		if (s->value[INTO].text)
			fill_queue(line, s->value[INTO].text);
		if (s->kind == HANDLER && commands) {
			arguments(bus,
			    (const char *[]){ "--commands", commands, NULL });
			commands = NULL;
		}
	}
}

static void
add_push(struct line *line, const char *queue)
{
	struct program *push = add_program(line, mem_printf("%s.push", queue),
	    line->programs[line->count - 1].section);

	arguments(push, (const char *[]){ "emgen-queue", "push", queue, NULL });
	line->push = queue;
	fill_queue(line, queue);
}

static bool
is_yes(const struct section *s, enum key key)
{
	const char *text = s->value[key].text;

	return text && strcmp(text, "yes") == 0;
}

static void
add_worker(struct line *line, const struct section *s)
{
	static const struct {
		enum key key;
		const char *option;
	} options[] = { { TRIES, "--tries" }, { BACKOFF, "--backoff" },
		{ TIMEOUT, "--timeout" }, { WORKERS, "--workers" },
		{ RETRY_AFTER, "--retry-after" } };
	struct program *worker = add_program(line, s->name, s);

	arguments(worker, (const char *[]){ "emgen-queue", "work", "--queue",
			      s->name, NULL });
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		const char *text = s->value[options[i].key].text;

		if (text)
			arguments(worker,
			    (const char *[]){ options[i].option, text, NULL });
	}
	if (is_yes(s, STREAM))
		argument_take(worker, mem_strdup("--stream"));
	if (is_yes(s, STORES))
		arguments(worker, (const char *[]){ "--store", "-", NULL });
	arguments(worker,
	    (const char *[]){ "--", "sh", "-c", s->value[EXEC].text, NULL });
	line->works = true;
}

static void
add_fifo(
    struct line *line, const struct section *s, bool last, const char *folder)
{
	char *path = mem_printf("%s/%s", folder, s->name);

	if (line->count == 0)
		line->in = path;
	else if (last)
		line->out = path;
	else
		line->programs[line->count - 1].fifo = path;
}

static void
make_line(struct line *line, const struct file *file, const char *folder)
{
	const struct section *s = line->head, *next;
	const char *to;

	for (;; s = next) {
		next = edges_next(file, s);
		if (s->kind == FIFO)
			add_fifo(line, s, !next, folder);
		else if (s->kind == QUEUE)
			add_worker(line, s);
		else
			add_command(
			    add_program(line, s->name, s), s->value[EXEC].text);
		add_bus(line, file, s, folder);
		if (!next)
			break;
	}
	to = s->value[TO].text;
	if (to && file_find(file, to))
		add_push(line, to);
	line->nowhere =
	    to ? strcmp(to, "none") == 0 : line->head->kind == QUEUE;
}

static const struct line *
line_of(const struct lines *lines, const char *name)
{
	for (size_t i = 0; i < lines->count; i++)
		for (size_t k = 0; k < lines->line[i].count; k++)
			if (strcmp(lines->line[i].programs[k].name, name) == 0)
				return &lines->line[i];
	return NULL;
}

static void
mark_fed(struct lines *lines, const char *queue)
{
	for (size_t i = 0; i < lines->count; i++)
		lines->line[i].is_fed |=
		    lines->line[i].works &&
		    strcmp(lines->line[i].head->name, queue) == 0;
}

void
lines_make(struct lines *lines, const struct file *file, const char *folder)
{
	*lines = (struct lines){ NULL, 0, 0 };
	for (size_t i = 1; i < file->count; i++) {
		if (!edges_is_head(file, &file->sections[i]))
			continue;
		lines->line = mem_grow(lines->line, &lines->cap, lines->count,
		    sizeof(*lines->line));
		lines->line[lines->count] =
		    (struct line){ .head = &file->sections[i] };
		make_line(&lines->line[lines->count++], file, folder);
	}
	for (size_t i = 0; i < lines->count; i++) {
		struct line *line = &lines->line[i];
		const char *after = line->head->value[AFTER].text;

		if (after)
			line->after = line_of(lines, after);
		for (size_t k = 0; k < line->queue_count; k++)
			mark_fed(lines, line->queues[k]);
	}
}
