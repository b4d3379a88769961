/* morph - two columns that say together what a row refers to (morph.h). */
#include "morph.h"

#include "ev.h"
#include "rules.h"
#include "words.h"

const char *
morph_sibling(const struct model *model, const char *name, const char *last)
{
	const char *found = NULL;
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column) {
		const char *other = ev_str(column, "name");

		if (words_are_siblings(name, other, last))
			found = other;
	}
	return found;
}

static void
check_morph(struct lint *lint, const struct model *model, const char *type,
    const char *id)
{
	json_t *alone = json_pack("[s]", id),
	       *pair = json_pack("[ss]", type, id);

	if (!model_finds_by(model, alone) && !model_finds_by(model, pair))
		lint_report(lint, &(struct place){ .columns = pair },
		    "no index begins with (%s, %s)", type, id);
	json_decref(alone);
	json_decref(pair);
}

void
check_morph_index(struct lint *lint, const struct model *model)
{
	static const char *const types[] = { "type", NULL };
	const json_t *column;
	size_t i;

	if (model->is_view || !*model->driver)
		return;
	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");
		const char *id =
		    column_is_text(column) && words_end(name, types)
			? morph_sibling(model, name, "id")
			: NULL;

		if (id && !model_is_foreign(model, id))
			check_morph(lint, model, name, id);
	}
}
