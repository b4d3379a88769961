/* imports - what a PHP file calls the classes that it names (imports.h). */
#include "imports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "php.h"

void
imports_init(struct imports *imports, struct arena *arena,
    const char *namespace, const char *class)
{
	*imports = (struct imports){ .arena = arena,
		.namespace = namespace,
		.class = class };
}

/* Directly in the namespace, not below it.  PHP does not mind the case. */
static bool
is_in(const char *class, const char *namespace)
{
	size_t len = strlen(namespace);

	return strncasecmp(class, namespace, len) == 0 && class[len] == '\\' &&
	       !strchr(class + len + 1, '\\');
}

static struct import *
find(const struct imports *imports, const char *class)
{
	size_t len = strlen(class);

	for (size_t i = 0; i < imports->count; i++) {
		struct import *it = &imports->list[i];

		if (it->class == class ||
		    (it->len == len && strcasecmp(it->class, class) == 0))
			return it;
	}
	return NULL;
}

static void
add(struct imports *imports, const char *class, const char *wanted,
    bool is_enum)
{
	struct import *list;

	if (find(imports, class))
		return;
	if (imports->count == imports->cap) {
		imports->cap = imports->cap ? 2 * imports->cap : 32;
		list = arena_alloc(imports->arena, imports->cap, sizeof(*list));
		if (imports->count)
			memcpy(list, imports->list,
			    imports->count * sizeof(*list));
		imports->list = list;
	}
	imports->list[imports->count++] = (struct import){ .class = class,
		.len = strlen(class),
		.wanted = wanted,
		.is_enum = is_enum,
		.own = is_in(class, imports->namespace) };
}

void
imports_add(struct imports *imports, const char *class)
{
	add(imports, class, php_short_name(class), false);
}

void
imports_add_enum(struct imports *imports, const char *class)
{
	add(imports, class, php_short_name(class), true);
}

void
imports_add_as(struct imports *imports, const char *class, const char *wanted)
{
	add(imports, class, wanted, false);
}

/* --- names --- */

/* A character in the order of Laravel's formatter: case aside, \\ a blank. */
static int
rank(char c)
{
	if (c == '\\')
		return ' ';
	return c >= 'A' && c <= 'Z' ? c + 32 : (unsigned char)c;
}

static int
compare(const void *a, const void *b)
{
	const char *x = ((const struct import *)a)->class;
	const char *y = ((const struct import *)b)->class;
	size_t i = 0;

	while (x[i] && (x[i] == y[i] || rank(x[i]) == rank(y[i])))
		i++;
	return x[i] == y[i] ? strcmp(x, y) : rank(x[i]) - rank(y[i]);
}

static bool
is_foreign(const char *class)
{
	return strncmp(class, "Illuminate\\", 11) == 0 ||
	       strncmp(class, "Carbon\\", 7) == 0 ||
	       strncmp(class, "Database\\", 9) == 0 || !strchr(class, '\\');
}

static bool
is_taken(const struct imports *imports, const char *name)
{
	if (strcasecmp(name, imports->class) == 0)
		return true;
	for (size_t i = 0; i < imports->count; i++)
		if (imports->list[i].name &&
		    strcasecmp(imports->list[i].name, name) == 0)
			return true;
	return false;
}

static char *
join(struct arena *arena, const char *a, size_t a_len, const char *b)
{
	char *joined = arena_room(arena, a_len + strlen(b) + 1, 1);

	memcpy(joined, a, a_len);
	(void)stpcpy(joined + a_len, b);
	return joined;
}

/* "EloquentCollection" for Illuminate\Database\Eloquent\Collection. */
static char *
with_parent(struct arena *arena, const char *class)
{
	const char *name = php_short_name(class), *parent;

	if (name == class)
		return join(arena, "Php", 3, name);
	parent = memrchr(class, '\\', (size_t)(name - class) - 1);
	parent = parent ? parent + 1 : class;
	return join(arena, parent, (size_t)(name - parent) - 1, name);
}

static char *
alias(const struct imports *imports, const struct import *it)
{
	const char *name = php_short_name(it->class);
	char *first = is_foreign(it->class)
			  ? with_parent(imports->arena, it->class)
			  : join(imports->arena, name, strlen(name),
				it->is_enum ? "Enum" : "Model");
	char *result = first, number[12];

	for (int n = 2; is_taken(imports, result); n++) {
		(void)snprintf(number, sizeof(number), "%d", n);
		result = join(imports->arena, first, strlen(first), number);
	}
	return result;
}

/* Names all imports of one sort, the framework's or the project's. */
static void
name_imports(struct imports *imports, bool foreign)
{
	for (size_t i = 0; i < imports->count; i++) {
		struct import *it = &imports->list[i];

		if (it->own || is_foreign(it->class) != foreign)
			continue;
		it->name = is_taken(imports, it->wanted) ? alias(imports, it)
							 : it->wanted;
	}
}

void
imports_resolve(struct imports *imports)
{
	if (imports->count)
		qsort(imports->list, imports->count, sizeof(*imports->list),
		    compare);
	for (size_t i = 0; i < imports->count; i++)
		if (imports->list[i].own)
			imports->list[i].name =
			    php_short_name(imports->list[i].class);
	name_imports(imports, true);
	name_imports(imports, false);
}

bool
imports_has(const struct imports *imports, const char *class)
{
	return find(imports, class) != NULL;
}

const char *
imports_name(const struct imports *imports, const char *class)
{
	const struct import *it = find(imports, class);

	return it ? it->name : php_short_name(class);
}

const char *
imports_type(const struct imports *imports, const char *class)
{
	static const char *const words[] = { "boolean", "callback", "double",
		"integer", "real", "resource", "scalar", "str" };
	const char *name = imports_name(imports, class);

	/* Names of classes differ from them in the first letter, mostly. */
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (*words[i] == (*name | 32) &&
		    strcasecmp(words[i], name) == 0)
			return join(imports->arena, "\\", 1, class);
	return name;
}

void
imports_view(const struct imports *imports, struct view *root)
{
	struct view *list =
	    view_add(imports->arena, root, "imports", VIEW_LIST);

	for (size_t i = 0; i < imports->count; i++) {
		const struct import *it = &imports->list[i];
		struct view *item;

		if (it->own)
			continue;
		item = view_add(imports->arena, list, NULL, VIEW_OBJECT);
		view_text(imports->arena, item, "class", it->class);
		if (strcmp(it->name, php_short_name(it->class)) != 0)
			view_text(imports->arena, item, "alias", it->name);
	}
}
