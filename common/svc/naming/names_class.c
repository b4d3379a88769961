/* names_class - the classes of tables (names.h). */
#include <stdlib.h>
#include <string.h>

#include "inflect.h"
#include "mem.h"
#include "names_priv.h"

const char *
names_unprefixed(const char *table, const char *prefix)
{
	size_t len = prefix ? strlen(prefix) : 0;

	return strncmp(table, prefix ? prefix : "", len) == 0 && table[len]
		   ? table + len
		   : table;
}

char *
names_class_of_words(const char *words)
{
	char *separated = names_separated(words);
	char *class =
	    names_label_take(inflect_studly(separated), "Model", "Table");
	char *unreserved;

	free(separated);
	if (names_is_class(class))
		return class;
	unreserved = mem_printf("%sModel", class);
	free(class);
	return unreserved;
}

char *
names_class(const char *table)
{
	char *singular = inflect_singular(table);
	char *class = names_class_of_words(singular);

	free(singular);
	return class;
}

bool
names_table_is_default(const char *class, const char *table)
{
	char *guess = inflect_table(class);
	bool same = strcmp(guess, table) == 0;

	free(guess);
	return same;
}

/* The classes in use, and the tables in their own order. */
struct plan {
	struct names_table **tables;
	char **plain; /* their classes by their own names, once asked for */
	size_t count;
	const char *prefix;
	struct names_set *taken;
};

static int
compare_tables(const void *a, const void *b)
{
	const struct names_table *x = *(struct names_table *const *)a;
	const struct names_table *y = *(struct names_table *const *)b;
	int order =
	    strcmp(x->schema ? x->schema : "", y->schema ? y->schema : "");

	return order ? order : strcmp(x->name, y->name);
}

static bool
take(struct plan *plan, struct names_table *table, const char *class)
{
	if (!names_set_add(plan->taken, class))
		return false;
	table->class = mem_strdup(class);
	return true;
}

static int
take_overrides(struct plan *plan, struct em_err *err)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct names_table *table = plan->tables[i];

		if (!table->override)
			continue;
		if (!names_is_class(table->override))
			return err_set(err, EM_PERM,
			    "class of table %s: %s is no name for a PHP class",
			    table->name, table->override);
		if (!take(plan, table, table->override))
			return err_set(err, EM_PERM,
			    "class of table %s: %s is another table's",
			    table->name, table->override);
	}
	return 0;
}

static void
take_locked(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct names_table *table = plan->tables[i];

		if (!table->class && table->locked &&
		    names_is_class(table->locked))
			(void)take(plan, table, table->locked);
	}
}

/* Plain names: first of those tables that Laravel would guess, then of all. */
static void
take_plain(struct plan *plan, bool all)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct names_table *table = plan->tables[i];
		const char *name = names_unprefixed(table->name, plan->prefix);

		if (table->class)
			continue;
		if (!plan->plain[i])
			plan->plain[i] = names_class(name);
		if (all || names_table_is_default(plan->plain[i], name))
			(void)take(plan, table, plan->plain[i]);
	}
}

static char *
qualified_class(const char *schema, const char *words)
{
	char *all =
	    schema ? mem_printf("%s_%s", schema, words) : mem_strdup(words);
	char *class = names_class_of_words(all);

	free(all);
	return class;
}

/* With the schema, then also with the plural that the name may have. */
static void
take_qualified(struct plan *plan, struct names_table *table)
{
	const char *name = names_unprefixed(table->name, plan->prefix);
	char *singular = inflect_singular(name);
	char *class = qualified_class(table->schema, singular);

	if (!take(plan, table, class)) {
		free(class);
		class = qualified_class(table->schema, name);
		table->class = names_set_take(plan->taken, class);
	}
	free(class);
	free(singular);
}

static struct plan
open_plan(struct names_table *tables, size_t count, const char *prefix)
{
	struct plan plan = { .count = count, .prefix = prefix };

	plan.tables = mem_zalloc(count, sizeof(struct names_table *));
	plan.plain = mem_zalloc(count, sizeof(char *));
	plan.taken = names_set_open();
	for (size_t i = 0; i < count; i++) {
		tables[i].class = NULL;
		plan.tables[i] = &tables[i];
	}
	qsort(plan.tables, count, sizeof(struct names_table *), compare_tables);
	return plan;
}

static void
close_plan(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		free(plan->plain[i]);
	free(plan->plain);
	free(plan->tables);
	names_set_close(plan->taken);
}

int
names_classes(struct names_table *tables, size_t count, const char *prefix,
    struct em_err *err)
{
	struct plan plan = open_plan(tables, count, prefix);
	int result = take_overrides(&plan, err);

	if (result == 0) {
		take_locked(&plan);
		take_plain(&plan, false);
		take_plain(&plan, true);
		for (size_t i = 0; i < count; i++)
			if (!plan.tables[i]->class)
				take_qualified(&plan, plan.tables[i]);
	} else {
		names_classes_clear(tables, count);
	}
	close_plan(&plan);
	return result;
}

void
names_classes_clear(struct names_table *tables, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(tables[i].class);
		tables[i].class = NULL;
	}
}
