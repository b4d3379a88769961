/* mustache - sets of templates, and rendering (mustache.h). */
#include "mustache.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "mustache_node.h"

enum { DEPTH_MAX = 128 }; /* sections, partials and blocks being rendered */

struct mustache {
	char *(*load)(void *arg, const char *name, struct em_err *err);
	void *arg;
	struct arena arena;
	struct mustache_template *templates;
};

/* --- the set --- */

struct mustache *
mustache_open(
    char *(*load)(void *arg, const char *name, struct em_err *err), void *arg)
{
	struct mustache *set = mem_zalloc(1, sizeof(*set));

	set->load = load;
	set->arg = arg;
	return set;
}

void
mustache_close(struct mustache *set)
{
	struct mustache_template *tpl, *next;

	if (!set)
		return;
	for (tpl = set->templates; tpl; tpl = next) {
		next = tpl->next;
		free(tpl->name);
		free(tpl->text);
		free(tpl);
	}
	arena_clear(&set->arena);
	free(set);
}

static int link_partials(
    struct mustache *set, struct node *list, struct em_err *err);

static struct mustache_template *
known(const struct mustache *set, const char *name)
{
	struct mustache_template *tpl = set->templates;

	while (tpl && strcmp(tpl->name, name) != 0)
		tpl = tpl->next;
	return tpl;
}

bool
mustache_knows(const struct mustache *set, const char *name)
{
	return known(set, name);
}

/* *tpl becomes NULL when there is no such template. */
static int
find_template(struct mustache *set, const char *name,
    struct mustache_template **tpl, struct em_err *err)
{
	char *text;

	*tpl = known(set, name);
	if (*tpl) {
		*err = (*tpl)->err;
		return err->code ? -1 : 0;
	}
	err->code = 0;
	text = set->load(set->arg, name, err);
	if (!text)
		return err->code ? -1 : 0;
	*tpl = mem_zalloc(1, sizeof(**tpl));
	(*tpl)->name = mem_strdup(name);
	(*tpl)->text = text;
	(*tpl)->next = set->templates;
	set->templates = *tpl;
	if (mustache_compile(&set->arena, *tpl, err) == 0 &&
	    link_partials(set, (*tpl)->root->first, err) == 0)
		return 0;
	(*tpl)->err = *err;
	return -1;
}

static int
link_partials(struct mustache *set, struct node *list, struct em_err *err)
{
	struct mustache_template *target;

	for (struct node *n = list; n; n = n->next) {
		if (n->kind == NODE_PARTIAL || n->kind == NODE_PARENT) {
			char *name = mem_strndup(n->text.at, n->text.len);
			int rc = find_template(set, name, &target, err);

			free(name);
			if (rc < 0)
				return -1;
			n->target = target;
		}
		if (link_partials(set, n->first, err) < 0)
			return -1;
	}
	return 0;
}

const struct mustache_template *
mustache_get(struct mustache *set, const char *name, struct em_err *err)
{
	struct mustache_template *tpl;

	if (find_template(set, name, &tpl, err) < 0)
		return NULL;
	if (!tpl)
		err_set(err, EM_PERM, "no template %s", name);
	return tpl;
}

/* --- rendering --- */

/* The arguments of a parent tag. */
struct frame {
	const struct node *blocks;
	const struct frame *outer;
};

struct renderer {
	const struct mustache_template *tpl; /* for messages */
	void (*escape)(struct buf *out, const char *text, size_t len);
	struct buf *out;
	struct buf indent;
	bool line_start;
	const struct frame *frames;
	const struct view *context[DEPTH_MAX]; /* the innermost last */
	unsigned contexts;
	unsigned depth;
	struct em_err *err;
};

static int render_list(struct renderer *r, const struct node *list);

/* The member of an object, or NULL; inline, as nothing is called more often. */
static inline const struct view *
member(const struct view *object, const struct name *name)
{
	const char *key = name->span.at;
	size_t len = name->span.len;
	const struct view *it;

	if (object->kind != VIEW_OBJECT)
		return NULL;
	for (it = object->first; it; it = it->next)
		if (it->tag == name->tag &&
		    (len <= JSONV_HEAD ||
			(strncmp(it->key, key, len) == 0 && !it->key[len])))
			break;
	return it;
}

static const struct view *
find(const struct renderer *r, const struct node *n)
{
	const struct view *value = NULL;

	if (!n->names)
		return r->context[r->contexts - 1];
	for (unsigned i = r->contexts; i-- && !value;)
		value = member(r->context[i], &n->path[0]);
	for (size_t i = 1; i < n->names && value; i++)
		value = member(value, &n->path[i]);
	return value;
}

static bool
is_true(const struct view *value)
{
	if (!value)
		return false;
	switch (value->kind) {
	case VIEW_NULL:
	case VIEW_FALSE:
		return false;
	case VIEW_TEXT:
		return value->len > 0;
	case VIEW_LIST:
		return value->first != NULL;
	case VIEW_TRUE:
	case VIEW_OBJECT:
		return true;
	}
	return false;
}

static void
begin_line(struct renderer *r)
{
	if (r->line_start && r->indent.len)
		buf_add(r->out, r->indent.data, r->indent.len);
	r->line_start = false;
}

static void
render_text(struct renderer *r, const struct node *n)
{
	const char *p = n->text.at, *end = p + n->text.len;

	while (r->indent.len && p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *stop = newline ? newline + 1 : end;

		if (newline != p)
			begin_line(r);
		buf_add(r->out, p, (size_t)(stop - p));
		r->line_start = newline != NULL;
		p = stop;
	}
	if (p < end) {
		buf_add(r->out, p, (size_t)(end - p));
		r->line_start = end[-1] == '\n';
	}
}

static void
render_value(struct renderer *r, const struct node *n)
{
	const struct view *value = find(r, n);
	struct span text = { "", 0 };

	begin_line(r);
	if (value && value->kind == VIEW_TEXT)
		text = (struct span){ value->text, value->len };
	else if (value && value->kind == VIEW_TRUE)
		text = (struct span){ "true", 4 };
	else if (value && value->kind == VIEW_FALSE)
		text = (struct span){ "false", 5 };
	if (n->kind == NODE_RAW)
		buf_add(r->out, text.at, text.len);
	else
		r->escape(r->out, text.at, text.len);
}

static int
render_in(struct renderer *r, const struct node *n, const struct view *context)
{
	int rc;

	r->context[r->contexts++] = context;
	rc = render_list(r, n->first);
	r->contexts--;
	return rc;
}

static int
render_section(struct renderer *r, const struct node *n)
{
	const struct view *value = find(r, n);

	if (!is_true(value))
		return 0;
	if (value->kind != VIEW_LIST)
		return render_in(r, n, value);
	for (const struct view *item = value->first; item; item = item->next)
		if (render_in(r, n, item) < 0)
			return -1;
	return 0;
}

/* A list of nodes further to the right, with the frames that it sees. */
static int
render_indented(struct renderer *r, const struct node *list, struct span indent,
    const struct frame *frames)
{
	const struct frame *saved = r->frames;
	size_t len = r->indent.len;
	int rc;

	buf_add(&r->indent, indent.at, indent.len);
	r->frames = frames;
	rc = render_list(r, list);
	r->frames = saved;
	buf_truncate(&r->indent, len);
	return rc;
}

static int
render_partial(struct renderer *r, const struct node *n)
{
	struct frame frame = { n->first, r->frames };

	if (!n->target)
		return 0;
	return render_indented(r, n->target->root->first, n->indent,
	    n->kind == NODE_PARENT ? &frame : r->frames);
}

static const struct node *
block_named(const struct node *blocks, struct span name)
{
	for (; blocks; blocks = blocks->next)
		if (blocks->text.len == name.len &&
		    memcmp(blocks->text.at, name.at, name.len) == 0)
			return blocks;
	return NULL;
}

/* The outermost argument wins, and sees the arguments outside of its own. */
static int
render_block(struct renderer *r, const struct node *n)
{
	const struct node *argument = NULL, *block;
	const struct frame *visible = NULL;

	for (const struct frame *f = r->frames; f; f = f->outer) {
		block = block_named(f->blocks, n->text);
		if (!block)
			continue;
		argument = block;
		visible = f->outer;
	}
	if (argument)
		return render_indented(r, argument->first, n->indent, visible);
	if (!n->standalone)
		return render_list(r, n->first);
	return render_indented(r, n->first, n->indent, r->frames);
}

static int
render_node(struct renderer *r, const struct node *n)
{
	switch (n->kind) {
	case NODE_TEXT:
		render_text(r, n);
		return 0;
	case NODE_VALUE:
	case NODE_RAW:
		render_value(r, n);
		return 0;
	case NODE_SECTION:
		return render_section(r, n);
	case NODE_INVERTED:
		return is_true(find(r, n)) ? 0 : render_list(r, n->first);
	case NODE_PARTIAL:
	case NODE_PARENT:
		return render_partial(r, n);
	case NODE_BLOCK:
		return render_block(r, n);
	}
	return 0;
}

static int
render_list(struct renderer *r, const struct node *list)
{
	if (++r->depth >= DEPTH_MAX)
		return err_set(r->err, EM_PERM,
		    "template %s: nested more than %d deep", r->tpl->name,
		    DEPTH_MAX);
	for (; list; list = list->next)
		if (render_node(r, list) < 0)
			return -1;
	r->depth--;
	return 0;
}

int
mustache_render(const struct mustache_template *tpl, const struct view *view,
    void (*escape)(struct buf *out, const char *text, size_t len),
    struct buf *out, struct em_err *err)
{
	struct renderer r = { .tpl = tpl,
		.escape = escape,
		.out = out,
		.line_start = true,
		.context = { view },
		.contexts = 1,
		.err = err };
	int rc = render_list(&r, tpl->root->first);

	buf_clear(&r.indent);
	return rc;
}
