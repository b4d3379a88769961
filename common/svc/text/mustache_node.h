/* mustache_node - a compiled template; for mustache*.c only. */
#ifndef EMGEN_MUSTACHE_NODE_H
#define EMGEN_MUSTACHE_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "die.h"

enum node_kind {
	NODE_TEXT,
	NODE_VALUE, /* {{name}} */
	NODE_RAW,   /* {{{name}}}, {{&name}} */
	NODE_SECTION,
	NODE_INVERTED,
	NODE_PARTIAL,
	NODE_PARENT, /* {{<name}}; its children are its blocks */
	NODE_BLOCK,
};

/* A piece of a template's text; not terminated. */
struct span {
	const char *at;
	size_t len;
};

/* One name of a path a.b.c; a path of no names is {{.}}. */
struct name {
	struct span span;
	uint64_t tag; /* see jsonv_tag() */
};

struct node {
	enum node_kind kind;
	bool line_start;  /* begins a line of the template */
	bool standalone;  /* a block whose opening tag has its line alone */
	struct span text; /* of a NODE_TEXT; else what stands in the tag */
	struct span indent;
	struct name *path;
	size_t names;
	const struct mustache_template *target; /* NULL: there is none */
	struct node *first, *last, *next;
};

struct mustache_template {
	char *name;
	char *text;
	struct node *root; /* its children are the template */
	struct em_err err; /* what is wrong with it, or code 0 */
	struct mustache_template *next;
};

/* Fills tpl->root; the targets of partials are left to the caller. */
int mustache_compile(
    struct arena *arena, struct mustache_template *tpl, struct em_err *err);

/* A stretch of white space and tags, as it comes from the text. */
enum token_kind {
	TOKEN_TEXT = 'T', /* within one line; its newline included */
	TOKEN_VALUE = 'v',
	TOKEN_RAW = '&',
	TOKEN_SECTION = '#',
	TOKEN_INVERTED = '^',
	TOKEN_CLOSE = '/',
	TOKEN_PARTIAL = '>',
	TOKEN_PARENT = '<',
	TOKEN_BLOCK = '$',
	TOKEN_COMMENT = '!',
	TOKEN_DELIMITERS = '=',
};

struct token {
	enum token_kind kind;
	bool line_start;
	bool standalone; /* its line holds nothing to print */
	bool dropped;    /* white space of such a line */
	struct span text;
	struct span indent; /* white space before the first tag of a line */
	size_t line;        /* from 1 */
};

struct tokens {
	struct token *item; /* freed by the caller */
	size_t count, cap;
};

/* The tokens of a template, standalone lines marked. */
int mustache_scan(const struct mustache_template *tpl, struct tokens *tokens,
    struct em_err *err);

#endif
