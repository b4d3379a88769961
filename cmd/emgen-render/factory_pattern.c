/* factory_pattern - texts that a check wants to look like something. */
#include <string.h>

#include "factory.h"
#include "kind.h"

enum { TEXT_MAX = 200 }; /* characters, where nothing limits them */

/* What one check wants of the column, by the name that it has there. */
static bool
read_check(const struct factory *f, size_t i, const char *check,
    const char *name, struct sql_pattern *pattern)
{
	const struct sql_bounds bounds = factory_bounds(f, i);
	int length = f->def->columns[i].length;
	int most = length == NO_NUMBER ? TEXT_MAX : length;

	if (bounds.length.has_most && bounds.length.most < most)
		most = (int)bounds.length.most - bounds.length.below;
	return sql_pattern_find(
	    pattern, f->arena, factory_dialect(f), check, name, most);
}

/* The first that says what the text is made of, and the case of its letters. */
static void
add_checks(struct sql_pattern *pattern, const struct factory *f, size_t i,
    const struct jsonv *checks, const char *name)
{
	struct sql_pattern found;
	const struct jsonv *check;
	size_t k;

	jsonv_each (checks, k, check) {
		if (!read_check(f, i, jsonv_string(check), name, &found))
			continue;
		if (found.regex && !pattern->regex) {
			found.letters = pattern->letters;
			*pattern = found;
		} else if (!found.regex) {
			pattern->letters = found.letters;
		}
	}
}

static bool
is_text(const struct factory *f, size_t i)
{
	const struct column *column = &f->def->columns[i];

	return !column->cast_enum && jsonv_size(column->values) == 0 &&
	       f->within[i] == NO_NUMBER && column_is_text(column);
}

static bool
has_length(const struct sql_pattern *pattern, const struct sql_range *length)
{
	return (!length->has_least ||
		   pattern->least > length->least - !length->above) &&
	       (!length->has_most ||
		   pattern->most < length->most + !length->below) &&
	       length->n_excluded == 0;
}

struct sql_pattern
factory_pattern(const struct factory *f, size_t i)
{
	struct sql_pattern pattern = { .regex = NULL };
	struct sql_bounds bounds;

	if (!is_text(f, i))
		return pattern;
	add_checks(&pattern, f, i, f->checks, f->def->columns[i].name);
	add_checks(&pattern, f, i, f->def->columns[i].checks, "VALUE");
	bounds = factory_bounds(f, i);
	if (pattern.regex && (!has_length(&pattern, &bounds.length) ||
				 (f->distinct[i] && pattern.is_fixed)))
		pattern.regex = NULL;
	return pattern;
}

bool
factory_fits(
    const struct factory *f, size_t i, const char *check, const char *name)
{
	struct sql_pattern wanted, made;

	if (!factory_is_made(f, i) || !is_text(f, i) ||
	    !read_check(f, i, check, name, &wanted))
		return false;
	made = factory_pattern(f, i);
	if (wanted.regex)
		return made.regex && strcmp(wanted.regex, made.regex) == 0;
	return !made.regex && made.letters == wanted.letters;
}
