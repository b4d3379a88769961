/* ddl - what only the text of CREATE TABLE says (ddl.h). */
#include "ddl.h"

#include <stdbool.h>
#include <string.h>

#include "sql_token.h"

struct parser {
	struct arena *arena;
	const char *text; /* what is still to be read */
	struct ddl *ddl;
	const char *column; /* that a constraint belongs to, or NULL */
	const char *name;   /* given by CONSTRAINT to what follows, or NULL */
};

static struct sql_token
next_token(const char **text)
{
	return sql_next(SQL_SQLITE, text);
}

static const char *
take_name(struct parser *p)
{
	const char *name = p->name;

	p->name = NULL;
	return name;
}

static struct sql_token
peek(const struct parser *p)
{
	const char *text = p->text;

	return next_token(&text);
}

/* Moves behind the parenthesis that closes one just read, and returns it. */
static const char *
skip_group(struct parser *p)
{
	struct sql_token token;
	size_t depth = 1;

	do {
		token = next_token(&p->text);
		if (sql_is_char(&token, '('))
			depth++;
		else if (sql_is_char(&token, ')'))
			depth--;
	} while (depth && token.kind != SQL_END);
	return token.start;
}

static void
add_check(struct parser *p)
{
	struct ddl *ddl = p->ddl;
	struct sql_token open = next_token(&p->text);
	struct sql_token first = peek(p), all = first;

	if (!sql_is_char(&open, '('))
		return;
	all.kind = SQL_OTHER;
	all.len = (size_t)(skip_group(p) - first.start);
	while (all.len && strchr(" \t\n\f\r", first.start[all.len - 1]))
		all.len--;
	ddl->checks = arena_grow(
	    p->arena, ddl->checks, ddl->n_checks, sizeof(*ddl->checks));
	ddl->checks[ddl->n_checks++] =
	    (struct ddl_check){ take_name(p), sql_text(p->arena, &all) };
}

/* The column in each item of a list in parentheses, which is just open. */
static void
read_columns(struct parser *p, struct ddl_unique *unique)
{
	struct sql_token token;
	bool first = true;

	for (;;) {
		token = next_token(&p->text);
		if (token.kind == SQL_END || sql_is_char(&token, ')'))
			return;
		if (first) {
			unique->columns = arena_grow(p->arena, unique->columns,
			    unique->n, sizeof(*unique->columns));
			unique->columns[unique->n++] =
			    sql_text(p->arena, &token);
		}
		first = sql_is_char(&token, ',');
		if (sql_is_char(&token, '('))
			(void)skip_group(p);
	}
}

static void
add_unique(struct parser *p)
{
	struct ddl *ddl = p->ddl;
	struct ddl_unique unique = { take_name(p), NULL, 0 };
	struct sql_token next = peek(p);

	if (!p->column && sql_is_char(&next, '(')) {
		(void)next_token(&p->text);
		read_columns(p, &unique);
	} else if (p->column) {
		unique.columns = arena_alloc(p->arena, 1, sizeof(char *));
		unique.columns[0] = arena_strdup(p->arena, p->column);
		unique.n = 1;
	}
	ddl->uniques = arena_grow(
	    p->arena, ddl->uniques, ddl->n_uniques, sizeof(*ddl->uniques));
	ddl->uniques[ddl->n_uniques++] = unique;
}

static void
add_foreign_key(struct parser *p)
{
	struct ddl *ddl = p->ddl;

	ddl->foreign_keys = arena_grow(p->arena, ddl->foreign_keys,
	    ddl->n_foreign_keys, sizeof(*ddl->foreign_keys));
	ddl->foreign_keys[ddl->n_foreign_keys++] = take_name(p);
}

/* Constraints that a name can belong to and that interest nobody here. */
static bool
is_other_constraint(const struct sql_token *token)
{
	static const char *const words[] = { "NOT", "DEFAULT", "COLLATE",
		"GENERATED", "AS" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (sql_is(token, words[i]))
			return true;
	return false;
}

static void
read_token(struct parser *p, const struct sql_token *token)
{
	struct sql_token name;

	if (sql_is_char(token, '(')) {
		(void)skip_group(p);
	} else if (sql_is(token, "CONSTRAINT")) {
		name = next_token(&p->text);
		p->name = sql_text(p->arena, &name);
	} else if (sql_is(token, "CHECK")) {
		add_check(p);
	} else if (sql_is(token, "UNIQUE")) {
		add_unique(p);
	} else if (sql_is(token, "REFERENCES")) {
		add_foreign_key(p);
	} else if (sql_is(token, "PRIMARY")) {
		p->ddl->primary_key = take_name(p);
	} else if (is_other_constraint(token)) {
		p->name = NULL;
	}
}

static bool
begins_constraint(const struct sql_token *token)
{
	return sql_is(token, "CONSTRAINT") || sql_is(token, "CHECK") ||
	       sql_is(token, "UNIQUE") || sql_is(token, "PRIMARY") ||
	       sql_is(token, "FOREIGN");
}

/* The columns and constraints between the outer parentheses. */
static void
read_body(struct parser *p)
{
	struct sql_token token = next_token(&p->text);
	bool first = true;

	while (token.kind != SQL_END && !sql_is_char(&token, ')')) {
		if (sql_is_char(&token, ',')) {
			first = true;
		} else if (first && !begins_constraint(&token)) {
			p->column = sql_text(p->arena, &token);
			p->name = NULL;
			first = false;
		} else {
			if (first)
				p->column = p->name = NULL;
			first = false;
			read_token(p, &token);
		}
		token = next_token(&p->text);
	}
}

struct ddl *
ddl_parse(struct arena *arena, const char *sql)
{
	struct ddl *ddl = arena_alloc(arena, 1, sizeof(*ddl));
	struct parser p = { arena, sql, ddl, NULL, NULL };
	struct sql_token token;

	do
		token = next_token(&p.text);
	while (token.kind != SQL_END && !sql_is_char(&token, '('));
	read_body(&p);
	return ddl;
}
