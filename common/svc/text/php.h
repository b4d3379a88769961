/*
 * php - PHP source: text that is safe inside it, names, tokens and digests.
 * Layer svc.
 *
 * Texts are UTF-8 and come from a database: each sink in PHP source has one
 * function here, and tests/unit/svc/php.c tries to break out of it.
 */
#ifndef EMGEN_PHP_H
#define EMGEN_PHP_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * What stands between single quotes so that PHP reads the text back exactly.
 * A character that cannot be seen, or turns the direction of what can, becomes
 * '."\u{202e}".': the source shows what it is.
 */
void php_quote(struct buf *out, const char *text, size_t len);

/* 'text', a whole literal. */
void php_literal(struct buf *out, const char *text);

/*
 * The text on one line: white space is one blank, and there is none at either
 * end; characters that cannot be seen are left out.
 */
void php_line(struct buf *out, const char *text);

/* The same for a docblock: no end of comment, no tag (@) in front. */
void php_doc(struct buf *out, const char *text);

/*
 * A visible PHP label that can also be a file's name: what may stand in source
 * without quotes.  Reserved words are the naming module's business.
 */
bool php_is_name(const char *name);

/* Such names joined by backslashes. */
bool php_is_namespace(const char *name);

/* "Product" of "App\Models\Product", borrowed. */
const char *php_short_name(const char *class_name);

/* --- tokens --- */

enum php_kind {
	PHP_HTML, /* outside of the tags */
	PHP_TAG,
	PHP_SPACE,
	PHP_COMMENT,
	PHP_WORD,   /* names, variables, numbers */
	PHP_STRING, /* heredocs too, with all that is interpolated */
	PHP_OPERATOR,
};

struct php_token {
	enum php_kind kind;
	const char *text;
	size_t len;
};

/* Set at and end; the lexer starts in HTML, as PHP does. */
struct php_lexer {
	const char *at, *end;
	bool inside;
};

/* False at the end. The tokens joined are the source, whatever it is. */
bool php_next(struct php_lexer *lexer, struct php_token *token);

/* Hexadecimal digits, and a NUL. */
enum { PHP_DIGEST = 17 };

/*
 * A digest of all tokens but white space, so that a formatter does not change
 * it; a run of white space in a comment counts as one blank.  A file that is
 * not PHP is all text.
 */
void php_digest(const char *source, size_t len, char digest[PHP_DIGEST]);

#endif
