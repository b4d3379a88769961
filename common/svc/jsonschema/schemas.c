/* schemas - those of events, commands and jobs (schemas.h). */
#include "schemas.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "share.h"

enum { TYPE_MAX = 64 };

/* The schema of a type; NULL: there is none. */
struct known {
	char type[TYPE_MAX];
	const struct js_node *schema;
};

struct schemas {
	struct js_set *set;
	const struct js_node *envelope;
	struct known *known;
	size_t count, cap;
};

/* By its path in schemas/; *schema stays when there is none. */
static int
load(struct schemas *schemas, const char *name, const struct js_node **schema,
    struct em_err *err)
{
	char *in_share = mem_printf("schemas/%s", name);
	char *path = share_path(in_share);
	int rc = 0;

	if (access(path, F_OK) == 0) {
		*schema = js_add_file(schemas->set, path, err);
		rc = *schema ? 0 : -1;
	} else if (errno != ENOENT) {
		rc = err_errno(err, "%s", path);
	}
	free(path);
	free(in_share);
	return rc;
}

struct schemas *
schemas_open(struct em_err *err)
{
	static const char envelope[] = "cloudevents.schema.json";
	struct schemas *schemas = mem_zalloc(1, sizeof(*schemas));
	int rc;

	schemas->set = js_open();
	rc = load(schemas, envelope, &schemas->envelope, err);
	if (schemas->envelope)
		return schemas;
	if (rc == 0) {
		char *folder = share_path("schemas");

		(void)err_set(
		    err, EM_PERM, "there is no %s/%s", folder, envelope);
		free(folder);
	}
	schemas_close(schemas);
	return NULL;
}

void
schemas_close(struct schemas *schemas)
{
	if (!schemas)
		return;
	js_close(schemas->set);
	free(schemas->known);
	free(schemas);
}

const struct js_node *
schemas_envelope(const struct schemas *schemas)
{
	return schemas->envelope;
}

/* Could it be the name of a schema, and of nothing else? */
static bool
is_name(const char *type)
{
	size_t n = 0;

	while (isalnum((unsigned char)type[n]))
		n++;
	return n > 0 && n < TYPE_MAX && !type[n];
}

/* Looks for it in all folders, and remembers what was found. */
static int
learn(struct schemas *schemas, const char *type, const struct js_node **schema,
    struct em_err *err)
{
	static const char *const folders[] = { "events", "commands", "jobs" };
	struct known *known;

	for (size_t i = 0; i < 3 && !*schema; i++) {
		char *name = mem_printf("%s/%s.schema.json", folders[i], type);
		int rc = load(schemas, name, schema, err);

		free(name);
		if (rc < 0)
			return -1;
	}
	schemas->known = mem_grow(schemas->known, &schemas->cap, schemas->count,
	    sizeof(*schemas->known));
	known = &schemas->known[schemas->count++];
	memcpy(known->type, type, strlen(type) + 1);
	known->schema = *schema;
	return 0;
}

int
schemas_find(struct schemas *schemas, const char *type,
    const struct js_node **schema, struct em_err *err)
{
	*schema = NULL;
	if (!is_name(type))
		return 0;
	for (size_t i = 0; i < schemas->count; i++)
		if (strcmp(schemas->known[i].type, type) == 0) {
			*schema = schemas->known[i].schema;
			return 0;
		}
	return learn(schemas, type, schema, err);
}
