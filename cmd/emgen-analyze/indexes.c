/* indexes - rules about indexes and unique keys (rules.h). */
#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "rules.h"

/* "index orders_user_id", or its columns when it has no name. */
static char *
label(const json_t *index)
{
	char *names = names_join(key_columns(index));
	struct buf text = BUF_INIT;

	if (key_name(index))
		buf_addf(&text, "%s (%s)", key_name(index), names);
	else
		buf_addf(&text, "(%s)", names);
	free(names);
	return buf_detach(&text);
}

static void
report(struct lint *lint, const json_t *index, const char *words,
    const char *other)
{
	char *name = label(index);

	lint_report(lint,
	    &(struct place){
		.columns = key_columns(index), .key = key_name(index) },
	    "%s %s%s", name, words, other);
	free(name);
}

void
check_foreign_index(struct lint *lint, const struct model *model)
{
	const json_t *key;
	size_t i;

	json_array_foreach (model->foreign_keys, i, key) {
		const json_t *columns = key_columns(key);
		char *names;

		if (model_finds_by(model, columns))
			continue;
		names = names_join(columns);
		lint_report(lint,
		    &(struct place){ .columns = columns, .key = key_name(key) },
		    "no index begins with %s, which refers to %s", names,
		    ev_str(json_object_get(key, "references"), "table"));
		free(names);
	}
}

/* --- indexes that are too many --- */

/* Whether it is in order, so that what it begins with finds rows, too. */
static bool
is_tree(const json_t *index)
{
	return !*index_method(index);
}

/* Whether it holds all rows, by columns. */
static bool
is_whole(const json_t *index)
{
	const json_t *name;
	size_t i;

	json_array_foreach (key_columns(index), i, name)
		if (!json_is_string(name))
			return false;
	return !index_is_partial(index);
}

/* Another index that makes one needless, by same(a, b); NULL for none. */
static const json_t *
find_other(const struct model *model, size_t at,
    bool (*is_needless)(const json_t *index, const json_t *other, bool later))
{
	const json_t *index = json_array_get(model->indexes, at);
	const json_t *other;
	size_t i;

	json_array_foreach (model->indexes, i, other)
		if (i != at && is_whole(index) && is_whole(other) &&
		    is_needless(index, other, i < at))
			return other;
	return NULL;
}

/* Of two on the same columns the one that is not unique goes, or the later. */
static bool
is_duplicate(const json_t *index, const json_t *other, bool later)
{
	bool unique = index_is_unique(index);

	if (!json_equal(key_columns(index), key_columns(other)) ||
	    strcmp(index_method(index), index_method(other)) != 0)
		return false;
	return unique == index_is_unique(other) ? later : !unique;
}

static bool
is_redundant(const json_t *index, const json_t *other, bool later)
{
	(void)later;
	return !index_is_unique(index) && is_tree(index) && is_tree(other) &&
	       json_array_size(key_columns(index)) <
		   json_array_size(key_columns(other)) &&
	       names_begin(key_columns(other), key_columns(index));
}

static void
report_other(struct lint *lint, const json_t *index, const char *words,
    const json_t *other)
{
	char *name = label(other);

	report(lint, index, words, name);
	free(name);
}

void
check_duplicate_index(struct lint *lint, const struct model *model)
{
	const json_t *index;
	size_t i;

	json_array_foreach (model->indexes, i, index) {
		const json_t *other = find_other(model, i, is_duplicate);

		if (is_whole(index) && is_tree(index) &&
		    json_equal(key_columns(index), model->key))
			report(lint, index, "is on the primary key", "");
		else if (other)
			report_other(lint, index, "is the same as ", other);
	}
}

void
check_redundant_index(struct lint *lint, const struct model *model)
{
	const json_t *index;
	size_t i;

	json_array_foreach (model->indexes, i, index) {
		const json_t *other = find_other(model, i, is_redundant);

		if (other)
			report_other(lint, index, "begins ", other);
		else if (is_whole(index) && is_tree(index) &&
			 !index_is_unique(index) &&
			 names_begin(model->key, key_columns(index)) &&
			 !json_equal(key_columns(index), model->key))
			report(lint, index, "begins the primary key", "");
	}
}

/* --- how wide --- */

/* Bytes that a column takes in an index; 0 where its type does not say. */
static json_int_t
width_of(const json_t *column)
{
	json_int_t length = column_length(column);

	if (length < 0)
		return 0;
	return column_is(column, "string") ? 4 * length : length;
}

/* InnoDB's limit, and a third of a page of PostgreSQL's B-trees. */
static json_int_t
limit_of(const char *driver)
{
	if (strcmp(driver, "mysql") == 0)
		return 3072;
	return strcmp(driver, "pgsql") == 0 ? 2704 : 0;
}

void
check_wide_index(struct lint *lint, const struct model *model)
{
	json_int_t limit = limit_of(model->driver);
	const json_t *index, *name;
	size_t i, k;

	json_array_foreach (model->indexes, i, index) {
		json_int_t bytes = 0;

		if (!is_tree(index))
			continue;

		json_array_foreach (key_columns(index), k, name)
			if (json_is_string(name))
				bytes += width_of(model_column(
				    model, json_string_value(name)));
		if (limit && bytes > limit) {
			char *text = label(index);

			lint_report(lint,
			    &(struct place){ .columns = key_columns(index),
				.key = key_name(index) },
			    "%s can take %lld bytes, an entry has at most %lld",
			    text, (long long)bytes, (long long)limit);
			free(text);
		}
	}
}
