/* graph - a pipeline file as a picture (graph.h). */
#include "graph.h"

#include <stdio.h>
#include <string.h>

#include "edges.h"

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
	    { [STAGE] = "    %1[%1]\n",
		[LISTENER] = "    %1([%1])\n",
		[HANDLER] = "    %1([%1])\n",
		[QUEUE] = "    %1[(%1)]\n",
		[FIFO] = "    %1{{%1}}\n" },
	    { "    %1 --> %2\n", "    %1 -- \"%3\" --> %2\n" } },
	{ "dot", "digraph pipeline {\n\trankdir=LR;\n", "}\n",
	    { [STAGE] = "\t\"%1\" [shape=box];\n",
		[LISTENER] = "\t\"%1\" [shape=ellipse];\n",
		[HANDLER] = "\t\"%1\" [shape=ellipse];\n",
		[QUEUE] = "\t\"%1\" [shape=cylinder];\n",
		[FIFO] = "\t\"%1\" [shape=hexagon];\n" },
	    { "\t\"%1\" -> \"%2\";\n",
		"\t\"%1\" -> \"%2\" [label=\"%3\"];\n" } },
};

static void
put(const char *pattern, const char *a, const char *b, const char *c)
{
	const char *const names[] = { a, b, c };

	for (; *pattern; pattern++)
		if (*pattern == '%')
			(void)fputs(names[*++pattern - '1'], stdout);
		else
			(void)putchar(*pattern);
}

static void
edge(const struct pen *pen, const char *from, const char *text, const char *to)
{
	put(pen->edge[text != NULL], from, to, text);
}

static void
draw(const struct pen *pen, const struct file *file, const struct section *s)
{
	const struct section *place;
	const char *to = s->value[TO].text;

	if (to && strcmp(to, "none") != 0)
		edge(pen, s->name, NULL, to);
	if (s->value[AFTER].text)
		edge(pen, s->value[AFTER].text, "then", s->name);
	if (s->kind == FIFO && s->value[OF].text)
		edge(pen, s->value[OF].text, "tap", s->name);
	if (s->kind != LISTENER && s->kind != HANDLER)
		return;
	place = edges_place(file, s);
	if (s->kind == LISTENER)
		edge(pen, place->name, s->value[ON].text, s->name);
	else
		edge(pen, place->name, s->value[HANDLES].text, s->name);
	if (s->value[INTO].text)
		edge(pen, s->name, NULL, s->value[INTO].text);
}

int
graph(const struct file *file, const char *format)
{
	const struct pen *pen = NULL;

	for (size_t i = 0; i < sizeof(pens) / sizeof(*pens); i++)
		if (strcmp(pens[i].format, format) == 0)
			pen = &pens[i];
	if (!pen)
		return -1;
	(void)fputs(pen->begin, stdout);
	for (size_t i = 1; i < file->count; i++)
		if (pen->node[file->sections[i].kind])
			put(pen->node[file->sections[i].kind],
			    file->sections[i].name, NULL, NULL);
	for (size_t i = 1; i < file->count; i++)
		draw(pen, file, &file->sections[i]);
	(void)fputs(pen->end, stdout);
	return 0;
}
