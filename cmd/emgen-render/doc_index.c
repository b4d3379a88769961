/* doc_index - what the index and the diagram show of all models (doc.h). */
#include <string.h>

#include "buf.h"
#include "diagram.h"
#include "doc.h"
#include "php.h"
#include "source.h"

/* Classes are ASCII in Mermaid's names; others are written by number. */
char *
doc_node(struct arena *arena, const char *class)
{
	struct buf text = BUF_INIT;
	char *kept;

	for (const char *p = class; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (c < 0x80)
			buf_addc(&text, *p);
		else
			buf_addf(&text, "x%02x", c);
	}
	kept = arena_strdup(arena, buf_peek(&text));
	buf_clear(&text);
	return kept;
}

/* A column of a class as a key: classes have no newline. */
static char *
foreign_key(struct arena *arena, const char *class, const char *column)
{
	return source_printf(
	    arena, "%s\n%s", php_short_name(class), column ? column : "");
}

/* A relation that waits for the other side, which says whether it may be
 * without this one. */
struct doc_edge {
	struct doc_edge *next;
	struct view *view;
	const char *key; /* of the foreign key */
	bool many;       /* on the other side */
	bool both;       /* many on this one, too */
};

/* How one end is drawn by Mermaid, to the left and to the right, and by dot. */
struct end {
	const char *left, *right, *dot;
};
static const struct end one = { "||", "||", "teetee" };
static const struct end one_or_none = { "|o", "o|", "teeodot" };
static const struct end many = { "}o", "o{", "crowodot" };

static void
add_ends(struct arena *arena, const struct doc_edge *edge, bool optional)
{
	const struct end *tail = edge->both ? &many
				 : optional ? &one_or_none
					    : &one;
	const struct end *head = edge->many ? &many : &one_or_none;

	view_text(arena, edge->view, "arrow",
	    source_printf(arena, "%s--%s", tail->left, head->right));
	view_text(arena, edge->view, "tail", tail->dot);
	view_text(arena, edge->view, "head", head->dot);
}

static void
add_edge(struct doc_index *index, const struct definition *def,
    const struct relation *relation)
{
	struct arena *arena = &index->arena;
	struct view *view =
	    view_add(arena, index->list_of_edges, NULL, VIEW_OBJECT);
	struct doc_edge *edge = arena_alloc(arena, 1, sizeof(*edge));

	view_text(arena, view, "from", doc_node(arena, def->class));
	view_text(arena, view, "to",
	    doc_node(arena, php_short_name(relation->class)));
	view_text(arena, view, "name", doc_node(arena, relation->name));
	*edge = (struct doc_edge){
		.next = index->edges,
		.view = view,
		.key =
		    foreign_key(arena, relation->class, relation->foreign_key),
		.many = relation->many,
		.both = strcmp(relation->kind, "belongsToMany") == 0,
	};
	index->edges = edge;
}

/* Each relation once: from the side that has many, or the first by name. */
static bool
is_drawn(const struct definition *def, const struct relation *relation)
{
	const char *related = php_short_name(relation->class);

	if (strcmp(relation->kind, "belongsTo") == 0 ||
	    strcmp(relation->kind, "morphTo") == 0 || relation->through)
		return false;
	return strcmp(relation->kind, "belongsToMany") != 0 ||
	       strcmp(def->class, related) <= 0;
}

void
doc_index_add(struct doc_index *index, const struct definition *def)
{
	struct arena *arena = &index->arena;
	struct view *item;

	if (!index->root) {
		index->root = view_new(arena, VIEW_OBJECT);
		view_flag(arena, index->root, "svg", index->svg);
		index->list = view_add(arena, index->root, "models", VIEW_LIST);
		index->list_of_edges =
		    view_add(arena, index->root, "edges", VIEW_LIST);
		index->models = json_array();
		index->optional = json_object();
	}
	(void)json_array_append_new(index->models, json_string(def->class));
	item = view_add(arena, index->list, NULL, VIEW_OBJECT);
	view_text(arena, item, "class", arena_strdup(arena, def->class));
	view_text(arena, item, "table", arena_strdup(arena, def->table));
	view_text(arena, item, "node", doc_node(arena, def->class));
	if (index->svg)
		diagram_add_rows(arena, item, def);
	for (size_t i = 0; i < def->relation_count; i++) {
		const struct relation *relation = &def->relations[i];

		if (relation->nullable && relation->foreign_key)
			(void)json_object_set_new(index->optional,
			    foreign_key(
				arena, def->class, relation->foreign_key),
			    json_true());
		if (is_drawn(def, relation))
			add_edge(index, def, relation);
	}
}

const struct view *
doc_index_view(struct doc_index *index)
{
	const struct doc_edge *edge;

	for (edge = index->edges; edge; edge = edge->next)
		add_ends(&index->arena, edge,
		    json_object_get(index->optional, edge->key) != NULL);
	index->edges = NULL;
	return index->root;
}

void
doc_index_clear(struct doc_index *index)
{
	arena_clear(&index->arena);
	json_decref(index->models);
	json_decref(index->optional);
	*index = (struct doc_index)DOC_INDEX_INIT;
}
