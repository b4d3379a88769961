/* report - the events that tell what became of a definition (work.h). */
#include <string.h>

#include "clock.h"
#include "die.h"
#include "jsonw.h"
#include "work.h"

/*
 * Where the numbers of events begin: those of another emgen-render of the same
 * run, which makes other artefacts of the same definition, are others.
 */
static unsigned
first_number(const struct renderer *renderer)
{
	unsigned n = 0;

	for (size_t i = 0; i < renderer->artifact_count; i++)
		for (const char *p = renderer->artifacts[i]; *p; p++)
			n = n * 31 + (unsigned char)*p;
	return n << 8;
}

static struct buf *
begin(struct work *work, const char *type)
{
	struct ev_head head = {
		.type = type,
		.subject = work->models ? NULL : work->def->lock_key,
		.n = first_number(work->renderer) + work->n++,
		.after = work->cause,
	};
	struct buf *out = ev_begin(work->renderer->io, &head);

	buf_addc(out, '{');
	if (work->def->model_id)
		jsonw_text(out, "modelId", work->def->model_id);
	return out;
}

static void
end(struct work *work, struct buf *out)
{
	buf_addc(out, '}');
	ev_end(work->renderer->io);
}

void
report_started(struct work *work)
{
	struct buf *out = begin(work, "ModelGenerationStarted");

	jsonw_text(out, "table", work->def->lock_key);
	jsonw_name(out, "options");
	buf_adds(out, "{}");
	jsonw_text(out, "connection", work->def->connection);
	end(work, out);
}

void
report_skipped(struct work *work, const char *artifact, const char *path,
    const char *reason)
{
	struct buf *out = begin(work, "ModelGenerationSkipped");

	jsonw_text(out, "table", work->def->lock_key);
	jsonw_text(out, "path", path);
	jsonw_text(out, "reason", reason);
	jsonw_text(out, "artifact", artifact);
	end(work, out);
}

void
report_failed(struct work *work, const char *artifact, const struct em_err *err)
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

void
report_generated(struct work *work, const struct plan *plan, const char *path,
    int64_t began, size_t bytes)
{
	bool is_model = strcmp(plan->type, "ModelGenerated") == 0;
	struct buf *out = begin(work, plan->type);

	if (strcmp(plan->type, "DocumentationUpdated") == 0)
		add_models(out, work);
	else
		jsonw_text(out, "model", plan->class);
	jsonw_text(out, "path", path);
	add_metrics(
	    out, began, bytes, is_model ? &work->def->relation_count : NULL);
	if (is_model) {
		jsonw_text(out, "artifact", plan->artifact);
		jsonw_bool(out, "changed", true);
	}
	end(work, out);
}
