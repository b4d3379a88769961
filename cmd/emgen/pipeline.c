/* pipeline - the stages of a run, joined by pipes (pipeline.h). */
#include "pipeline.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "proc.h"

static const char *const names[STAGES] = { "introspect", "relations", "define",
	"render", "store" };

void
pipeline_argument(struct pipeline *line, enum stage_id id, const char *argument)
{
	struct stage *stage = &line->stage[id];

	stage->argv = mem_grow(
	    stage->argv, &stage->cap, stage->argc + 1, sizeof(*stage->argv));
	stage->argv[stage->argc++] = mem_strdup(argument);
	stage->argv[stage->argc] = NULL;
}

void
pipeline_option(struct pipeline *line, enum stage_id id, const char *name,
    const char *value)
{
	char *text =
	    mem_printf("--%s%s%s", name, value ? "=" : "", value ? value : "");

	pipeline_argument(line, id, text);
	free(text);
}

void
pipeline_init(struct pipeline *line)
{
	*line = (struct pipeline){ 0 };
	for (size_t i = 0; i < STAGES; i++) {
		char *program = mem_printf("emgen-%s", names[i]);

		line->stage[i].name = names[i];
		pipeline_argument(line, (enum stage_id)i, program);
		free(program);
	}
	line->stage[STORE].off = true;
}

void
pipeline_clear(struct pipeline *line)
{
	for (size_t i = 0; i < STAGES; i++) {
		for (size_t k = 0; k < line->stage[i].argc; k++)
			free(line->stage[i].argv[k]);
		free(line->stage[i].argv);
	}
}

void
pipeline_keep_history(struct pipeline *line)
{
	pipeline_argument(line, DEFINE, "--since-store");
	pipeline_argument(line, STORE, "append");
	pipeline_argument(line, STORE,
	    "--type=ModelDefinitionCreated,ModelDefinitionChanged,"
	    "ModelDefinitionRemoved,ModelGenerated,ModelGenerationFailed,"
	    "ModelFactoryGenerated,DocumentationUpdated");
}

int
pipeline_replace(struct pipeline *line, const char *text, struct em_err *err)
{
	size_t len = strcspn(text, "=");

	for (size_t i = 0; i < STORE; i++)
		if (strlen(names[i]) == len &&
		    strncmp(names[i], text, len) == 0 && text[len] == '=' &&
		    text[len + 1]) {
			line->stage[i].command = text + len + 1;
			return 0;
		}
	return err_set(err, EM_PERM,
	    "--stage: not introspect, relations, define or render=COMMAND: %s",
	    text);
}

static void
say_missing(const char *program, struct em_err *err)
{
	int code = proc_code_of_errno(errno);
	char *places = proc_places();

	(void)err_set(err, code, "%s: not found in %s", program, places);
	free(places);
}

/* Starts one stage between two descriptors. */
static int
start_stage(struct pipeline *line, enum stage_id id, const int fd[3],
    struct em_err *err)
{
	struct stage *stage = &line->stage[id];
	static char sh[] = "sh", dash_c[] = "-c";
	char *shell[] = { sh, dash_c, NULL, NULL };
	char *dsn = line->dsn ? mem_printf("EMGEN_DSN=%s", line->dsn) : NULL;
	char *env[] = { dsn, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	const char *program = stage->command ? sh : stage->argv[0];
	char *command = NULL;
	char *path;

	if (stage->command)
		command = shell[2] = mem_strdup(stage->command);
	path = proc_find(program);
	if (!path)
		say_missing(program, err);
	spec.path = path;
	spec.argv = command ? shell : stage->argv;
	spec.env = dsn && id == INTROSPECT ? env : NULL;
	memcpy(spec.fd, fd, sizeof(spec.fd));
	stage->pid = path ? proc_spawn(&spec, err) : -1;
	free(path);
	free(command);
	free(dsn);
	return stage->pid < 0 ? -1 : 0;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

static enum stage_id
last_stage(const struct pipeline *line)
{
	enum stage_id last = STORE;

	while (line->stage[last].off)
		last--;
	return last;
}

/* Starts the stages from the source on; *in is where the next one reads. */
static int
start_all(struct pipeline *line, int keep_stdout, int *in, int messages,
    struct em_err *err)
{
	for (size_t i = 0; i <= last_stage(line); i++) {
		int link[2] = { -1, -1 }, result;
		bool is_end = i == last_stage(line) && keep_stdout;

		if (!is_end && proc_pipe(link, err))
			return -1;
		result = start_stage(line, (enum stage_id)i,
		    (int[]){ *in, link[1], messages }, err);
		close_fd(in);
		close_fd(&link[1]);
		*in = link[0];
		if (result)
			return -1;
	}
	return 0;
}

int
pipeline_start(struct pipeline *line, int keep_stdout, int *events,
    int *messages, struct em_err *err)
{
	int link[2] = { -1, -1 };
	int result;

	line->prints = keep_stdout;
	*events = -1;
	if (messages && proc_pipe(link, err))
		return -1;
	result = start_all(line, keep_stdout, events, link[1], err);
	close_fd(&link[1]);
	if (messages)
		*messages = link[0];
	if (result) {
		close_fd(events);
		for (size_t i = 0; i < STAGES; i++)
			if (line->stage[i].pid > 0)
				(void)proc_wait(line->stage[i].pid);
	}
	return result;
}

/* What a stage's code means for the run; a stage has no "no" but render. */
static int
verdict(const struct pipeline *line, enum stage_id id)
{
	int code = line->stage[id].code;

	if (code == PROC_SIGPIPE && id != last_stage(line))
		return EM_OK; /* a later one had gone: that one says why */
	if (code == EM_NO && (id != RENDER || line->stage[id].command))
		return EM_TEMP;
	return proc_verdict(code);
}

int
pipeline_wait(struct pipeline *line)
{
	int result = EM_OK;

	for (size_t i = 0; i <= last_stage(line); i++)
		line->stage[i].code = proc_wait(line->stage[i].pid);
	if (line->prints &&
	    line->stage[last_stage(line)].code == PROC_SIGPIPE) {
		/* whoever reads our stdout has seen enough */
		(void)signal(SIGPIPE, SIG_DFL);
		(void)raise(SIGPIPE);
	}
	for (size_t i = 0; i <= last_stage(line); i++) {
		const struct stage *stage = &line->stage[i];
		int code = verdict(line, (enum stage_id)i);

		if (code != EM_OK && (stage->command || code != stage->code))
			die_note("%s %s",
			    stage->command ? stage->command : stage->name,
			    proc_explain(stage->code));
		if (result == EM_OK)
			result = code;
	}
	return result;
}
