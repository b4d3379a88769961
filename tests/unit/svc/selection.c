/* selection - which tables are read, and why the others are not. */
#include "selection.h"

#include "../tap.h"

/* Opens a selection; NULL for what is not given. */
static struct selection *
with(const char *prefix, const char *include, const char *exclude)
{
	struct selection *sel = selection_open();

	if (prefix)
		selection_set_prefix(sel, prefix);
	if (include)
		selection_include(sel, include);
	if (exclude)
		selection_exclude(sel, exclude);
	return sel;
}

static void
omits(struct selection *sel, const char *name, const char *want)
{
	is(selection_omits(sel, NULL, name, false), want, name);
}

static void
check_framework(void)
{
	static const char *const omitted[] = { "cache", "cache_locks", "jobs",
		"job_batches", "failed_jobs", "migrations", "sessions",
		"password_resets", "password_reset_tokens",
		"personal_access_tokens", "telescope_entries", "pulse_values",
		"domain_events", "model_catalog", "emgen_workers" };
	static const char *const read[] = { "users", "caches", "jobs2",
		"telescopes", "Cache", "session", "emgen" };
	struct selection *sel = with(NULL, NULL, NULL);

	for (size_t i = 0; i < sizeof(omitted) / sizeof(omitted[0]); i++)
		omits(sel, omitted[i], "framework");
	for (size_t i = 0; i < sizeof(read) / sizeof(read[0]); i++)
		omits(sel, read[i], NULL);
	selection_close(sel);
}

/* What tells Laravel's tables from others of their names. */
static void
check_marks(void)
{
	struct selection *sel = with("app_", NULL, NULL);

	is(selection_mark(sel, "app_jobs"), "payload", "a general name");
	is(selection_mark(sel, "app_job_batches"), NULL, "Laravel's alone");
	is(selection_mark(sel, "app_users"), NULL, "not Laravel's");
	is(selection_mark(sel, "jobs"), NULL, "without the prefix");
	selection_close(sel);
}

/* A pattern can name the schema, and need not. */
static void
check_schemas(void)
{
	struct selection *sel = with(NULL, "users,sales.*", "sales.tmp");

	is(selection_omits(sel, "public", "users", false), NULL, "bare name");
	is(selection_omits(sel, "sales", "orders", false), NULL, "in a schema");
	is(selection_omits(sel, "public", "orders", false), "not selected",
	    "in another schema");
	is(selection_omits(sel, "sales", "tmp", false), "excluded",
	    "left out by both names");
	selection_close(sel);
}

static void
check_patterns(void)
{
	struct selection *sel = with(NULL, "orders,order_*,,x?y", NULL);

	omits(sel, "orders", NULL);
	omits(sel, "order_lines", NULL);
	omits(sel, "xzy", NULL);
	omits(sel, "users", "not selected");
	omits(sel, "Orders", "not selected");
	selection_close(sel);

	sel = with(NULL, NULL, "tmp_*");
	selection_exclude(sel, "[ab]c");
	omits(sel, "tmp_x", "excluded");
	omits(sel, "ac", "excluded");
	omits(sel, "cc", NULL);
	selection_close(sel);

	sel = with(NULL, "order*", "orders");
	omits(sel, "orders", "excluded");
	omits(sel, "order_x", NULL);
	selection_close(sel);

	sel = with(NULL, "", NULL);
	omits(sel, "orders", "not selected");
	selection_close(sel);
}

static void
check_naming(void)
{
	struct selection *sel = with(NULL, "jobs,*", "cache");

	omits(sel, "jobs", NULL);
	omits(sel, "sessions", "framework");
	omits(sel, "cache", "excluded");
	omits(sel, "users", NULL);
	selection_close(sel);
}

static void
check_prefix(void)
{
	struct selection *sel = with("app_", "users,app_orders,cache", NULL);

	omits(sel, "app_users", NULL);
	omits(sel, "app_orders", NULL);
	omits(sel, "app_cache", NULL);
	omits(sel, "app_jobs", "not selected");
	omits(sel, "users", "prefix");
	selection_close(sel);

	sel = with("app_", NULL, NULL);
	omits(sel, "app_jobs", "framework");
	omits(sel, "jobs", "prefix");
	selection_close(sel);
}

static void
check_views(void)
{
	struct selection *sel = with(NULL, NULL, NULL);

	is(selection_omits(sel, NULL, "v", true), "view", "a view");
	selection_set_views(sel);
	is(selection_omits(sel, NULL, "v", true), NULL,
	    "unless views are read");
	selection_close(sel);
}

static void
check_unmatched(void)
{
	struct selection *sel = with(NULL, "a,b*,c", "d,e");

	omits(sel, "b1", NULL);
	omits(sel, "d", "excluded");
	is(selection_unmatched(sel, 0), "a", "a pattern that matched nothing");
	is(selection_unmatched(sel, 1), "c", "and the next");
	is(selection_unmatched(sel, 2), "e", "of either kind");
	is(selection_unmatched(sel, 3), NULL, "and no more");
	selection_close(sel);
}

int
main(void)
{
	check_framework();
	check_marks();
	check_patterns();
	check_schemas();
	check_naming();
	check_prefix();
	check_views();
	check_unmatched();
	return done();
}
