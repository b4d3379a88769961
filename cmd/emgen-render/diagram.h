/* diagram - how the models hang together, as SVG by graphviz. */
#ifndef EMGEN_RENDER_DIAGRAM_H
#define EMGEN_RENDER_DIAGRAM_H

#include "buf.h"
#include "definition.h"
#include "settings.h"
#include "view.h"

#define DIAGRAM_TEMPLATE "diagram.dot"

/* Whether the documentation has one. */
bool diagram_is_wanted(const struct settings *settings);

/* -1 when one is wanted, and dot is not there. */
int diagram_check(const struct settings *settings, struct em_err *err);

/* Adds to the view of a model "rows": its columns, keys first of all. */
void diagram_add_rows(
    struct arena *arena, struct view *model, const struct definition *def);

/* The SVG of a graph in the language of dot. */
int diagram_draw(const struct buf *graph, struct buf *svg, struct em_err *err);

#endif
