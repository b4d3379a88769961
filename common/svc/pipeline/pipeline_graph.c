/* pipeline_graph - a pipeline file as a picture (pipeline_graph.h). */
#include "pipeline_graph.h"

#include <string.h>

#include "pipeline_edges.h"

/* How one format writes: %1, %2 and %3 stand for names, which need no quotes.
 */
struct pen {
	const char *format, *begin, *end;
	const char *node[KINDS]; /* of the section %1 */
	const char *edge[2];     /* from %1 to %2; with the text %3 */
};

static const struct pen pens[] = {
	{ "text", "", "", { NULL }, { "%1 -> %2\n", "%1 -(%3)-> %2\n" } },
	{ "mermaid", "flowchart LR\n", "",
	    { [KIND_STAGE] = "    %1[%1]\n",
		[KIND_LISTENER] = "    %1([%1])\n",
		[KIND_HANDLER] = "    %1([%1])\n",
		[KIND_QUEUE] = "    %1[(%1)]\n",
		[KIND_FIFO] = "    %1{{%1}}\n" },
	    { "    %1 --> %2\n", "    %1 -- \"%3\" --> %2\n" } },
	{ "dot", "digraph pipeline {\n\trankdir=LR;\n", "}\n",
	    { [KIND_STAGE] = "\t\"%1\" [shape=box];\n",
		[KIND_LISTENER] = "\t\"%1\" [shape=ellipse];\n",
		[KIND_HANDLER] = "\t\"%1\" [shape=ellipse];\n",
		[KIND_QUEUE] = "\t\"%1\" [shape=cylinder];\n",
		[KIND_FIFO] = "\t\"%1\" [shape=hexagon];\n" },
	    { "\t\"%1\" -> \"%2\";\n",
		"\t\"%1\" -> \"%2\" [label=\"%3\"];\n" } },
};

static void
put(struct buf *out, const char *pattern, const char *a, const char *b,
    const char *c)
{
	const char *const names[] = { a, b, c };

	for (; *pattern; pattern++)
		if (*pattern == '%')
			buf_adds(out, names[*++pattern - '1']);
		else
			buf_addc(out, *pattern);
}

/* An edge to or from the section that the key names, if it has that key. */
static void
draw(struct buf *out, const struct pen *pen, const struct pipeline *file,
    const struct pipeline_section *s)
{
	const struct pipeline_section *place = pipeline_place(file, s);
	const char *what = s->kind == KIND_LISTENER ? s->value[KEY_ON].text
			   : s->kind == KIND_HANDLER
			       ? s->value[KEY_HANDLES].text
			       : "tap";
	const struct {
		const char *from, *text, *to;
	} edges[] = {
		{ s->name, NULL, s->value[KEY_TO].text },
		{ s->value[KEY_AFTER].text, "then", s->name },
		{ pipeline_is_peer(s) ? place->name : NULL, what, s->name },
		{ s->name, NULL, s->value[KEY_QUEUE].text },
	};

	for (size_t i = 0; i < sizeof(edges) / sizeof(*edges); i++)
		if (edges[i].from && edges[i].to &&
		    strcmp(edges[i].to, "none") != 0)
			put(out, pen->edge[edges[i].text != NULL],
			    edges[i].from, edges[i].to, edges[i].text);
}

int
pipeline_graph(const struct pipeline *file, const char *format, struct buf *out)
{
	const struct pen *pen = NULL;

	for (size_t i = 0; i < sizeof(pens) / sizeof(*pens); i++)
		if (strcmp(pens[i].format, format) == 0)
			pen = &pens[i];
	if (!pen)
		return -1;
	buf_adds(out, pen->begin);
	for (size_t i = 1; i < file->count; i++)
		if (pen->node[file->sections[i].kind])
			put(out, pen->node[file->sections[i].kind],
			    file->sections[i].name, NULL, NULL);
	for (size_t i = 1; i < file->count; i++)
		draw(out, pen, file, &file->sections[i]);
	buf_adds(out, pen->end);
	return 0;
}
