/* mustache_compile - tokens into a tree (mustache_node.h). */
#include "mustache_node.h"

#include <stdlib.h>
#include <string.h>

#include "jsonv.h"
#include "mem.h"

enum { NESTING_MAX = 64 }; /* sections and blocks within each other */

struct compiler {
	struct arena *arena;
	const struct mustache_template *tpl;
	const struct token *at, *end;
	unsigned depth;
};

static int
wrong(const struct compiler *c, struct em_err *err, const struct token *t,
    const char *why)
{
	return err_set(err, EM_PERM, "template %s: line %zu: {{%c%.*s}} %s",
	    c->tpl->name, t->line, (char)t->kind, (int)t->text.len, t->text.at,
	    why);
}

/* --- indentation of blocks --- */

static struct span
blanks_of(const char *at, const char *end)
{
	const char *p = at;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return (struct span){ at, (size_t)(p - at) };
}

/* The indentation of the first line in a list of nodes that is not blank. */
static bool
first_indent(const struct node *n, struct span *indent)
{
	for (; n; n = n->next) {
		if (n->standalone || n->kind == NODE_PARTIAL) {
			*indent = n->indent;
			return true;
		}
		if (n->kind != NODE_TEXT) {
			if (!n->first || n->line_start) {
				*indent = (struct span){ "", 0 };
				return true;
			}
			if (first_indent(n->first, indent))
				return true;
			continue;
		}
		for (const char *p = n->text.at, *end = p + n->text.len;
		     p < end;) {
			*indent = blanks_of(p, end);
			p += indent->len;
			if (p == end || *p != '\n')
				return true;
			p++;
		}
	}
	return false;
}

static size_t
common(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.at[n] == b.at[n])
		n++;
	return n;
}

/* The text without indent at the start of its lines. */
static struct span
strip_lines(struct arena *arena, const struct node *n, struct span indent)
{
	char *copy = arena_alloc(arena, n->text.len + 1, 1), *to = copy;
	const char *p = n->text.at, *end = p + n->text.len;
	bool line_start = n->line_start;

	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *stop = newline ? newline + 1 : end;

		if (line_start)
			p += common(indent, blanks_of(p, stop));
		memcpy(to, p, (size_t)(stop - p));
		to += stop - p;
		p = stop;
		line_start = true;
	}
	return (struct span){ copy, (size_t)(to - copy) };
}

/*
 * Takes a block's own indentation off its content, so that it can be put where
 * another template wants it.  Blocks within have done so already and keep
 * only what they are indented further.
 */
static void
strip(struct arena *arena, struct node *list, struct span indent)
{
	for (struct node *n = list; n; n = n->next) {
		size_t shared = common(indent, n->indent);

		if (n->kind == NODE_TEXT)
			n->text = strip_lines(arena, n, indent);
		n->indent.at += shared;
		n->indent.len -= shared;
		if (!n->standalone)
			strip(arena, n->first, indent);
	}
}

static void
finish_block(struct arena *arena, struct node *block)
{
	if (!block->standalone)
		return;
	(void)first_indent(block->first, &block->indent);
	strip(arena, block->first, block->indent);
}

/* --- the tree --- */

static void
split_path(struct arena *arena, struct node *n)
{
	struct span rest = n->text;
	size_t names = 1;

	if (rest.len == 1 && *rest.at == '.')
		return;
	for (size_t i = 0; i < rest.len; i++)
		names += rest.at[i] == '.';
	n->path = arena_alloc(arena, names, sizeof(*n->path));
	n->names = names;
	for (size_t i = 0; i < names; i++) {
		const char *dot = memchr(rest.at, '.', rest.len);
		size_t len = dot ? (size_t)(dot - rest.at) : rest.len;

		n->path[i].span = (struct span){ rest.at, len };
		n->path[i].tag = jsonv_tag(rest.at, len);
		rest.at += len + 1;
		rest.len -= len + (dot != NULL);
	}
}

static enum node_kind
node_kind(enum token_kind kind)
{
	switch (kind) {
	case TOKEN_VALUE:
		return NODE_VALUE;
	case TOKEN_RAW:
		return NODE_RAW;
	case TOKEN_SECTION:
		return NODE_SECTION;
	case TOKEN_INVERTED:
		return NODE_INVERTED;
	case TOKEN_PARTIAL:
		return NODE_PARTIAL;
	case TOKEN_PARENT:
		return NODE_PARENT;
	case TOKEN_BLOCK:
		return NODE_BLOCK;
	default:
		return NODE_TEXT;
	}
}

static struct node *
add_node(struct compiler *c, struct node *parent, const struct token *t)
{
	struct node *n = arena_alloc(c->arena, 1, sizeof(*n));

	n->kind = node_kind(t->kind);
	n->text = t->text;
	n->line_start = t->line_start;
	n->indent = t->indent;
	n->standalone = t->standalone && t->kind == TOKEN_BLOCK;
	if (!n->indent.at)
		n->indent.at = "";
	if (n->kind != NODE_TEXT)
		split_path(c->arena, n);
	if (parent->last)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
	return n;
}

static void
add_text(struct compiler *c, struct node *parent, const struct token *t)
{
	struct node *last = parent->last;

	if (last && last->kind == NODE_TEXT &&
	    last->text.at + last->text.len == t->text.at)
		last->text.len += t->text.len;
	else
		add_node(c, parent, t);
}

/* All that a parent tag holds but blocks is a comment. */
static void
keep_blocks(struct node *parent)
{
	struct node *list = parent->first, *next;

	parent->first = parent->last = NULL;
	for (; list; list = next) {
		next = list->next;
		list->next = NULL;
		if (list->kind != NODE_BLOCK)
			continue;
		if (parent->last)
			parent->last->next = list;
		else
			parent->first = list;
		parent->last = list;
	}
}

static int fill(struct compiler *c, struct node *parent,
    const struct token *opened, struct em_err *err);

static int
add_tag(struct compiler *c, struct node *parent, const struct token *t,
    struct em_err *err)
{
	struct node *n = add_node(c, parent, t);
	int rc;

	if (t->kind == TOKEN_VALUE || t->kind == TOKEN_RAW ||
	    t->kind == TOKEN_PARTIAL)
		return 0;
	if (++c->depth > NESTING_MAX)
		return wrong(c, err, t, "is nested too deeply");
	rc = fill(c, n, t, err);
	c->depth--;
	if (t->kind == TOKEN_BLOCK)
		finish_block(c->arena, n);
	else if (t->kind == TOKEN_PARENT)
		keep_blocks(n);
	return rc;
}

static bool
closes(const struct token *close, const struct token *open)
{
	return open && close->text.len == open->text.len &&
	       memcmp(close->text.at, open->text.at, open->text.len) == 0;
}

/* Up to the tag that closes opened, or to the end if that is NULL. */
static int
fill(struct compiler *c, struct node *parent, const struct token *opened,
    struct em_err *err)
{
	while (c->at < c->end) {
		const struct token *t = c->at++;

		if (t->kind == TOKEN_COMMENT || t->kind == TOKEN_DELIMITERS ||
		    t->dropped)
			continue;
		if (t->kind == TOKEN_TEXT) {
			add_text(c, parent, t);
		} else if (t->kind == TOKEN_CLOSE) {
			return closes(t, opened)
				   ? 0
				   : wrong(c, err, t, "closes nothing open");
		} else if (add_tag(c, parent, t, err) < 0) {
			return -1;
		}
	}
	return opened ? wrong(c, err, opened, "is not closed") : 0;
}

int
mustache_compile(
    struct arena *arena, struct mustache_template *tpl, struct em_err *err)
{
	struct tokens tokens = { NULL, 0, 0 };
	struct compiler c = { arena, tpl, NULL, NULL, 0 };
	int rc = -1;

	if (mustache_scan(tpl, &tokens, err) == 0) {
		c.at = tokens.item;
		c.end = tokens.count ? tokens.item + tokens.count : c.at;
		tpl->root = arena_alloc(arena, 1, sizeof(*tpl->root));
		rc = fill(&c, tpl->root, NULL, err);
	}
	free(tokens.item);
	return rc;
}
