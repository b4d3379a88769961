/* php_class - the class that a PHP file declares (php_class.h). */
#include "php_class.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "php.h"

struct reader {
	struct php_lexer lexer;
	struct php_token token;
	char *namespace; /* "" for none */
	json_t *imports; /* alias in small letters -> class */
	struct php_class *class;
};

/* The next token that means something; at the end an empty one. */
static bool
next(struct reader *r)
{
	while (php_next(&r->lexer, &r->token))
		if (r->token.kind == PHP_WORD || r->token.kind == PHP_STRING ||
		    r->token.kind == PHP_OPERATOR)
			return true;
	r->token = (struct php_token){ PHP_SPACE, "", 0 };
	return false;
}

/* PHP's words are the same in any case; its variables are not. */
static bool
is(const struct reader *r, const char *text)
{
	return r->token.len == strlen(text) &&
	       (*text == '$' ? strncmp : strncasecmp)(
		   r->token.text, text, r->token.len) == 0;
}

static bool
is_name(const struct reader *r)
{
	return r->token.kind == PHP_WORD && *r->token.text != '$';
}

static char *
take_text(const struct reader *r)
{
	return mem_strndup(r->token.text, r->token.len);
}

/* The text of a literal without variables; NULL for any other token. */
static char *
take_literal(const struct reader *r)
{
	const char *p = r->token.text, *end = p + r->token.len - 1;
	struct buf text = BUF_INIT;

	if (r->token.kind != PHP_STRING || r->token.len < 2 ||
	    (*p != '\'' && *p != '"') || *end != *p)
		return NULL;
	for (p++; p < end; p++) {
		if (*p == '\\' && (p[1] == '\\' || p[1] == *end))
			p++;
		else if (*end == '"' && (*p == '\\' || *p == '$'))
			break;
		buf_addc(&text, *p);
	}
	if (p == end && text.len)
		return buf_detach(&text);
	buf_clear(&text);
	return NULL;
}

/* --- names --- */

static char *
small(const char *text, size_t len)
{
	char *copy = mem_strndup(text, len);

	for (char *p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return copy;
}

static char *
in_namespace(const struct reader *r, const char *name)
{
	return *r->namespace ? mem_printf("%s\\%s", r->namespace, name)
			     : mem_strdup(name);
}

/* The class that a name in the file means. */
static char *
resolve(const struct reader *r, const char *name)
{
	static const char here[] = "namespace\\";
	size_t first = strcspn(name, "\\");
	const char *imported;
	char *alias;

	if (*name == '\\')
		return mem_strdup(name + 1);
	if (strncasecmp(name, here, strlen(here)) == 0)
		return in_namespace(r, name + strlen(here));
	alias = small(name, first);
	imported = json_string_value(json_object_get(r->imports, alias));
	free(alias);
	return imported ? mem_printf("%s%s", imported, name + first)
			: in_namespace(r, name);
}

static char *
take_class(const struct reader *r)
{
	char *name = take_text(r), *class = resolve(r, name);

	free(name);
	return class;
}

static void
import(struct reader *r, const char *class, const char *alias)
{
	char *key = small(alias, strlen(alias));

	(void)json_object_set_new(r->imports, key, json_string(class));
	free(key);
}

/* A\B or A\B as C; prefix is what stands before the braces of a group. */
static void
read_import(struct reader *r, const char *prefix)
{
	char *name = take_text(r);
	char *class = mem_printf("%s%s", prefix, name + (*name == '\\'));
	char *alias = NULL;

	if (next(r) && is(r, "as") && next(r)) {
		alias = take_text(r);
		(void)next(r);
	}
	import(r, class, alias ? alias : php_short_name(class));
	free(alias);
	free(class);
	free(name);
}

/* The token behind A is \ and { when A\{B, C} is imported. */
static bool
is_group(const struct reader *r)
{
	const char *p = r->token.text + r->token.len;

	return p < r->lexer.end && *p == '\\';
}

static void
read_group(struct reader *r)
{
	char *name = take_text(r);
	char *prefix = mem_printf("%s\\", name + (*name == '\\'));

	while (next(r) && !is(r, "{"))
		;
	while (next(r) && is_name(r)) {
		read_import(r, prefix);
		if (!is(r, ","))
			break;
	}
	free(prefix);
	free(name);
}

/* From "use" to its semicolon; functions and constants are none of ours. */
static void
read_use(struct reader *r)
{
	if (next(r) && !is(r, "function") && !is(r, "const"))
		while (is_name(r)) {
			if (is_group(r))
				read_group(r);
			else
				read_import(r, "");
			if (!is(r, ",") || !next(r))
				break;
		}
	while (*r->token.text && !is(r, ";") && next(r))
		;
}

static void
read_namespace(struct reader *r)
{
	free(r->namespace);
	(void)next(r);
	r->namespace = is_name(r) ? take_text(r) : mem_strdup("");
}

/* --- the class --- */

static void
set_table(struct reader *r, char *table_take)
{
	if (!table_take)
		return;
	free(r->class->table);
	r->class->table = table_take;
}

/* Braces, brackets and parentheses that open, less those that close. */
static int
nesting(const struct reader *r)
{
	if (r->token.kind != PHP_OPERATOR)
		return 0;
	if (strchr("([{", *r->token.text) || is(r, "#["))
		return 1;
	return strchr(")]}", *r->token.text) ? -1 : 0;
}

static bool
is_table_attribute(const struct reader *r)
{
	char *class = is_name(r) ? take_class(r) : NULL;
	bool yes = class && strcasecmp(class, "Illuminate\\Database\\Eloquent\\"
					      "Attributes\\Table") == 0;

	free(class);
	return yes;
}

/* ('users'), (name: 'users') or (key: 'k', name: 'users'), from the ( on. */
static void
read_arguments(struct reader *r)
{
	bool is_value = true;
	int open = 1;

	while (open > 0 && next(r)) {
		if (open == 1 && is(r, "name") && next(r) && is(r, ":"))
			is_value = next(r);
		if (open == 1 && is_value)
			set_table(r, take_literal(r));
		is_value = false;
		open += nesting(r);
	}
}

/* Those in front of a class, from the #[ on. */
static void
read_attributes(struct reader *r)
{
	int open = 1;

	while (open > 0 && next(r)) {
		bool is_table = open == 1 && is_table_attribute(r);

		if (is_table && next(r) && is(r, "("))
			read_arguments(r);
		else
			open += nesting(r);
	}
}

/* What stands in the braces: $table = 'users', or getTable() with a return. */
static void
read_body(struct reader *r)
{
	bool get_table = false; /* its name has been, and not yet its end */
	int open = 0;

	do {
		open += (int)is(r, "{") - (int)is(r, "}");
		if (open == 1)
			get_table =
			    !is(r, "}") && (get_table || is(r, "getTable"));
		if ((open == 1 && is(r, "$table") && next(r) && is(r, "=")) ||
		    (open == 2 && get_table && is(r, "return")))
			set_table(r, next(r) ? take_literal(r) : NULL);
	} while (open > 0 && next(r));
}

/* From the class's name on. */
static void
read_class(struct reader *r)
{
	char *name = take_text(r);

	r->class->name = in_namespace(r, name);
	free(name);
	while (next(r) && !is(r, "{"))
		if (is(r, "extends") && !r->class->parent && next(r) &&
		    is_name(r))
			r->class->parent = take_class(r);
	read_body(r);
}

/* A statement before the class, or the class: then true. */
static bool
read_statement(struct reader *r)
{
	if (is(r, "namespace")) {
		read_namespace(r);
	} else if (is(r, "use")) {
		read_use(r);
	} else if (is(r, "#[")) {
		read_attributes(r);
	} else if (is(r, "abstract")) {
		r->class->abstract = true;
	} else if (is(r, "::") || is(r, "new")) {
		(void)next(r);
	} else if (is(r, "class") && next(r) && is_name(r)) {
		read_class(r);
		return true;
	}
	return false;
}

bool
php_class_read(struct php_class *class, const char *source, size_t len)
{
	struct reader r = { .lexer = { source, source + len, false },
		.namespace = mem_strdup(""),
		.imports = json_object(),
		.class = class };
	bool found = false;

	*class = (struct php_class){ NULL, NULL, NULL, false };
	while (!found && next(&r))
		found = read_statement(&r);
	free(r.namespace);
	json_decref(r.imports);
	if (!found)
		php_class_clear(class);
	return found;
}

void
php_class_clear(struct php_class *class)
{
	free(class->name);
	free(class->parent);
	free(class->table);
	*class = (struct php_class){ NULL, NULL, NULL, false };
}
