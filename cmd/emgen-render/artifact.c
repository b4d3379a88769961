/* artifact - what one definition becomes (artifact.h). */
#include "artifact.h"

#include <stdlib.h>
#include <string.h>

#include "diagram.h"
#include "list.h"
#include "mem.h"
#include "source.h"
#include "work.h"

/* --- which are wanted --- */

static bool
is_artifact(const struct templates *templates, const char *name)
{
	static const char *const names[] = { "base", "model", "enum", "factory",
		"request", "documentation", NULL };

	if (list_has(names, name))
		return true;
	for (size_t i = 0; i < templates->extras; i++)
		if (strcmp(templates->extra[i].kind, name) == 0)
			return true;
	return false;
}

int
artifact_check(const struct renderer *renderer, struct em_err *err)
{
	for (size_t i = 0; i < renderer->artifact_count; i++)
		if (!is_artifact(renderer->templates, renderer->artifacts[i]))
			return err_set(err, EM_PERM,
			    "--artifact: not base, model, enum, "
			    "factory, request, documentation or one of "
			    "--templates: %s",
			    renderer->artifacts[i]);
	return 0;
}

static bool
wants(const struct work *work, const char *artifact, enum output_folder folder)
{
	const struct renderer *renderer = work->renderer;
	bool wanted = renderer->artifact_count == 0;

	for (size_t i = 0; i < renderer->artifact_count; i++)
		wanted |= strcmp(renderer->artifacts[i], artifact) == 0;
	return wanted && renderer->output->paths[folder];
}

/* --- the artefacts of a definition --- */

static const char *
model_kind(const struct work *work)
{
	return work->def->pivot ? "pivot" : "model";
}

static struct plan
model_plan(struct work *work)
{
	const char *class = work->def->class;

	return (struct plan){ model_kind(work), "ModelGenerated", "model.php",
		FOLDER_MODELS, RULE_USUAL, class,
		work_file(work, class, ".php") };
}

static void
render_model(struct work *work)
{
	const struct plan plan = model_plan(work);

	work_render(
	    work, &plan, model_view(work->arena, work->def, &work->style));
}

/* In the mode "split": what is ours, and what is the user's. */
static void
render_base(struct work *work)
{
	struct plan plan = model_plan(work);

	plan.artifact = "base";
	plan.folder = FOLDER_BASES;
	plan.rule = RULE_OURS;
	work_render(
	    work, &plan, model_view(work->arena, work->def, &work->style));
}

static void
render_user(struct work *work)
{
	const char *class = work->def->class;
	const struct plan plan = { model_kind(work), "ModelGenerated",
		"user.php", FOLDER_MODELS, RULE_ONCE, class,
		work_file(work, class, ".php") };

	if (work_is_elsewhere(work))
		work_leave_written(work, plan.artifact);
	else
		work_render(work, &plan,
		    user_view(work->arena, work->def, &work->style));
}

static void
render_enums(struct work *work)
{
	for (size_t i = 0; i < work->def->enum_count; i++) {
		const struct enumeration *e = &work->def->enums[i];
		const struct plan plan = { "enum", "ModelGenerated", "enum.php",
			FOLDER_ENUMS, RULE_USUAL, e->name,
			work_file(work, e->name, ".php") };

		work_render(
		    work, &plan, enum_view(work->arena, e, &work->style));
	}
}

static void
render_factory(struct work *work)
{
	const char *class = work->def->class;
	const struct plan plan = { "factory", "ModelFactoryGenerated",
		"factory.php", FOLDER_FACTORIES, RULE_USUAL, class,
		work_file(work, class, "Factory.php") };

	work_render(
	    work, &plan, factory_view(work->arena, work->def, &work->style));
}

static void
render_request(struct work *work)
{
	const char *class = work->def->class;
	const struct plan plan = { "request", "ModelGenerated", "request.php",
		FOLDER_REQUESTS, RULE_USUAL, class,
		work_file(work, class, "Request.php") };

	work_render(
	    work, &plan, request_view(work->arena, work->def, &work->style));
}

static void
render_page(struct work *work)
{
	const char *class = work->def->class;
	const struct plan plan = { "documentation", "DocumentationUpdated",
		"documentation.md", FOLDER_DOCS, RULE_USUAL, class,
		work_file(work, class, ".md") };

	work_render(work, &plan,
	    doc_view(work->arena, work->def, work->renderer->index));
}

/* What the user's folder of templates makes, from all that a model is. */
static void
render_extras(struct work *work)
{
	const struct templates *templates = work->renderer->templates;
	struct style whole = work->style;
	struct view *view;

	if (!templates->extras)
		return;
	whole.split = false;
	view = model_view(work->arena, work->def, &whole);
	model_add_columns(work->arena, view, work->def);
	for (size_t i = 0; i < templates->extras; i++) {
		const struct extra *extra = &templates->extra[i];
		char *file = templates_file(extra, work->def->class);
		const struct plan plan = { extra->kind, "ModelGenerated",
			extra->template, FOLDER_MODELS, RULE_USUAL,
			work->def->class, file };

		if (wants(work, extra->kind, FOLDER_MODELS))
			work_render(work, &plan, view);
		free(file);
	}
}

/* The file with a person's model of the table, in the arena; or NULL. */
static const char *
find_written(struct work *work)
{
	const struct plan plan = model_plan(work);
	const char *folder = work->renderer->output->paths[FOLDER_MODELS];
	const char *path = source_join(work->arena, folder, "/", plan.file);
	const char *written = work->def->written;

	if (written && strcmp(written, path) != 0)
		return written;
	return work_is_foreign(work, &plan) ? path : NULL;
}

/*
 * In the mode "new" a table with a model of the user's is left alone; in the
 * mode "split" only when the model is not where one over our base would be,
 * nor extends one of ours from where it is.
 */
static bool
is_taken(struct work *work)
{
	const struct settings *settings = work->renderer->settings;
	const char *path = NULL;

	if (strcmp(settings_string(settings, "mode"), "new") == 0)
		path = find_written(work);
	else if (work_is_elsewhere(work) && !work_extends_base(work))
		path = work->def->written;
	if (path)
		report_skipped(
		    work, model_kind(work), path, "the table has a model");
	return path;
}

static void
render_all(struct work *work)
{
	const struct definition *def = work->def;

	if (wants(work, "base", FOLDER_BASES))
		render_base(work);
	if (wants(work, "model", FOLDER_MODELS))
		(work->style.split ? render_user : render_model)(work);
	if (wants(work, "enum", FOLDER_ENUMS))
		render_enums(work);
	if (wants(work, "factory", FOLDER_FACTORIES) && work_has_rows(def))
		render_factory(work);
	if (wants(work, "request", FOLDER_REQUESTS) && work_has_rows(def))
		render_request(work);
	if (wants(work, "documentation", FOLDER_DOCS))
		render_page(work);
	render_extras(work);
}

/* What emgen.lock keeps of a table that went well. */
static void
remember(struct work *work)
{
	struct ledger *ledger = &work->renderer->output->ledger;
	const struct definition *def = work->def;

	ledger_done(ledger, def->lock_key);
	lock_set_class(ledger->next, def->lock_key, def->class);
	for (size_t i = 0; i < def->relation_count; i++)
		if (def->relations[i].lock_key)
			lock_set_relation(ledger->next,
			    def->relations[i].lock_key, def->relations[i].name);
}

void
artifact_render(struct renderer *renderer, const struct jsonv *ev)
{
	struct definition def;
	struct work work = { .renderer = renderer,
		.cause = ev_cause(ev),
		.def = &def,
		.arena = renderer->arena };
	struct em_err err;

	if (definition_read(&def, work.arena, ev, &err)) {
		def.lock_key = jsonv_str(ev, "subject");
		report_failed(&work, "model", &err);
		return;
	}
	work.style = work_style(renderer, &def);
	report_started(&work);
	if (!is_taken(&work)) {
		render_all(&work);
		if (!work.failed)
			remember(&work);
	}
}

void
artifact_render_index(struct renderer *renderer, struct ev_cause cause)
{
	const struct definition none = { .class = "README",
		.lock_key = LEDGER_ALL_TABLES };
	struct work work = { .renderer = renderer,
		.cause = cause,
		.def = &none,
		.arena = renderer->arena,
		.models = renderer->index->models };
	const struct plan plans[] = {
		{ "documentation", "DocumentationUpdated", DIAGRAM_TEMPLATE,
		    FOLDER_DOCS, RULE_USUAL, "README", "models.svg" },
		{ "documentation", "DocumentationUpdated", "index.md",
		    FOLDER_DOCS, RULE_USUAL, "README", "README.md" },
	};
	const struct view *root = doc_index_view(renderer->index);

	for (size_t i = renderer->index->svg ? 0 : 1; root && i < 2; i++)
		work_render(&work, &plans[i], root);
}
