/* mustache_scan - a template's text into tokens (mustache_node.h). */
#include "mustache_node.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct scanner {
	const struct mustache_template *tpl;
	struct tokens *tokens;
	const char *at, *end;
	struct span open, close; /* the delimiters */
	size_t line;
	bool line_start;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span
trim(struct span s)
{
	while (s.len && is_blank(*s.at)) {
		s.at++;
		s.len--;
	}
	while (s.len && is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

static void
add(struct scanner *sc, enum token_kind kind, struct span text)
{
	struct tokens *tokens = sc->tokens;

	tokens->item = mem_grow(
	    tokens->item, &tokens->cap, tokens->count, sizeof(*tokens->item));
	tokens->item[tokens->count++] = (struct token){ .kind = kind,
		.line_start = sc->line_start,
		.text = text,
		.line = sc->line };
	sc->line_start = false;
}

/* Text up to to, a token a line. */
static void
add_text(struct scanner *sc, const char *to)
{
	while (sc->at < to) {
		const char *newline =
		    memchr(sc->at, '\n', (size_t)(to - sc->at));
		const char *stop = newline ? newline + 1 : to;

		add(sc, TOKEN_TEXT,
		    (struct span){ sc->at, (size_t)(stop - sc->at) });
		sc->line += newline != NULL;
		sc->line_start = newline != NULL;
		sc->at = stop;
	}
}

static int
wrong(const struct scanner *sc, struct em_err *err, const char *why)
{
	return err_set(err, EM_PERM, "template %s: line %zu: %s", sc->tpl->name,
	    sc->line, why);
}

/* "{{=<% %>=}}": inside is what stands between the equals signs. */
static int
set_delimiters(struct scanner *sc, struct span inside, struct em_err *err)
{
	struct span s = trim(inside);
	size_t first = 0, second;

	while (first < s.len && !is_blank(s.at[first]))
		first++;
	for (second = first; second < s.len && is_blank(s.at[second]);)
		second++;
	if (!first || second == s.len || memchr(s.at, '=', s.len))
		return wrong(sc, err, "bad delimiters");
	for (size_t i = second; i < s.len; i++)
		if (is_blank(s.at[i]))
			return wrong(sc, err, "bad delimiters");
	sc->open = (struct span){ s.at, first };
	sc->close = (struct span){ s.at + second, s.len - second };
	return 0;
}

/* What ends a tag that starts with sign: "}}}" for "{{{", "=}}" for "{{=". */
static const char *
find_close(const struct scanner *sc, const char *from, char sign, size_t *len)
{
	char closer[64];

	*len = sc->close.len + (sign != '\0');
	if (*len > sizeof(closer))
		return NULL;
	closer[0] = sign;
	memcpy(closer + (sign != '\0'), sc->close.at, sc->close.len);
	return memmem(from, (size_t)(sc->end - from), closer, *len);
}

static enum token_kind
kind_of(char sign)
{
	if (sign == '{')
		return TOKEN_RAW;
	return sign && strchr("&#^/><$!=", sign) ? (enum token_kind)sign
						 : TOKEN_VALUE;
}

/* The tag whose opening delimiter is at sc->at. */
static int
scan_tag(struct scanner *sc, struct em_err *err)
{
	const char *inside = sc->at + sc->open.len, *stop;
	enum token_kind kind;
	struct span text;
	size_t close_len;
	char sign;

	while (inside < sc->end && is_blank(*inside))
		inside++;
	sign = inside < sc->end ? *inside : '\0';
	kind = kind_of(sign);
	inside += kind != TOKEN_VALUE;
	stop = find_close(sc, inside,
	    (char)(sign == '{'   ? '}'
		   : sign == '=' ? '='
				 : '\0'),
	    &close_len);
	if (!stop)
		return wrong(sc, err, "a tag is not closed");
	text = trim((struct span){ inside, (size_t)(stop - inside) });
	if (!text.len && kind != TOKEN_COMMENT)
		return wrong(sc, err, "a tag is empty");
	add(sc, kind, text);
	for (const char *p = sc->at; p < stop; p++)
		sc->line += *p == '\n';
	sc->at = stop + close_len;
	return kind == TOKEN_DELIMITERS ? set_delimiters(sc, text, err) : 0;
}

static bool
is_white(const struct token *t)
{
	return t->kind == TOKEN_TEXT && !trim(t->text).len;
}

static bool
same_span(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* The tag at i closes a block that was opened on the same line. */
static bool
closes_inline_block(const struct token *line, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (line[j].kind == TOKEN_BLOCK &&
		    same_span(line[j].text, line[i].text))
			return true;
	return false;
}

/*
 * A line of white space and tags that print nothing where they stand is no
 * line of the output.  A block with both tags on one line is in the text,
 * unless it is an argument to a parent on that line; two partials share a line
 * because they are meant to.
 */
static bool
is_standalone(const struct token *line, size_t count)
{
	bool in_parent = false;
	size_t tags = 0, partials = 0;

	for (size_t i = 0; i < count; i++) {
		const struct token *t = &line[i];

		if (t->kind == TOKEN_TEXT && !is_white(t))
			return false;
		if (t->kind == TOKEN_VALUE || t->kind == TOKEN_RAW)
			return false;
		if (t->kind == TOKEN_CLOSE && !in_parent &&
		    closes_inline_block(line, i))
			return false;
		in_parent |= t->kind == TOKEN_PARENT;
		partials += t->kind == TOKEN_PARTIAL;
		tags += t->kind != TOKEN_TEXT;
	}
	return tags && (!partials || tags == 1);
}

static void
mark_line(struct token *line, size_t count)
{
	bool standalone = is_standalone(line, count);
	struct span indent = { "", 0 };
	size_t first = 0;

	if (is_white(&line[0])) {
		indent = line[0].text;
		first = 1;
	}
	for (size_t i = 0; i < count; i++) {
		line[i].standalone = standalone;
		line[i].dropped = standalone && line[i].kind == TOKEN_TEXT;
		if (line[i].kind != TOKEN_TEXT && (standalone || i == first))
			line[i].indent = indent;
	}
}

static void
mark_lines(struct tokens *tokens)
{
	size_t start = 0;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *t = &tokens->item[i];
		bool ends = t->kind == TOKEN_TEXT &&
			    t->text.at[t->text.len - 1] == '\n';

		if (!ends && i + 1 < tokens->count)
			continue;
		mark_line(tokens->item + start, i + 1 - start);
		start = i + 1;
	}
}

int
mustache_scan(const struct mustache_template *tpl, struct tokens *tokens,
    struct em_err *err)
{
	struct scanner sc = { .tpl = tpl,
		.tokens = tokens,
		.at = tpl->text,
		.end = tpl->text + strlen(tpl->text),
		.open = { "{{", 2 },
		.close = { "}}", 2 },
		.line = 1,
		.line_start = true };

	while (sc.at < sc.end) {
		const char *tag = memmem(
		    sc.at, (size_t)(sc.end - sc.at), sc.open.at, sc.open.len);

		add_text(&sc, tag ? tag : sc.end);
		if (tag && scan_tag(&sc, err) < 0)
			return -1;
	}
	mark_lines(tokens);
	return 0;
}
