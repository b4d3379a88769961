/* role - what a program can be in a pipe (role.h). */
#include "role.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "share.h"

const struct role roles[] = {
	{ "relations", "TableAnalyzed to RelationshipsDetected",
	    "TableAnalyzed", "TableAnalyzed", ROLE_FILTER },
	{ "define", "tables and relationships to ModelDefinitionCreated",
	    "TableAnalyzed", NULL, ROLE_FILTER },
	{ "render", "model definitions to files and ModelGenerated",
	    "ModelDefinitionCreated", NULL, ROLE_FILTER | ROLE_FILES },
	{ "analyze", "model definitions and jobs to ModelAnalyzed",
	    "ModelDefinitionCreated", NULL, ROLE_FILTER },
	{ "sink", "the end of a pipe, as emgen store import", "TableAnalyzed",
	    NULL, ROLE_SINK },
	{ "listener", "what emgen dispatch --on starts", "TableAnalyzed", NULL,
	    ROLE_LISTENER },
	{ "job", "a handler of jobs: AnalyzeModel", "AnalyzeModel", NULL,
	    ROLE_JOB },
	{ NULL, NULL, NULL, NULL, 0 },
};

static const char in_suffix[] = ".in.ndjson", out_suffix[] = ".out.ndjson";

const struct role *
role_find(const char *name)
{
	for (const struct role *role = roles; role->name; role++)
		if (strcmp(role->name, name) == 0)
			return role;
	return NULL;
}

/* Installed, or in the source tree. */
static char *
find_cases(void)
{
	char *folder = share_path("contract");

	if (access(folder, F_OK) == 0)
		return folder;
	free(folder);
	return share_path("tests/contract");
}

static int
read_case(struct goldens *goldens, const char *path, struct em_err *err)
{
	size_t len = strlen(path) - strlen(in_suffix);
	const char *slash = strrchr(path, '/') + 1;
	struct golden golden = { NULL, LINES_INIT, LINES_INIT };
	char *out = mem_printf("%.*s%s", (int)len, path, out_suffix);
	int rc = lines_read(&golden.in, path, err) < 0 ||
		 lines_read(&golden.out, out, err) < 0;

	golden.name = mem_strndup(slash, len - (size_t)(slash - path));
	goldens->list = mem_grow(goldens->list, &goldens->cap, goldens->count,
	    sizeof(*goldens->list));
	goldens->list[goldens->count++] = golden;
	free(out);
	return rc ? -1 : 0;
}

int
role_read(const struct role *role, const char *folder, struct goldens *goldens,
    struct em_err *err)
{
	char *cases = folder ? mem_strdup(folder) : find_cases();
	char *pattern = mem_printf("%s/%s/*%s", cases, role->name, in_suffix);
	int rc = 0;
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc && rc == 0; i++)
			rc = read_case(goldens, found.gl_pathv[i], err);
		globfree(&found);
	}
	if (rc == 0 && !role_basic(goldens))
		rc = err_set(err, EM_PERM, "%s/%s: no case \"basic\"", cases,
		    role->name);
	free(pattern);
	free(cases);
	return rc;
}

void
role_clear(struct goldens *goldens)
{
	for (size_t i = 0; i < goldens->count; i++) {
		free(goldens->list[i].name);
		lines_clear(&goldens->list[i].in);
		lines_clear(&goldens->list[i].out);
	}
	free(goldens->list);
	*goldens = (struct goldens){ NULL, 0, 0 };
}

const struct golden *
role_basic(const struct goldens *goldens)
{
	for (size_t i = 0; i < goldens->count; i++)
		if (strcmp(goldens->list[i].name, "basic") == 0)
			return &goldens->list[i];
	return NULL;
}
