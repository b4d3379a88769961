/*
 * templates - those that are built in, and those of the user's folder.
 *
 * NAME.mustache in the folder takes the place of ours of that name.  One with
 * "{{class}}" in its own name is a file more for every model:
 * "{{class}}Resource.php.mustache" makes OrderResource.php, the artefact
 * resource.  All others are partials.
 */
#ifndef EMGEN_RENDER_TEMPLATES_H
#define EMGEN_RENDER_TEMPLATES_H

#include <stddef.h>

#include "mustache.h"

/* A template of the user's that makes files. */
struct extra {
	char *template; /* its name in the set */
	char *kind;     /* of the artefact */
};

struct templates {
	char *folder; /* the user's, or NULL */
	struct mustache *set;
	struct extra *extra;
	size_t extras;
};

/* folder may be NULL; -1 when it cannot be read, or names a file badly. */
int templates_open(
    struct templates *templates, const char *folder, struct em_err *err);
void templates_close(struct templates *templates);

/* The name of the file that an extra makes; owned by the caller. */
char *templates_file(const struct extra *extra, const char *class);

/*
 * How {{name}} is escaped in a template: for PHP in single quotes, for a line
 * of Markdown, else for double quotes as JSON and most languages have them.
 */
void (*templates_escape(const char *template))(
    struct buf *out, const char *text, size_t len);

#endif
