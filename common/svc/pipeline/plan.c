/* plan - what a pipeline file comes to (plan.h). */
#include "plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline_edges.h"

struct planning {
	struct pipeline *file;
	struct arena *arena; /* the file's */
	const char *folder;
};

/* --- values --- */

__attribute__((format(printf, 2, 3))) static char *
text_of(const struct planning *p, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	text = arena_alloc(p->arena, (size_t)len + 1, 1);
	va_start(ap, fmt);
	(void)vsnprintf(text, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return text;
}

/* As a shell would write 512M. */
static double
number(const struct planning *p, const struct pipeline_section *s,
    enum pipeline_key key)
{
	const char *text = pipeline_text(p->file, s, key);
	char *end = NULL;
	double value = text ? strtod(text, &end) : 0;

	for (const char *unit = "KMG"; text && *end && *unit; unit++) {
		value *= 1024;
		if (*unit == *end)
			break;
	}
	return value;
}

static const char **
add_name(const struct planning *p, const char **names, size_t *count,
    const char *name)
{
	names = arena_grow(p->arena, names, *count, sizeof(*names));
	names[(*count)++] = name;
	return names;
}

/* --- arguments --- */

static size_t
length_of(char *const *argv)
{
	size_t n = 0;

	while (argv && argv[n])
		n++;
	return n;
}

static void
add_argument(const struct planning *p, struct plan_program *program, char *text)
{
	char *const *before = program->as.argv;
	size_t n = length_of(before);
	char **argv = arena_alloc(p->arena, n + 2, sizeof(*argv));

	for (size_t i = 0; i < n; i++)
		argv[i] = before[i];
	argv[n] = text;
	program->as.argv = argv;
}

static void
add_arguments(const struct planning *p, struct plan_program *program,
    const char *const texts[])
{
	for (; *texts; texts++)
		add_argument(p, program, arena_strdup(p->arena, *texts));
}

#define ARGUMENTS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* The same with an option before those of the command. */
static char **
with_option(
    const struct planning *p, char *const *argv, size_t at, const char *option)
{
	size_t n = length_of(argv);
	char **all = arena_alloc(p->arena, n + 2, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i + (i >= at)] = argv[i];
	all[at] = arena_strdup(p->arena, option);
	return all;
}

/* --- programs --- */

static struct plan_program *
add_program(const struct planning *p, struct plan_line *line, const char *name,
    const struct pipeline_section *s)
{
	const char *own = s->value[KEY_ENV].text;
	const char *all = p->file->sections[0].value[KEY_ENV].text;
	const char *codes = pipeline_text(p->file, s, KEY_OK_CODES);
	const char *ready = s->value[KEY_READY].text;
	struct plan_program *program;

	line->programs = arena_grow(
	    p->arena, line->programs, line->count, sizeof(*line->programs));
	program = &line->programs[line->count++];
	program->name = name;
	program->as = (struct become){
		.env = { all, own },
		.dir = pipeline_text(p->file, s, KEY_DIR),
		.memory = number(p, s, KEY_MEMORY),
		.files = number(p, s, KEY_FILES),
		.ready = -1,
		.ready_number = name == s->name && ready
				    ? (int)strtol(ready, NULL, 10)
				    : -1,
	};
	for (char *word;
	     (word = pipeline_word(p->arena, &codes, PIPELINE_LIST));)
		program->good[strtoul(word, NULL, 10) % PLAN_CODES] = true;
	return program;
}

/* A script for the shell; what is only words can do without one. */
static void
add_stage(const struct planning *p, struct plan_line *line,
    const struct pipeline_section *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-./:,@% ";
	struct plan_program *program = add_program(p, line, s->name, s);
	const char *script = s->value[KEY_EXEC].text, *rest = script;

	if (script[strspn(script, plain)]) {
		add_arguments(p, program, ARGUMENTS("sh", "-c", script));
		return;
	}
	program->as.script = script;
	for (char *word; (word = pipeline_word(p->arena, &rest, " "));)
		add_argument(p, program, word);
}

/* What a listener's lines go through: its program, and into its queue. */
static char *
listener_script(const struct planning *p, const struct pipeline_section *s)
{
	const char *queue = s->value[KEY_QUEUE].text;
	const char *exec = s->value[KEY_EXEC].text;

	if (!queue)
		return text_of(p, "|%s", exec);
	return text_of(p, "|%s%semgen queue push %s >/dev/null",
	    exec ? exec : "", exec ? " |\n" : "", queue);
}

/* Adds one listener, handler or tap to the bus behind a place. */
static void
add_peer(const struct planning *p, struct plan_program *bus,
    const struct pipeline_section *s)
{
	if (s->kind == KIND_FIFO)
		add_arguments(p, bus,
		    ARGUMENTS(
			"--tap", text_of(p, "%s/%s", p->folder, s->name)));
	else if (s->kind == KIND_HANDLER)
		add_arguments(p, bus,
		    ARGUMENTS("--handle", s->value[KEY_HANDLES].text,
			s->value[KEY_EXEC].text));
	else
		add_arguments(p, bus,
		    ARGUMENTS(
			"--on", s->value[KEY_ON].text, listener_script(p, s)));
}

static void
fill(const struct planning *p, struct plan_line *line, const char *queue)
{
	line->fills = add_name(p, line->fills, &line->fill_count, queue);
}

/* The bus behind a stage or FIFO, if anybody is at it. */
static void
add_bus(const struct planning *p, struct plan_line *line,
    const struct pipeline_section *place)
{
	const char *commands = p->file->sections[0].value[KEY_COMMANDS].text;
	struct plan_program *bus = NULL;

	for (size_t i = 1; i < p->file->count; i++) {
		const struct pipeline_section *s = &p->file->sections[i];

		if (!pipeline_is_peer(s) || pipeline_place(p->file, s) != place)
			continue;
		if (!bus) {
			bus = add_program(
			    p, line, text_of(p, "%s.bus", place->name), place);
			add_arguments(p, bus, ARGUMENTS("emgen-dispatch"));
		}
		add_peer(p, bus, s);
		if (s->value[KEY_QUEUE].text)
			fill(p, line, s->value[KEY_QUEUE].text);
		if (s->kind == KIND_HANDLER && commands) {
			add_arguments(
			    p, bus, ARGUMENTS("--commands", commands));
			commands = NULL;
		}
	}
}

static void
add_push(const struct planning *p, struct plan_line *line, const char *queue,
    const struct pipeline_section *last)
{
	struct plan_program *push =
	    add_program(p, line, text_of(p, "%s.push", queue), last);

	add_arguments(p, push, ARGUMENTS("emgen-queue", "push", queue));
	fill(p, line, queue);
}

static bool
is_yes(const struct pipeline_section *s, enum pipeline_key key)
{
	const char *text = s->value[key].text;

	return text && strcmp(text, "yes") == 0;
}

static void
add_worker(const struct planning *p, struct plan_line *line,
    const struct pipeline_section *s)
{
	static const enum pipeline_key keys[] = { KEY_TRIES, KEY_BACKOFF,
		KEY_TIMEOUT, KEY_WORKERS, KEY_RETRY_AFTER };
	struct plan_program *worker = add_program(p, line, s->name, s);

	add_arguments(
	    p, worker, ARGUMENTS("emgen-queue", "work", "--queue", s->name));
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (s->value[keys[i]].text)
			add_arguments(p, worker,
			    ARGUMENTS(
				text_of(p, "--%s", pipeline_keys[keys[i]].name),
				s->value[keys[i]].text));
	if (is_yes(s, KEY_STREAM))
		add_arguments(p, worker, ARGUMENTS("--stream"));
	if (is_yes(s, KEY_STORE))
		add_arguments(p, worker, ARGUMENTS("--store", "-"));
	add_arguments(
	    p, worker, ARGUMENTS("--", "sh", "-c", s->value[KEY_EXEC].text));
	worker->last = with_option(p, worker->as.argv, 2, "--stop-when-done");
}

/* --- lines --- */

static void
add_fifo(const struct planning *p, struct plan_line *line,
    const struct pipeline_section *s)
{
	const char *path = text_of(p, "%s/%s", p->folder, s->name);

	if (line->count == 0)
		line->in = path;
	else if (!pipeline_next(p->file, s))
		line->out = path;
	else
		line->programs[line->count - 1].fifo = path;
}

/* All sections from the head on; gives the last. */
static const struct pipeline_section *
add_programs(const struct planning *p, struct plan_line *line,
    const struct pipeline_section *head)
{
	const struct pipeline_section *s = head, *last = head;

	for (; s; last = s, s = pipeline_next(p->file, s)) {
		if (s->kind == KIND_FIFO)
			add_fifo(p, line, s);
		else if (s->kind == KIND_QUEUE)
			add_worker(p, line, s);
		else
			add_stage(p, line, s);
		add_bus(p, line, s);
	}
	return last;
}

/* A queue's tries, backoff and timeout are those of its jobs. */
static void
add_rules(const struct planning *p, struct plan_line *line,
    const struct pipeline_section *head)
{
	const char *list = pipeline_text(
	    p->file, line->works ? p->file->sections : head, KEY_BACKOFF);
	struct retry_rules *rules = &line->retry;
	double *seconds = NULL;

	rules->tries = line->works ? 0 : number(p, head, KEY_TRIES);
	rules->burst = number(p, head, KEY_BURST);
	rules->minimum = number(p, head, KEY_MINIMUM);
	rules->maximum = number(p, head, KEY_MAXIMUM);
	rules->jitter = number(p, head, KEY_JITTER);
	for (char *word;
	     (word = pipeline_word(p->arena, &list, PIPELINE_LIST));) {
		seconds = arena_grow(
		    p->arena, seconds, rules->backoff_count, sizeof(*seconds));
		seconds[rules->backoff_count++] = strtod(word, NULL);
	}
	rules->backoff = seconds;
	line->timeout = line->works ? 0 : number(p, head, KEY_TIMEOUT);
	line->grace = number(p, head, KEY_GRACE);
	line->every = line->works                   ? rules->minimum
		      : head->value[KEY_EVERY].text ? number(p, head, KEY_EVERY)
						    : -1;
}

static void
make_line(const struct planning *p, struct plan_line *line,
    const struct pipeline_section *head)
{
	const struct pipeline_section *last;
	const char *to;

	*line = (struct plan_line){ .name = head->name,
		.from_stdin = head->value[KEY_FROM].text != NULL,
		.works = head->kind == KIND_QUEUE };
	last = add_programs(p, line, head);
	to = last->value[KEY_TO].text;
	line->silent = to || line->works;
	if (to && pipeline_find(p->file, to))
		add_push(p, line, to, last);
	add_rules(p, line, head);
}

/* --- how they depend on each other --- */

static const struct plan_line *
line_of(const struct plan *plan, const char *program)
{
	for (size_t i = 0; i < plan->count; i++)
		for (size_t k = 0; k < plan->lines[i].count; k++)
			if (strcmp(plan->lines[i].programs[k].name, program) ==
			    0)
				return &plan->lines[i];
	return NULL;
}

static void
mark_fed(struct plan *plan, const char *queue)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->lines[i].works &&
		    strcmp(plan->lines[i].name, queue) == 0)
			plan->lines[i].is_fed = true;
}

static void
join_lines(struct plan *plan, const struct pipeline *file)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct plan_line *line = &plan->lines[i];
		const char *after =
		    pipeline_find(file, line->name)->value[KEY_AFTER].text;

		if (after)
			line->after = line_of(plan, after);
		for (size_t k = 0; k < line->fill_count; k++)
			mark_fed(plan, line->fills[k]);
	}
}

void
plan_make(struct plan *plan, struct pipeline *file, const char *folder)
{
	const struct planning p = { file, &file->arena, folder };

	*plan =
	    (struct plan){ .events = file->sections[0].value[KEY_EVENTS].text,
		    .rejects = file->sections[0].value[KEY_REJECTS].text };
	for (size_t i = 1; i < file->count; i++) {
		const struct pipeline_section *s = &file->sections[i];

		if (s->kind == KIND_FIFO)
			plan->fifos =
			    add_name(&p, plan->fifos, &plan->fifo_count,
				text_of(&p, "%s/%s", folder, s->name));
		if (s->kind == KIND_QUEUE)
			plan->queues = add_name(
			    &p, plan->queues, &plan->queue_count, s->name);
		if (!pipeline_is_head(file, s))
			continue;
		plan->lines = arena_grow(
		    p.arena, plan->lines, plan->count, sizeof(*plan->lines));
		make_line(&p, &plan->lines[plan->count++], s);
	}
	join_lines(plan, file);
}
