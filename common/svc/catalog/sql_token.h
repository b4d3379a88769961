/* sql_token - SQL text as the tokenizer of its server cuts it. */
#ifndef EMGEN_SQL_TOKEN_H
#define EMGEN_SQL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

enum sql_dialect {
	SQL_SQLITE,
	SQL_PGSQL,
	SQL_MYSQL, /* and MariaDB; as they print it, without ANSI_QUOTES */
};

/* The dialect of a driver as events name it: "pgsql", "mariadb" ... */
enum sql_dialect sql_dialect_of(const char *driver);

enum sql_kind {
	SQL_END,
	SQL_WORD,    /* a keyword or a bare identifier */
	SQL_QUOTED,  /* "x", `x` or, for SQLite, [x] */
	SQL_STRING,  /* 'x' */
	SQL_ESCAPED, /* the same, where a backslash escapes */
	SQL_NUMBER,
	SQL_BLOB,  /* x'00' */
	SQL_OTHER, /* one byte */
};

/* Borrowed from the text. */
struct sql_token {
	enum sql_kind kind;
	const char *start;
	size_t len;
};

/*
 * The first token at or after *text, blanks and comments skipped; *text moves
 * behind it.  An unterminated quote ends with the text.  The character set in
 * front of a string of MySQL's is skipped.
 */
struct sql_token sql_next(enum sql_dialect dialect, const char **text);

/* True for a bare word, whatever its case; word is in capitals. */
bool sql_is(const struct sql_token *token, const char *word);
bool sql_is_char(const struct sql_token *token, char c);
bool sql_is_string(const struct sql_token *token);

/* What the token says: quotes and escapes off; lives in the arena. */
char *sql_text(struct arena *arena, const struct sql_token *token);

/* Whether a string says \0, as MySQL's can: sql_text() ends there. */
bool sql_has_nul(const struct sql_token *token);

/*
 * All tokens of a text up to SQL_END, which is not counted; the array lives in
 * the arena.  Those of -(5) are a sign and a number.
 */
size_t sql_tokens(struct arena *arena, enum sql_dialect dialect,
    const char *text, struct sql_token **tokens);

/* Behind the last of n tokens, at least one, in the text; of -(5), too. */
const char *sql_end(const struct sql_token *tokens, size_t n);

/* How many tokens from i on are `::numeric(8, 2)`, a cast of PostgreSQL's. */
size_t sql_cast_len(const struct sql_token *tokens, size_t n, size_t i);

/* Takes the parentheses off that enclose all of n tokens; the new n. */
size_t sql_unwrap(const struct sql_token **tokens, size_t n);

#endif
