/* names_enum - enum classes and their cases (names.h). */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "inflect.h"
#include "mem.h"
#include "names_priv.h"

char *
names_enum_class(const char *table, const char *column)
{
	char *singular = inflect_singular(table);
	char *words = mem_printf("%s_%s", singular, column);
	char *class = names_class_of_words(words);

	free(words);
	free(singular);
	return class;
}

char *
names_enum_type(const char *type)
{
	return names_class_of_words(type);
}

/* What a sign at the end of a value is called; elsewhere it only separates. */
static const struct {
	char sign;
	const char *name;
} signs[] = {
	{ '+', "Plus" },
	{ '-', "Minus" },
	{ '*', "Star" },
	{ '/', "Slash" },
	{ '%', "Percent" },
	{ '=', "Equal" },
	{ '<', "Less" },
	{ '>', "Greater" },
	{ '#', "Hash" },
	{ '&', "And" },
	{ '@', "At" },
	{ '$', "Dollar" },
};

static const char *
name_of_sign(char c)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (signs[i].sign == c)
			return signs[i].name;
	return NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value as words: A-Minus for A-, Minus-1 for -1. */
static char *
words_of(const char *value)
{
	size_t len = strlen(value), end = len;
	struct buf words = BUF_INIT;

	while (end > 0 && name_of_sign(value[end - 1]))
		end--;
	if (value[0] == '-' && is_digit(value[1]))
		buf_adds(&words, "Minus");
	buf_add(&words, value, end);
	for (; end < len; end++)
		buf_addf(&words, "-%s", name_of_sign(value[end]));
	return buf_detach(&words);
}

/* The plain name of a value's case, which may be forbidden or taken. */
static char *
case_of(const char *value)
{
	char *words = words_of(value);
	char *separated = names_separated(words);
	char *name = names_label_take(
	    inflect_studly(separated), "Value", *value ? "Value" : "Empty");

	free(separated);
	free(words);
	return name;
}

char **
names_enum_cases(const char *const values[], size_t count)
{
	char **names = mem_zalloc(count, sizeof(*names));
	struct names_set *taken = names_set_open_exact();

	for (size_t i = 0; i < count; i++) {
		char *plain = case_of(values[i]);

		/* X::class is the name of X, whatever its case. */
		if (strcasecmp(plain, "class") == 0)
			(void)names_set_add(taken, plain);
		names[i] = names_set_take(taken, plain);
		free(plain);
	}
	names_set_close(taken);
	return names;
}
