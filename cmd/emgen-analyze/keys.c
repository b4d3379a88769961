/* keys - rules about primary keys (rules.h). */
#include <stdlib.h>

#include "ev.h"
#include "rules.h"
#include "sqltype.h"

void
check_no_primary_key(struct lint *lint, const struct model *model)
{
	if (model->is_view || model->is_pivot ||
	    json_array_size(model->key) > 0)
		return;
	lint_report(lint, &(struct place){ NULL }, "%s has no primary key",
	    model->table);
}

void
check_composite_key(struct lint *lint, const struct model *model)
{
	char *names;

	if (model->is_pivot || json_array_size(model->key) < 2)
		return;
	names = names_join(model->key);
	lint_report(lint, &(struct place){ .columns = model->key },
	    "the primary key is (%s)", names);
	free(names);
}

/* The one numbered column of the primary key, or NULL. */
static const json_t *
numbered_key(const struct model *model)
{
	const json_t *key = json_object_get(model->facts, "key");

	if (!json_is_true(json_object_get(key, "incrementing")) ||
	    json_array_size(model->key) != 1)
		return NULL;
	return model_column(
	    model, json_string_value(json_array_get(model->key, 0)));
}

static void
check_key_bits(
    struct lint *lint, const struct model *model, int least, int most)
{
	const json_t *column = numbered_key(model);
	const char *type = ev_str(column, "databaseType");
	int bits = sqltype_bits(model->driver, type);

	if (bits < least || bits > most)
		return;
	if (!json_is_true(json_object_get(column, "unsigned")))
		bits--;
	lint_report(lint, &(struct place){ .columns = model->key },
	    "%s ends at %llu: it is %s", ev_str(column, "name"),
	    (1ULL << bits) - 1, type);
}

void
check_narrow_key(struct lint *lint, const struct model *model)
{
	check_key_bits(lint, model, 1, 31);
}

void
check_integer_key(struct lint *lint, const struct model *model)
{
	check_key_bits(lint, model, 32, 32);
}
