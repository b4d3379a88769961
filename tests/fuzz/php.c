/*
 * php - any text as a literal is read back as it was; any bytes as source are
 * cut into tokens that are the source, with a digest that formatting keeps.
 */
#include "php.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "php_class.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
add_utf8(struct buf *text, unsigned long c)
{
	if (c < 0x80) {
		buf_addc(text, (char)c);
	} else if (c < 0x800) {
		buf_addc(text, (char)(0xc0 | c >> 6));
		buf_addc(text, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_addc(text, (char)(0xe0 | c >> 12));
		buf_addc(text, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_addc(text, (char)(0x80 | (c & 0x3f)));
	}
}

/* Reads 'text' as PHP does; what is behind it. */
static const char *
read_single(const char *at, struct buf *text)
{
	for (at++; *at != '\''; at++) {
		if (!*at)
			abort();
		if (*at == '\\' && (at[1] == '\\' || at[1] == '\''))
			at++;
		buf_addc(text, *at);
	}
	return at + 1;
}

/* "\n\r\t\u{202e}": nothing else may stand between these quotes. */
static const char *
read_double(const char *at, struct buf *text)
{
	char *end;

	for (at++; *at != '"'; at++) {
		if (*at++ != '\\')
			abort();
		if (*at == 'u' && at[1] == '{') {
			add_utf8(text, strtoul(at + 2, &end, 16));
			at = end;
			if (*at != '}')
				abort();
		} else if (*at == 'n' || *at == 'r' || *at == 't') {
			buf_addc(text, *at == 'n'   ? '\n'
				       : *at == 'r' ? '\r'
						    : '\t');
		} else {
			abort();
		}
	}
	return at + 1;
}

/* Pieces joined by dots, and nothing behind them. */
static void
check_literal(const char *text)
{
	struct buf literal = BUF_INIT, back = BUF_INIT;
	const char *at;

	php_literal(&literal, text);
	for (at = literal.data; *at; at++) {
		if (*at == '\'')
			at = read_single(at, &back);
		else if (*at == '"')
			at = read_double(at, &back);
		else
			abort();
		if (!*at)
			break;
		if (*at != '.' || !at[1])
			abort();
	}
	if (strcmp(buf_peek(&back), text) != 0)
		abort();
	buf_clear(&literal);
	buf_clear(&back);
}

/* Nothing ends a comment, begins a tag or leaves the line. */
static void
check_comment(const char *text)
{
	struct buf line = BUF_INIT, doc = BUF_INIT;

	php_line(&line, text);
	php_doc(&doc, text);
	if (strpbrk(buf_peek(&line), "\n\r\t\v\f") ||
	    strpbrk(buf_peek(&doc), "\n\r\t\v\f") ||
	    strstr(buf_peek(&doc), "*/") || *buf_peek(&doc) == '@')
		abort();
	buf_clear(&line);
	buf_clear(&doc);
}

static void
check_names(const char *text)
{
	if (php_is_name(text) &&
	    (!*text || strpbrk(text, "/\\. \n\"'$") || !php_is_namespace(text)))
		abort();
	(void)php_short_name(text);
}

/* The source with more white space wherever there is some. */
static void
respace(const char *source, size_t len, struct buf *out)
{
	struct php_lexer lexer = { source, source + len, false };
	struct php_token token;

	while (php_next(&lexer, &token)) {
		if (token.len == 0)
			abort();
		buf_add(out, token.text, token.len);
		if (token.kind == PHP_SPACE)
			buf_adds(out, " \t");
	}
}

static void
check_tokens(const char *source, size_t len)
{
	struct php_lexer lexer = { source, source + len, false };
	struct php_token token;
	const char *at = source;

	while (php_next(&lexer, &token)) {
		if (token.text != at)
			abort();
		at += token.len;
	}
	if (at != source + len)
		abort();
}

static void
check_source(const char *source, size_t len)
{
	char one[PHP_DIGEST], two[PHP_DIGEST];
	struct buf spaced = BUF_INIT;

	check_tokens(source, len);
	respace(source, len, &spaced);
	php_digest(source, len, one);
	php_digest(buf_peek(&spaced), spaced.len, two);
	if (strlen(one) != PHP_DIGEST - 1 || strcmp(one, two) != 0)
		abort();
	buf_clear(&spaced);
}

static void
check_class(const char *source, size_t len)
{
	struct php_class class;

	if (php_class_read(&class, source, len) && !*class.name)
		abort();
	php_class_clear(&class);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = BUF_INIT;

	buf_add(&text, data, size);
	check_source(text.data, text.len);
	check_class(text.data, text.len);
	buf_truncate(&text, strlen(text.data));
	buf_truncate(&text, utf8_valid(text.data, text.len));
	check_literal(text.data);
	check_comment(text.data);
	check_names(text.data);
	buf_clear(&text);
	return 0;
}
