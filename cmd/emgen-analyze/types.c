/* types - rules about what columns hold (rules.h). */
#include <string.h>
#include <strings.h>

#include "ev.h"
#include "morph.h"
#include "rules.h"
#include "words.h"

static void
report(struct lint *lint, const json_t *column, const char *words)
{
	const char *name = ev_str(column, "name");

	lint_report(lint, &(struct place){ .column = name }, "%s is %s: %s",
	    name,
	    *ev_str(column, "databaseType") ? ev_str(column, "databaseType")
					    : ev_str(column, "kind"),
	    words);
}

void
check_float_money(struct lint *lint, const struct model *model)
{
	static const char *const words[] = { "price", "prices", "amount",
		"cost", "costs", "fee", "fees", "salary", "wage", "wages",
		"balance", "money", "payment", "revenue", "turnover",
		"discount_amount", "tax_amount", "subtotal", "total_price",
		"grand_total", "net_total", "gross_total", "order_total",
		"invoice_total", "budget", "deposit", "refund", "commission",
		"freight", NULL };
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column)
		if (column_is(column, "float") &&
		    words_have(ev_str(column, "name"), words))
			report(lint, column, "the name says money");
}

/* A text that no CHECK and no type restricts, and that is no reference. */
static bool
is_free_text(const struct model *model, const json_t *column)
{
	const char *name = ev_str(column, "name");

	return column_is_text(column) && !model_values(model, column) &&
	       !model_is_foreign(model, name) && !model_is_key(model, name);
}

void
check_text_enum(struct lint *lint, const struct model *model)
{
	static const char *const last[] = { "status", "type", "kind", "gender",
		"priority", "severity", "visibility", NULL };
	static const char *const no[] = { "mime_type", "content_type",
		"media_type", "mime", NULL };
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");

		if (is_free_text(model, column) && words_end(name, last) &&
		    !words_have(name, no) && column_length(column) != 1 &&
		    !morph_sibling(model, name, "id"))
			report(
			    lint, column, "the name says one of a few values");
	}
}

/* --- booleans --- */

static const char *
text_of(const json_t *value)
{
	return json_is_object(value) ? ev_str(value, "value")
				     : json_string_value(value);
}

/* Whether the values are two that mean yes and no. */
static bool
is_yes_no(const json_t *values)
{
	static const char *const pairs[][2] = { { "y", "n" }, { "t", "f" },
		{ "j", "n" }, { "0", "1" }, { "yes", "no" },
		{ "true", "false" }, { "on", "off" } };
	const char *a = text_of(json_array_get(values, 0));
	const char *b = text_of(json_array_get(values, 1));

	if (json_array_size(values) != 2 || !a || !b)
		return false;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if ((strcasecmp(a, pairs[i][0]) == 0 &&
			strcasecmp(b, pairs[i][1]) == 0) ||
		    (strcasecmp(a, pairs[i][1]) == 0 &&
			strcasecmp(b, pairs[i][0]) == 0))
			return true;
	return false;
}

static bool
is_boolean_name(const char *name)
{
	static const char *const first[] = { "is", "has", "can", "should",
		"was", "did", NULL };
	static const char *const last[] = { "active", "enabled", "disabled",
		"deleted", "visible", "hidden", "flag", NULL };

	return words_begin(name, first) || words_end(name, last);
}

void
check_text_boolean(struct lint *lint, const struct model *model)
{
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column) {
		const json_t *values = model_values(model, column);
		json_int_t length = column_length(column);

		if (!column_is_text(column) && !column_is(column, "enum"))
			continue;
		if (is_yes_no(values))
			report(lint, column, "its values are yes and no");
		else if (!values && length > 0 && length <= 5 &&
			 is_boolean_name(ev_str(column, "name")))
			report(lint, column, "the name says yes or no");
	}
}

void
check_nullable_boolean(struct lint *lint, const struct model *model)
{
	const json_t *column;
	size_t i;

	if (model->is_view)
		return;
	json_array_foreach (model->columns, i, column)
		if (column_is(column, "boolean") && column_is_nullable(column))
			report(lint, column, "it can be null");
}

/* --- text that is something else --- */

void
check_text_date(struct lint *lint, const struct model *model)
{
	static const char *const last[] = { "at", "date", "datetime",
		"timestamp", "birthday", "birthdate", "dob", NULL };
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column)
		if (is_free_text(model, column) &&
		    words_end(ev_str(column, "name"), last))
			report(lint, column, "the name says a date or time");
}

void
check_text_json(struct lint *lint, const struct model *model)
{
	static const char *const last[] = { "json", "meta", "metadata",
		"payload", "settings", "options", "preferences", "attributes",
		"properties", NULL };
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column)
		if (column_is(column, "text") && is_free_text(model, column) &&
		    words_end(ev_str(column, "name"), last))
			report(lint, column, "the name says JSON");
}

static bool
is_uuid_text(const json_t *column)
{
	static const char *const last[] = { "id", "uuid", "guid", NULL };

	return column_length(column) == 36 &&
	       (column_is(column, "string") || column_is(column, "uuid")) &&
	       words_end(ev_str(column, "name"), last);
}

void
check_uuid_mix(struct lint *lint, const struct model *model)
{
	const json_t *column;
	bool has_uuid = false;
	size_t i;

	json_array_foreach (model->columns, i, column)
		has_uuid |=
		    column_is(column, "uuid") &&
		    strcasecmp(ev_str(column, "databaseType"), "uuid") == 0;
	json_array_foreach (model->columns, i, column)
		if (has_uuid && is_uuid_text(column))
			report(lint, column, "others are of the type uuid");
}

void
check_timezone_mix(struct lint *lint, const struct model *model)
{
	json_t *zoned = json_array(), *plain = json_array();
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column)
		if (column_is_datetime(column))
			(void)json_array_append_new(
			    column_is(column, "datetimetz") ? zoned : plain,
			    json_string(ev_str(column, "name")));
	if (json_array_size(zoned) > 0 && json_array_size(plain) > 0) {
		char *with = names_join(zoned), *without = names_join(plain);

		lint_report(lint, &(struct place){ .columns = plain },
		    "%s have a time zone, %s have none", with, without);
		free(with);
		free(without);
	}
	json_decref(zoned);
	json_decref(plain);
}
