/* naming - rules about how things are called (rules.h). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ev.h"
#include "inflect.h"
#include "rules.h"
#include "words.h"

/* Words that at least two of the three databases do not take unquoted. */
static bool
is_reserved(const char *name)
{
	static const char *const words[] = { "all", "alter", "and", "as",
		"between", "case", "check", "collate", "column", "constraint",
		"create", "cross", "current_date", "current_time",
		"current_timestamp", "default", "delete", "desc", "distinct",
		"drop", "else", "except", "exists", "foreign", "from", "grant",
		"group", "having", "in", "index", "inner", "insert",
		"intersect", "into", "is", "join", "left", "like", "limit",
		"natural", "not", "null", "on", "or", "order", "outer",
		"primary", "references", "right", "select", "set", "table",
		"then", "to", "union", "unique", "update", "user", "using",
		"values", "when", "where", "window", "with" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasecmp(words[i], name) == 0)
			return true;
	return false;
}

void
check_reserved_word(struct lint *lint, const struct model *model)
{
	const json_t *column;
	size_t i;

	if (is_reserved(model->table))
		lint_report(lint, &(struct place){ NULL },
		    "the table %s is called like a word of SQL", model->table);
	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");

		if (is_reserved(name))
			lint_report(lint, &(struct place){ .column = name },
			    "%s is a word of SQL", name);
	}
}

/* The columns whose names are in that case. */
static json_t *
columns_in(const struct model *model, enum words_case wanted)
{
	json_t *found = json_array();
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");

		if (words_case(name) == wanted)
			(void)json_array_append_new(found, json_string(name));
	}
	return found;
}

void
check_mixed_case(struct lint *lint, const struct model *model)
{
	json_t *snake = columns_in(model, WORDS_SNAKE);
	json_t *camel = columns_in(model, WORDS_CAMEL);
	bool few = json_array_size(camel) <= json_array_size(snake);
	char *names = names_join(few ? camel : snake);

	if (json_array_size(snake) > 0 && json_array_size(camel) > 0)
		lint_report(lint,
		    &(struct place){ .columns = few ? camel : snake },
		    "%s: other columns are in %s", names,
		    few ? "snake_case" : "camelCase");
	free(names);
	json_decref(snake);
	json_decref(camel);
}

/* --- singular and plural --- */

enum number {
	NUMBER_BOTH, /* sheep */
	NUMBER_ONE,
	NUMBER_MANY,
};

static enum number
number_of(const char *table)
{
	char *one = inflect_singular(table), *many = inflect_plural(table);
	enum number number = NUMBER_BOTH;

	if (strcmp(one, many) != 0 && strcmp(table, one) == 0)
		number = NUMBER_ONE;
	else if (strcmp(one, many) != 0 && strcmp(table, many) == 0)
		number = NUMBER_MANY;
	free(one);
	free(many);
	return number;
}

void
check_table_number(struct lint *lint, const struct model *model)
{
	enum number own = number_of(model->table);
	const json_t *key;
	size_t i;

	if (model->is_pivot || model->is_view || own == NUMBER_BOTH)
		return;
	json_array_foreach (model->foreign_keys, i, key) {
		const char *other =
		    ev_str(json_object_get(key, "references"), "table");
		enum number theirs = number_of(other);

		if (theirs == NUMBER_BOTH || theirs == own)
			continue;
		lint_report(lint, &(struct place){ NULL },
		    "the table %s is %s, and %s, which it refers to, is %s",
		    model->table, own == NUMBER_ONE ? "singular" : "plural",
		    other, own == NUMBER_ONE ? "plural" : "singular");
		return;
	}
}

/* --- foreign keys --- */

/* Whether the name ends with id, or with what it refers to is called. */
static bool
has_suffix(const char *name, const char *target)
{
	static const char *const usual[] = { "id", "uuid", "ulid", "by", NULL };
	size_t len = strlen(name), tail = strlen(target);

	return words_end(name, usual) ||
	       (tail && len >= tail &&
		   strcasecmp(name + len - tail, target) == 0);
}

void
check_foreign_key_name(struct lint *lint, const struct model *model)
{
	const json_t *key;
	size_t i;

	json_array_foreach (model->foreign_keys, i, key) {
		const json_t *columns = key_columns(key);
		const json_t *to = json_object_get(key, "references");
		const char *name =
		    json_string_value(json_array_get(columns, 0));
		const char *target =
		    json_string_value(json_array_get(key_columns(to), 0));

		if (json_array_size(columns) != 1 || !name ||
		    has_suffix(name, target ? target : ""))
			continue;
		lint_report(lint,
		    &(struct place){ .column = name, .key = key_name(key) },
		    "%s refers to %s", name, ev_str(to, "table"));
	}
}
