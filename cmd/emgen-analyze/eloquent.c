/* eloquent - rules about what Eloquent makes of columns (rules.h). */
#include <string.h>

#include "ev.h"
#include "names.h"
#include "rules.h"
#include "words.h"

static bool
is_hidden(const struct model *model, const char *column)
{
	return names_have(json_object_get(model->facts, "hidden"), column);
}

void
check_password_hidden(struct lint *lint, const struct model *model)
{
	static const char *const last[] = { "password", "passwd", "pwd",
		"password_hash", "password_digest", "passphrase",
		"encrypted_password", "hashed_password", "secret", "api_key",
		"secret_key", "private_key", "access_key", "access_token",
		"refresh_token", "api_token", "remember_token", NULL };
	const json_t *column;
	size_t i;

	if (!json_is_array(json_object_get(model->facts, "hidden")))
		return;
	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");

		if (column_is_text(column) && words_end(name, last) &&
		    !is_hidden(model, name))
			lint_report(lint, &(struct place){ .column = name },
			    "%s is not hidden", name);
	}
}

void
check_password_length(struct lint *lint, const struct model *model)
{
	enum { BCRYPT = 60 };
	static const char *const last[] = { "password", "passwd",
		"password_hash", "password_digest", "encrypted_password",
		"hashed_password", NULL };
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");
		json_int_t length = column_length(column);

		if (column_is_text(column) && words_end(name, last) &&
		    length >= 0 && length < BCRYPT)
			lint_report(lint, &(struct place){ .column = name },
			    "%s holds %lld characters, a hash has %d or more",
			    name, (long long)length, (int)BCRYPT);
	}
}

void
check_soft_delete(struct lint *lint, const struct model *model)
{
	const json_t *column = model_column(model, "deleted_at");
	const struct place place = { .column = "deleted_at" };

	if (!column || model->is_view)
		return;
	if (!column_is_datetime(column))
		lint_report(lint, &place, "deleted_at is %s, no time",
		    ev_str(column, "kind"));
	else if (!column_is_nullable(column))
		lint_report(lint, &place,
		    "deleted_at is NOT NULL: every row counts as deleted");
}

/* --- timestamps --- */

static const char *const stamps[] = { "created_at", "updated_at" };
static const char *const members[] = { "created", "updated" };

/* Whether Eloquent fills the column: dates, or a pair of integers. */
static bool
is_filled(const struct model *model, size_t i)
{
	return json_is_string(json_object_get(
	    json_object_get(model->facts, "timestamps"), members[i]));
}

void
check_timestamp_type(struct lint *lint, const struct model *model)
{
	for (size_t i = 0; i < 2; i++) {
		const json_t *column = model_column(model, stamps[i]);

		if (column && !is_filled(model, i))
			lint_report(lint,
			    &(struct place){ .column = stamps[i] },
			    "%s is %s, no time", stamps[i],
			    ev_str(column, "kind"));
	}
}

void
check_timestamp_pair(struct lint *lint, const struct model *model)
{
	if (model->is_view)
		return;
	for (size_t i = 0; i < 2; i++)
		if (model_column(model, stamps[i]) &&
		    !model_column(model, stamps[1 - i]))
			lint_report(lint,
			    &(struct place){ .column = stamps[i] },
			    "%s is there without %s", stamps[i], stamps[1 - i]);
}

void
check_eloquent_name(struct lint *lint, const struct model *model)
{
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");

		if (names_column_is_member(name))
			lint_report(lint, &(struct place){ .column = name },
			    "%s is a property of Eloquent's Model", name);
	}
}

void
check_unusable_name(struct lint *lint, const struct model *model)
{
	const json_t *column;
	size_t i;

	if (!names_can_be_queried(model->table))
		lint_report(lint, &(struct place){ NULL },
		    "the table %s cannot be asked for", model->table);
	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");

		if (!names_can_be_queried(name))
			lint_report(lint, &(struct place){ .column = name },
			    "%s cannot be asked for", name);
	}
}
