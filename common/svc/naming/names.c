/* names - what can be a name in PHP (names.h). */
#include "names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "casemap.h"
#include "mem.h"
#include "names_priv.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { LABEL_LONGEST = 180 };

/* Not for classes, in any case: keywords, types and magic constants. */
/* clang-format off */
static const char *const reserved[] = {
	"__class__", "__dir__", "__file__", "__function__", "__halt_compiler",
	"__line__", "__method__", "__namespace__", "__property__", "__trait__",
	"abstract", "and", "array", "as", "bool", "break", "callable", "case",
	"catch", "class", "clone", "const", "continue", "declare", "default",
	"die", "do", "echo", "else", "elseif", "empty", "enddeclare", "endfor",
	"endforeach", "endif", "endswitch", "endwhile", "eval", "exit",
	"extends", "false", "final", "finally", "float", "fn", "for", "foreach",
	"function", "global", "goto", "if", "implements", "include",
	"include_once", "instanceof", "insteadof", "int", "interface", "isset",
	"iterable", "list", "match", "mixed", "namespace", "never", "new",
	"null", "object", "or", "parent", "print", "private", "protected",
	"public", "readonly", "require", "require_once", "return", "self",
	"static", "string", "switch", "throw", "trait", "true", "try", "unset",
	"use", "var", "void", "while", "xor", "yield",
};
/* clang-format on */

/* Characters beyond ASCII that PHP takes but nobody can see, or see apart. */
static const struct {
	int32_t first, last;
} unseen[] = {
	{ 0x80, 0xA0 },
	{ 0xAD, 0xAD },
	{ 0x61C, 0x61C },
	{ 0x1680, 0x1680 },
	{ 0x180E, 0x180E },
	{ 0x2000, 0x200F },
	{ 0x2028, 0x202F },
	{ 0x205F, 0x206F },
	{ 0x3000, 0x3000 },
	{ 0xFEFF, 0xFEFF },
	{ 0xFFF9, 0xFFFB },
	{ 0xE0000, 0xE007F },
};

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_alnum(char c)
{
	return is_small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool
is_name_character(int32_t code)
{
	if (code < 0x80)
		return is_alnum((char)code);
	for (size_t i = 0; i < COUNT(unseen); i++)
		if (code >= unseen[i].first && code <= unseen[i].last)
			return false;
	return true;
}

char *
names_separated(const char *text)
{
	struct buf out = BUF_INIT;
	int32_t code;
	size_t len;

	buf_reserve(&out, strlen(text));
	for (; *text; text += len) {
		len = casemap_decode(text, &code);
		if (len == 1)
			buf_addc(&out, is_alnum(*text) ? *text : '_');
		else if (is_name_character(code))
			buf_add(&out, text, len);
		else
			buf_addc(&out, '_');
	}
	return buf_detach(&out);
}

static bool
has_small(const char *text)
{
	while (*text && !is_small(*text))
		text++;
	return *text != '\0';
}

char *
names_readable(const char *text)
{
	char *name = names_separated(text);
	struct buf upper = BUF_INIT;
	struct buf lower = BUF_INIT;

	if (has_small(name))
		return name;
	casemap_upper(&upper, name, strlen(name));
	casemap_lower(&lower, name, strlen(name));
	if (strcmp(buf_peek(&upper), name) == 0) {
		free(name);
		name = buf_detach(&lower);
	}
	buf_clear(&upper);
	buf_clear(&lower);
	return name;
}

char *
names_numbered(const char *name, unsigned number)
{
	size_t len = strlen(name);
	bool digit = len && name[len - 1] >= '0' && name[len - 1] <= '9';

	return mem_printf("%s%s%u", name, digit ? "_" : "", number);
}

/* Leaves room for a suffix and a number in the 200 bytes of php_is_name(). */
static char *
cut(char *label)
{
	size_t len = strlen(label);

	if (len <= LABEL_LONGEST)
		return label;
	for (len = LABEL_LONGEST; (label[len] & 0xC0) == 0x80; len--)
		;
	label[len] = '\0';
	return label;
}

char *
names_label_take(char *name, const char *before, const char *otherwise)
{
	char *label;

	if (*name && !(*name >= '0' && *name <= '9'))
		return cut(name);
	label =
	    *name ? mem_printf("%s%s", before, name) : mem_strdup(otherwise);
	free(name);
	return cut(label);
}

bool
names_is_label(const char *name)
{
	if (*name == '\0' || (*name >= '0' && *name <= '9'))
		return false;
	for (; *name; name++)
		if (!((unsigned char)*name >= 0x80 || *name == '_' ||
			is_name_character((unsigned char)*name)))
			return false;
	return true;
}

static int
compare_word(const void *key, const void *element)
{
	return strcasecmp(key, *(const char *const *)element);
}

bool
names_is_class(const char *name)
{
	return names_is_label(name) && !bsearch(name, reserved, COUNT(reserved),
					   sizeof(*reserved), compare_word);
}
