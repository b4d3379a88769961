/* names_scope - names of one model that do not get in each other's way. */
#include <stdlib.h>
#include <string.h>

#include "inflect.h"
#include "mem.h"
#include "names_priv.h"

enum member_kind { PROPERTY, METHOD, FACTORY, IDS, SOFT, BUILDER, USER };

/* Sorted by the name without regard to case. */
static const struct member {
	const char *name;
	enum member_kind kind;
} members[] = {
#include "members.inc"
};

struct names_scope {
	const char **columns; /* few: they are looked at one by one */
	size_t column_count, column_cap;
	struct names_set *relations;
	bool user;
};

struct names_scope *
names_scope_open(bool user)
{
	struct names_scope *scope = mem_zalloc(1, sizeof(*scope));

	scope->relations = names_set_open();
	scope->user = user;
	return scope;
}

void
names_scope_close(struct names_scope *scope)
{
	free(scope->columns);
	names_set_close(scope->relations);
	free(scope);
}

void
names_scope_column(struct names_scope *scope, const char *column)
{
	scope->columns = mem_grow(scope->columns, &scope->column_cap,
	    scope->column_count, sizeof(*scope->columns));
	scope->columns[scope->column_count++] = column;
}

static bool
is_column(const struct names_scope *scope, const char *name)
{
	for (size_t i = 0; i < scope->column_count; i++)
		if (strcmp(scope->columns[i], name) == 0)
			return true;
	return false;
}

static int
compare_member(const void *key, const void *element)
{
	return strcasecmp(key, ((const struct member *)element)->name);
}

static const struct member *
find_member(const char *name)
{
	return bsearch(name, members, sizeof(members) / sizeof(*members),
	    sizeof(*members), compare_member);
}

static const char *
why_no_member(const struct names_scope *scope, const char *name)
{
	const struct member *member = find_member(name);

	if (!member)
		return NULL;
	switch (member->kind) {
	case PROPERTY:
		return "is a property of Eloquent's models";
	case METHOD:
	case FACTORY:
	case IDS:
	case SOFT:
		return "is a method of Eloquent's models";
	case BUILDER:
		return "is a method of Laravel's query builder";
	case USER:
		break;
	}
	return scope->user ? "is a method of Laravel's users" : NULL;
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* get...Attribute, set...Attribute with something between. */
static bool
is_accessor(const char *name)
{
	static const char tail[] = "Attribute";
	size_t len = strlen(name), n = sizeof(tail) - 1;

	return len > n + 3 && strcmp(name + len - n, tail) == 0 &&
	       (strncmp(name, "get", 3) == 0 || strncmp(name, "set", 3) == 0);
}

static bool
has_meaning(const char *name)
{
	return is_accessor(name) || strncmp(name, "__", 2) == 0 ||
	       (strncmp(name, "scope", 5) == 0 && is_upper(name[5])) ||
	       (strncmp(name, "initialize", 10) == 0 && is_upper(name[10]));
}

/* Why no relation of the model can have the name. */
static const char *
why_never(const struct names_scope *scope, const char *name)
{
	if (!names_is_label(name))
		return "is no name for a PHP method";
	if (is_column(scope, name))
		return "is a column";
	if (has_meaning(name))
		return "has a meaning to Eloquent";
	return why_no_member(scope, name);
}

const char *
names_scope_why_not(const struct names_scope *scope, const char *name)
{
	const char *why = why_never(scope, name);

	if (!why && names_set_has(scope->relations, name))
		why = "is another relation";
	return why;
}

bool
names_scope_keep(struct names_scope *scope, const char *name)
{
	return !why_never(scope, name) && names_set_add(scope->relations, name);
}

/* Returns name, kept, or frees it and returns NULL. */
static char *
keep_take(struct names_scope *scope, char *name)
{
	if (names_scope_keep(scope, name))
		return name;
	free(name);
	return NULL;
}

/*
 * What numbers are put behind: the name, unless it would stay forbidden with
 * any number, as scopeItem does; then relationScopeItem.
 */
static char *
base_of(const char *name)
{
	char *separated, *words, *base;

	if (names_is_label(name) && !has_meaning(name))
		return mem_strdup(name);
	separated = names_separated(name);
	words = mem_printf("relation_%s", separated);
	base = inflect_camel(words);
	free(words);
	free(separated);
	return base;
}

char *
names_scope_first(struct names_scope *scope, const struct names_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (names_scope_keep(scope, list->item[i]))
			return mem_strdup(list->item[i]);
	return NULL;
}

char *
names_scope_take(struct names_scope *scope, const struct names_list *list)
{
	const char *first = list->count ? list->item[0] : "relation";
	char *name = names_scope_first(scope, list), *base;

	if (!name)
		name = keep_take(scope, mem_printf("%sRelation", first));
	if (name)
		return name;
	base = base_of(first);
	name = keep_take(scope, mem_strdup(base));
	for (unsigned number = 2; !name; number++)
		name = keep_take(scope, names_numbered(base, number));
	free(base);
	return name;
}

bool
names_column_is_member(const char *column)
{
	const struct member *member = find_member(column);

	return member && member->kind == PROPERTY &&
	       strcmp(member->name, column) == 0;
}

bool
names_column_calls(const char *column, unsigned parts)
{
	const struct member *member = find_member(column);

	if (!member)
		return false;
	switch (member->kind) {
	case FACTORY:
		return parts & NAMES_FACTORY;
	case IDS:
		return parts & NAMES_IDS;
	case SOFT:
		return parts & NAMES_SOFT;
	case USER:
		return parts & NAMES_USER;
	case PROPERTY:
	case METHOD:
	case BUILDER:
		return false;
	}
	return false;
}

bool
names_can_be_queried(const char *name)
{
	return !(strchr(name, ' ') && strcasestr(name, " as ")) &&
	       !strstr(name, "->") && !strchr(name, '.') &&
	       strcmp(name, "*") != 0;
}

/*
 * Without a letter, getAttribute() would be the accessor of the column; names
 * of digits are counted anew by PHP's arrays.
 */
bool
names_can_be_attribute(const char *column)
{
	return names_can_be_queried(column) && column[strspn(column, " -_")] &&
	       column[strspn(column, "0123456789")];
}
