/* work - one file of a definition (work.h). */
#include "work.h"

#include <string.h>

#include "clock.h"
#include "diagram.h"
#include "names.h"
#include "php.h"
#include "php_class.h"
#include "slurp.h"
#include "source.h"
#include "tidy.h"

enum { USUAL_SIZE = 1 << 12 }; /* of a file, in bytes */

static bool
is_whole_model(const struct work *work, const struct plan *plan)
{
	return plan->folder == FOLDER_MODELS && !work->style.split &&
	       strcmp(plan->template, "model.php") == 0;
}

/* base is what the class in that file should extend, and does not; or NULL. */
static void
report_left(struct work *work, const char *artifact, const char *path,
    const char *reason, const char *base)
{
	report_skipped(work, artifact, path,
	    base ? source_printf(work->arena, "%s; its class should extend %s",
		       reason, base)
		 : reason);
}

static void
put(struct work *work, const struct plan *plan, const struct buf *text,
    int64_t began)
{
	struct output_file file = {
		.arena = work->arena,
		.folder = plan->folder,
		.rule = plan->rule,
		.table = work->def->lock_key,
		.name = plan->file,
		/* the user's class, which is written once */
		.base = plan->rule == RULE_ONCE
			    ? work_file(work, NAMES_BASES "\\", plan->class)
			    : NULL,
	};

	output_put(work->renderer->output, &file, text);
	if (is_whole_model(work, plan) && file.result <= OUTPUT_UNCHANGED)
		output_leave_base(
		    work->renderer->output, file.table, file.name);
	switch (file.result) {
	case OUTPUT_WRITTEN:
		report_generated(work, plan, file.path, began, text->len);
		break;
	case OUTPUT_UNCHANGED:
		report_skipped(work, plan->artifact, file.path, "unchanged");
		break;
	case OUTPUT_SKIPPED:
		report_left(work, plan->artifact, file.path, file.reason,
		    file.lacks_base ? file.base : NULL);
		break;
	case OUTPUT_FAILED:
		report_failed(work, plan->artifact, &file.err);
		break;
	}
}

/* The text that the template makes, as it is written. */
static int
make_text(struct work *work, const struct plan *plan, const struct view *view,
    struct buf *text, struct em_err *err)
{
	const struct mustache_template *template =
	    mustache_get(work->renderer->templates->set, plan->template, err);
	void (*escape)(struct buf * out, const char *text, size_t len) =
	    templates_escape(plan->template);
	struct buf graph;
	int rc;

	if (!template || mustache_render(template, view, escape, text, err))
		return -1;
	if (escape == php_quote)
		tidy(text);
	if (strcmp(plan->template, DIAGRAM_TEMPLATE) != 0)
		return 0;
	graph = *text;
	*text = (struct buf)BUF_INIT;
	rc = diagram_draw(&graph, text, err);
	buf_clear(&graph);
	return rc;
}

void
work_render(struct work *work, const struct plan *plan, const struct view *view)
{
	int64_t began = clock_monotonic_us();
	struct buf text = BUF_INIT;
	struct em_err err;

	buf_reserve(&text, USUAL_SIZE);
	if (make_text(work, plan, view, &text, &err))
		report_failed(work, plan->artifact, &err);
	else
		put(work, plan, &text, began);
	buf_clear(&text);
}

bool
work_is_elsewhere(const struct work *work)
{
	return work->style.split && work->def->written &&
	       strcasecmp(work->def->namespace, work->style.namespace) != 0;
}

/* Which of our bases the class that a person wrote extends, in the arena. */
static const char *
base_of_written(struct work *work)
{
	const char *bases = source_join(
	    work->arena, work->style.namespace, "\\", NAMES_BASES "\\");
	struct php_class class;
	struct buf text = BUF_INIT;
	struct em_err err;
	const char *base = NULL;

	if (slurp(work->def->written, &text, &err) == 0 &&
	    php_class_read(&class, buf_peek(&text), text.len)) {
		if (class.parent &&
		    strncasecmp(class.parent, bases, strlen(bases)) == 0)
			base = arena_strdup(
			    work->arena, class.parent + strlen(bases));
		php_class_clear(&class);
	}
	buf_clear(&text);
	return base;
}

bool
work_extends_base(struct work *work)
{
	return base_of_written(work);
}

void
work_leave_written(struct work *work, const char *artifact)
{
	const char *base = base_of_written(work), *class = work->def->class;

	report_left(work, artifact, work->def->written, "written by hand",
	    base && strcasecmp(base, class) != 0
		? work_file(work, NAMES_BASES "\\", class)
		: NULL);
}

bool
work_is_foreign(struct work *work, const struct plan *plan)
{
	struct output_file file = { .arena = work->arena,
		.folder = plan->folder,
		.table = work->def->lock_key,
		.name = plan->file };
	struct buf text = BUF_INIT;
	struct em_err err;
	bool foreign = output_is_foreign(work->renderer->output, &file, NULL);

	if (foreign && make_text(work, plan,
			   model_view(work->arena, work->def, &work->style),
			   &text, &err) == 0)
		foreign =
		    output_is_foreign(work->renderer->output, &file, &text);
	buf_clear(&text);
	return foreign;
}

char *
work_file(struct work *work, const char *class, const char *suffix)
{
	return source_join(work->arena, class, suffix);
}

bool
work_has_rows(const struct definition *def)
{
	return !def->pivot && def->is_table;
}

/* As composer.json has it, or as in a new application. */
static const char *
app_models(const struct settings *settings)
{
	return settings_source(settings, "namespace") == SETTINGS_COMPOSER_JSON
		   ? settings_string(settings, "namespace")
		   : "App\\Models";
}

struct style
work_style(const struct renderer *renderer, const struct definition *def)
{
	const struct settings *settings = renderer->settings;

	return (struct style){
		.laravel = settings_int(settings, "laravel"),
		.strict_types = settings_bool(settings, "strictTypes"),
		.has_factory = work_has_rows(def) &&
			       output_has_factory(renderer->output, def->class),
		.split = renderer->output->paths[FOLDER_BASES] != NULL,
		.namespace = settings_string(settings, "namespace"),
		.factories_namespace =
		    settings_string(settings, "factoriesNamespace"),
		.requests_namespace =
		    settings_string(settings, "requestsNamespace"),
		.app_models = app_models(settings),
	};
}
