/* diagram - how the models hang together (diagram.h). */
#include "diagram.h"

#include <stdlib.h>
#include <string.h>

#include "coproc.h"
#include "source.h"

enum {
	ROWS = 12, /* of a table, besides keys */
	SVG_LINE_MAX = 1 << 24,
};

bool
diagram_is_wanted(const struct settings *settings)
{
	return settings_string(settings, "docs") &&
	       strcmp(settings_string(settings, "diagram"), "svg") == 0;
}

static char *
find_dot(struct em_err *err)
{
	char *path = proc_find("dot");

	if (!path)
		err_set(err, EM_PERM,
		    "the diagram needs the program dot, which is not there: "
		    "install graphviz, or leave out --diagram svg");
	return path;
}

int
diagram_check(const struct settings *settings, struct em_err *err)
{
	char *path = NULL;
	int rc = 0;

	if (diagram_is_wanted(settings)) {
		path = find_dot(err);
		rc = path ? 0 : -1;
	}
	free(path);
	return rc;
}

/* --- views --- */

static const char *
mark_of(const struct definition *def, const struct column *column)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (def->key, i, name)
		if (strcmp(jsonv_string(name), column->name) == 0)
			return "PK";
	for (i = 0; i < def->relation_count; i++)
		if (strcmp(def->relations[i].kind, "belongsTo") == 0 &&
		    strcmp(def->relations[i].foreign_key, column->name) == 0)
			return "FK";
	return NULL;
}

static void
add_row(struct arena *arena, struct view *list, const struct column *column,
    const char *mark)
{
	struct view *row = view_add(arena, list, NULL, VIEW_OBJECT);

	view_text(arena, row, "name", arena_strdup(arena, column->name));
	view_text(arena, row, "kind", arena_strdup(arena, column->kind));
	view_text(arena, row, "mark", mark);
}

void
diagram_add_rows(
    struct arena *arena, struct view *model, const struct definition *def)
{
	struct view *list = view_add(arena, model, "rows", VIEW_LIST);
	size_t plain = 0, left = 0, i;

	for (i = 0; i < def->column_count; i++)
		plain += !mark_of(def, &def->columns[i]);
	/* That there is one more takes the place of the one. */
	left = plain > ROWS + 1 ? plain - ROWS : 0;
	plain -= left;
	for (i = 0; i < def->column_count; i++) {
		const char *mark = mark_of(def, &def->columns[i]);

		if (mark || plain > 0)
			add_row(arena, list, &def->columns[i], mark);
		plain -= !mark && plain > 0;
	}
	if (left)
		view_text(
		    arena, model, "more", source_printf(arena, "%zu", left));
}

/* --- dot --- */

static void
take_lines(struct coproc *co, struct buf *svg)
{
	struct coproc_line line;

	while (coproc_line(co, COPROC_OUT, &line))
		buf_add(svg, line.bytes, line.len);
}

static int
talk(struct coproc *co, const struct buf *graph, struct buf *svg,
    struct em_err *err)
{
	size_t sent = 0;
	int rc = 1;

	while (rc > 0) {
		sent += coproc_send(co, graph->data + sent, graph->len - sent);
		if (sent == graph->len)
			coproc_end_input(co);
		rc = coproc_step(co, -1, err);
		take_lines(co, svg);
	}
	return rc;
}

int
diagram_draw(const struct buf *graph, struct buf *svg, struct em_err *err)
{
	char *path = find_dot(err);
	char program[] = "dot", format[] = "-Tsvg";
	char *argv[] = { program, format, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct coproc *co;
	int rc, code;

	if (!path)
		return -1;
	spec.path = path;
	spec.argv = argv;
	co = coproc_start(&spec, false, SVG_LINE_MAX, err);
	free(path);
	if (!co)
		return -1;
	rc = talk(co, graph, svg, err);
	code = coproc_close(co);
	if (rc == 0 && code != EM_OK)
		return err_set(err, EM_PERM, "dot %s", proc_explain(code));
	return rc;
}
