/* artifact - what one definition becomes (artifact.h). */
#include "artifact.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "jsonw.h"
#include "mem.h"
#include "model.h"
#include "php.h"

/* A definition at work. */
struct work {
	struct renderer *renderer;
	const json_t *ev;
	const struct definition *def;
	const json_t *models; /* of the index; else the definition's own */
	struct arena arena;
	struct style style;
	unsigned n; /* events about it so far */
	bool failed;
};

static const struct {
	const char *name;
	enum artifact bit;
} artifacts[] = {
	{ "model", ARTIFACT_MODEL },
	{ "enum", ARTIFACT_ENUM },
	{ "factory", ARTIFACT_FACTORY },
	{ "documentation", ARTIFACT_DOCUMENTATION },
};

unsigned
artifact_find(const char *name)
{
	for (size_t i = 0; i < sizeof(artifacts) / sizeof(*artifacts); i++)
		if (strcmp(artifacts[i].name, name) == 0)
			return artifacts[i].bit;
	return 0;
}

/* --- events --- */

static struct buf *
begin(struct work *work, const char *type)
{
	struct ev_head head = {
		.type = type,
		.subject = work->def->lock_key,
		.cause = work->ev,
		.n = work->n++,
	};
	struct buf *out = ev_begin(work->renderer->io, &head);

	buf_addc(out, '{');
	return out;
}

static void
end(struct work *work, struct buf *out)
{
	buf_addc(out, '}');
	ev_end(work->renderer->io);
}

static void
say_started(struct work *work)
{
	struct buf *out = begin(work, "ModelGenerationStarted");

	jsonw_text(out, "table", work->def->lock_key);
	jsonw_name(out, "options");
	buf_adds(out, "{}");
	jsonw_text(out, "connection", work->def->connection);
	end(work, out);
}

static void
say_skipped(
    struct work *work, const char *artifact, const struct output_file *file)
{
	struct buf *out = begin(work, "ModelGenerationSkipped");

	jsonw_text(out, "table", work->def->lock_key);
	jsonw_text(out, "path", file->path);
	jsonw_text(out, "reason",
	    file->result == OUTPUT_UNCHANGED ? "unchanged" : file->reason);
	jsonw_text(out, "artifact", artifact);
	end(work, out);
}

static void
say_failed(struct work *work, const char *artifact, const struct em_err *err)
{
	struct buf *out = begin(work, "ModelGenerationFailed");

	jsonw_text(out, "table", work->def->lock_key);
	jsonw_text(out, "error", err->msg);
	jsonw_text(
	    out, "exception", err->code == EM_TEMP ? "temporary" : "permanent");
	jsonw_text(out, "artifact", artifact);
	end(work, out);
	die_note("%s: %s: %s", work->def->lock_key, artifact, err->msg);
	ev_failed(work->renderer->io, err->code);
	work->failed = true;
}

static void
add_metrics(
    struct buf *out, int64_t began, size_t bytes, const size_t *relations)
{
	jsonw_name(out, "metrics");
	buf_addc(out, '{');
	jsonw_int(out, "durationUs", clock_monotonic_us() - began);
	jsonw_int(out, "bytes", (int64_t)bytes);
	if (relations)
		jsonw_int(out, "relations", (int64_t)*relations);
	buf_addc(out, '}');
}

/* --- files --- */

/* A file to be made: its template, place and name. */
struct plan {
	const char *artifact, *type; /* of the event that tells */
	const char *template;
	enum output_folder folder;
	const char *class, *suffix;
	void (*escape)(struct buf *out, const char *text, size_t len);
};

static void
add_models(struct buf *out, const struct work *work)
{
	const json_t *name;
	size_t i;

	jsonw_name(out, "models");
	buf_addc(out, '[');
	if (!work->models)
		jsonw_string(out, work->def->class);
	json_array_foreach (work->models, i, name) {
		jsonw_item(out);
		jsonw_string(out, json_string_value(name));
	}
	buf_addc(out, ']');
}

static void
say_generated(struct work *work, const struct plan *plan, const char *path,
    int64_t began, size_t bytes)
{
	bool is_model = strcmp(plan->type, "ModelGenerated") == 0;
	bool is_doc = strcmp(plan->type, "DocumentationUpdated") == 0;
	struct buf *out = begin(work, plan->type);

	if (is_doc) {
		add_models(out, work);
	} else {
		jsonw_text(
		    out, "model", is_model ? plan->class : work->def->class);
	}
	jsonw_text(out, "path", path);
	add_metrics(
	    out, began, bytes, is_model ? &work->def->relation_count : NULL);
	if (is_model) {
		jsonw_text(out, "artifact", plan->artifact);
		jsonw_bool(out, "changed", true);
	}
	end(work, out);
}

static void
put(struct work *work, const struct plan *plan, const struct buf *text,
    int64_t began)
{
	char *name = mem_printf("%s%s", plan->class, plan->suffix);
	struct output_file file = {
		.folder = plan->folder,
		.table = work->def->lock_key,
		.name = name,
	};

	output_put(work->renderer->output, &file, text);
	if (file.result == OUTPUT_WRITTEN)
		say_generated(work, plan, file.path, began, text->len);
	else if (file.result == OUTPUT_FAILED)
		say_failed(work, plan->artifact, &file.err);
	else
		say_skipped(work, plan->artifact, &file);
	output_file_clear(&file);
	free(name);
}

/* Sections end with a blank line; the last one of a class has none. */
static void
trim_class(struct buf *text)
{
	static const char ending[] = "\n\n}\n";
	size_t len = sizeof(ending) - 1;

	if (text->len < len ||
	    memcmp(text->data + text->len - len, ending, len) != 0)
		return;
	buf_truncate(text, text->len - len);
	buf_adds(text, "\n}\n");
}

static void
render(struct work *work, const struct plan *plan, const struct view *view)
{
	int64_t began = clock_monotonic_us();
	struct buf text = BUF_INIT;
	struct em_err err;
	const struct mustache_template *template =
	    mustache_get(work->renderer->templates, plan->template, &err);

	if (!template ||
	    mustache_render(template, view, plan->escape, &text, &err))
		say_failed(work, plan->artifact, &err);
	else {
		trim_class(&text);
		put(work, plan, &text, began);
	}
	buf_clear(&text);
}

/* --- the artefacts of a definition --- */

static void
render_model(struct work *work)
{
	const struct plan plan = { work->def->pivot ? "pivot" : "model",
		"ModelGenerated", "model.php", FOLDER_MODELS, work->def->class,
		".php", php_quote };

	render(work, &plan, model_view(&work->arena, work->def, &work->style));
}

static void
render_enums(struct work *work)
{
	for (size_t i = 0; i < work->def->enum_count; i++) {
		const struct enumeration *e = &work->def->enums[i];
		const struct plan plan = { "enum", "ModelGenerated", "enum.php",
			FOLDER_ENUMS, e->name, ".php", php_quote };

		render(work, &plan, enum_view(&work->arena, e, &work->style));
	}
}

static void
render_factory(struct work *work)
{
	const struct plan plan = { "factory", "ModelFactoryGenerated",
		"factory.php", FOLDER_FACTORIES, work->def->class,
		"Factory.php", php_quote };

	render(
	    work, &plan, factory_view(&work->arena, work->def, &work->style));
}

static void
render_page(struct work *work)
{
	const struct plan plan = { "documentation", "DocumentationUpdated",
		"documentation.md", FOLDER_DOCS, work->def->class, ".md",
		doc_escape };

	doc_index_add(work->renderer->index, work->def);
	render(work, &plan, doc_view(&work->arena, work->def));
}

static bool
wants(
    const struct work *work, enum artifact artifact, enum output_folder folder)
{
	return (work->renderer->artifacts & artifact) &&
	       work->renderer->output->paths[folder];
}

/* In the mode "new" a table with a model of the user's is left alone. */
static bool
is_taken(struct work *work)
{
	struct renderer *renderer = work->renderer;
	const char *mode = settings_string(renderer->settings, "mode");
	char *name = mem_printf("%s.php", work->def->class);
	struct output_file file = {
		.name = name,
		.result = OUTPUT_SKIPPED,
		.reason = "the table has a model",
	};
	bool taken = strcmp(mode, "new") == 0 &&
		     output_is_foreign(renderer->output, FOLDER_MODELS,
			 work->def->lock_key, name);

	if (taken) {
		file.path = mem_printf(
		    "%s/%s", renderer->output->paths[FOLDER_MODELS], name);
		say_skipped(work, work->def->pivot ? "pivot" : "model", &file);
		output_file_clear(&file);
	}
	free(name);
	return taken;
}

static bool
has_factory(const struct work *work)
{
	const struct output *output = work->renderer->output;
	char *name = mem_printf("%sFactory.php", work->def->class);
	bool has = output->paths[FOLDER_FACTORIES] ||
		   output_exists(output, FOLDER_FACTORIES, name);

	free(name);
	return has && !work->def->pivot && work->def->is_table;
}

static void
render_all(struct work *work)
{
	const struct definition *def = work->def;

	if (wants(work, ARTIFACT_MODEL, FOLDER_MODELS))
		render_model(work);
	if (wants(work, ARTIFACT_ENUM, FOLDER_ENUMS))
		render_enums(work);
	if (wants(work, ARTIFACT_FACTORY, FOLDER_FACTORIES) && !def->pivot &&
	    def->is_table)
		render_factory(work);
	if (wants(work, ARTIFACT_DOCUMENTATION, FOLDER_DOCS))
		render_page(work);
}

/* What emgen.lock keeps of a table that went well. */
static void
remember(struct work *work)
{
	struct output *output = work->renderer->output;
	const struct definition *def = work->def;

	output_done(output, def->lock_key);
	lock_set_class(output->lock, def->lock_key, def->class);
	for (size_t i = 0; i < def->relation_count; i++)
		lock_set_relation(output->lock, def->relations[i].lock_key,
		    def->relations[i].name);
}

void
artifact_render(struct renderer *renderer, const json_t *ev)
{
	struct definition def;
	struct work work = { .renderer = renderer, .ev = ev, .def = &def };
	struct em_err err;

	if (definition_read(&def, &work.arena, ev, &err)) {
		def.lock_key = ev_str(ev, "subject");
		say_failed(&work, "model", &err);
		arena_clear(&work.arena);
		return;
	}
	work.style = (struct style){
		.laravel = settings_int(renderer->settings, "laravel"),
		.strict_types =
		    settings_bool(renderer->settings, "strictTypes"),
		.has_factory = has_factory(&work),
		.factories_namespace =
		    settings_string(renderer->settings, "factoriesNamespace"),
	};
	say_started(&work);
	if (!is_taken(&work)) {
		render_all(&work);
		if (!work.failed)
			remember(&work);
	}
	arena_clear(&work.arena);
}

void
artifact_render_index(struct renderer *renderer, const json_t *ev)
{
	const struct definition none = { .class = "README",
		.lock_key = "documentation" };
	struct work work = { .renderer = renderer,
		.ev = ev,
		.def = &none,
		.models = renderer->index->models };
	const struct plan plan = { "documentation", "DocumentationUpdated",
		"index.md", FOLDER_DOCS, "README", ".md", doc_escape };

	if (!renderer->index->root)
		return;
	render(&work, &plan, renderer->index->root);
	output_done(renderer->output, none.lock_key);
}
