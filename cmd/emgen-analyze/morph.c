/* morph - two columns that say together what a row refers to (morph.h). */
#include "morph.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "rules.h"
#include "words.h"

const char *
morph_sibling(const struct model *model, const char *name, const char *last)
{
	const char *const list[] = { last, NULL };
	char *stem = words_but_last(name);
	const char *found = NULL;
	const json_t *column;
	size_t i;

	json_array_foreach (model->columns, i, column) {
		const char *other = ev_str(column, "name");
		char *others = words_but_last(other);

		if (stem && others && strcmp(stem, others) == 0 &&
		    words_end(other, list))
			found = other;
		free(others);
	}
	free(stem);
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
