/* names_relation - what relations are called, before conflicts (names.h). */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "inflect.h"
#include "mem.h"
#include "names_priv.h"

void
names_list_clear(struct names_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->item[i]);
	free(list->item);
	*list = (struct names_list)NAMES_LIST_INIT;
}

/* Adds a name as a label, unless the list has it. */
static void
add_take(struct names_list *list, char *name)
{
	name = names_label_take(name, "relation", "relation");
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->item[i], name) == 0) {
			free(name);
			return;
		}
	}
	list->item =
	    mem_grow(list->item, &list->cap, list->count, sizeof(char *));
	list->item[list->count++] = name;
}

/* salesRep and orders: salesRepOrders. */
static void
add_qualified(struct names_list *list, const char *role, const char *name)
{
	char *words = mem_printf("%s_%s", role, name);

	add_take(list, inflect_camel(words));
	free(words);
}

static char *
camel_take(char *words)
{
	char *name = inflect_camel(words);

	free(words);
	return name;
}

/* The plural of words, which they are if they have another singular. */
static char *
camel_plural(const char *words, const char *singular)
{
	char *name = inflect_camel(words), *plural;

	if (strcmp(singular, words) != 0)
		return name;
	plural = inflect_plural_studly(name);
	free(name);
	return plural;
}

/* The singular, or the plural, of words that may be either, in camel case. */
static char *
in_number(const char *words, bool many)
{
	char *singular = inflect_singular(words);
	char *name =
	    many ? camel_plural(words, singular) : inflect_camel(singular);

	free(singular);
	return name;
}

struct names_noun
names_noun(const char *table)
{
	char *words = names_readable(table);
	char *one = inflect_singular(words),
	     *singular = inflect_singular(table);
	struct names_noun noun = {
		.words = words,
		.singular = one,
		.one = inflect_camel(one),
		.many = camel_plural(words, one),
		.plural = camel_take(inflect_plural(singular)),
	};

	free(singular);
	return noun;
}

void
names_noun_clear(struct names_noun *noun)
{
	free(noun->words);
	free(noun->singular);
	free(noun->one);
	free(noun->many);
	free(noun->plural);
}

/* Of the noun, borrowed. */
static const char *
number_of(const struct names_noun *noun, bool many)
{
	return many ? noun->many : noun->one;
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- Columns ---- */

/* The length of words without the tail, or all of it if that is no tail. */
static size_t
without_tail(const char *words, const char *tail)
{
	size_t len = strlen(words), n = strlen(tail);

	return len >= n && strcasecmp(words + len - n, tail) == 0 ? len - n
								  : len;
}

/* The same for a word with a capital: Id, ID after a small letter or digit. */
static size_t
without_camel_tail(const char *words, const char *tail)
{
	size_t len = strlen(words), at = without_tail(words, tail);
	char before = at > 0 ? words[at - 1] : '\0';

	if (at == len || at == 0 || !is_upper(words[at]))
		return len;
	if (is_lower(before) || is_digit(before) ||
	    (is_upper(before) && is_lower(words[len - 1])))
		return at;
	return len;
}

/* The length of a column's words without what says that it is a key. */
static size_t
without_key(const char *column, const char *referenced)
{
	size_t len = strlen(column), at;
	char *words, *tail;

	if (strcasecmp(column, "id") == 0)
		return 0;
	if ((at = without_tail(column, "_id")) < len)
		return at;
	if ((at = without_camel_tail(column, "Id")) < len)
		return at;
	words = names_separated(referenced);
	tail = mem_printf("_%s", words);
	at = without_tail(column, tail);
	free(tail);
	free(words);
	return at;
}

struct names_role
names_role(const char *column, const char *referenced)
{
	char *words = names_separated(column), *readable;
	size_t at = without_key(words, referenced);
	struct names_role role = { .has_suffix = words[at] != '\0' };

	words[at] = '\0';
	readable = names_readable(words);
	role.text = names_label_take(camel_take(readable), "relation", "");
	free(words);
	return role;
}

/* What the key is called, by its column or else by its parent. */
static char *
name_of_key(const struct names_key *key)
{
	if (*key->role->text)
		return mem_strdup(key->role->text);
	return names_label_take(
	    mem_strdup(key->parent->one), "relation", "relation");
}

bool
names_key_is_conventional(const struct names_key *key)
{
	char *name = name_of_key(key);
	bool same = strcasecmp(name, key->parent->one) == 0;

	free(name);
	return same;
}

bool
names_is_audit(const char *column)
{
	size_t len = strlen(column);

	return without_tail(column, "_by") < len ||
	       (without_camel_tail(column, "By") < len &&
		   is_lower(column[len - 1]));
}

/* ---- Relations of a key ---- */

void
names_belongs_to(struct names_list *list, const struct names_key *key)
{
	add_take(list, name_of_key(key));
}

/* Bytes of words that are the prefix as a word of its own, 0 if none. */
static size_t
prefix_length(const char *words, const char *prefix)
{
	size_t n = strlen(prefix);

	if (n == 0 || strncasecmp(words, prefix, n) != 0)
		return 0;
	if (words[n] == '_' && words[n + 1] && !is_digit(words[n + 1]))
		return n + 1;
	return is_upper(words[n]) && !is_upper(words[n - 1]) ? n : 0;
}

/* The words of child behind those of parent, NULL if it begins otherwise. */
static const char *
words_behind(const struct names_noun *parent, const struct names_noun *child)
{
	size_t skip = prefix_length(child->words, parent->words);

	if (skip == 0)
		skip = prefix_length(child->words, parent->singular);
	return skip > 0 ? child->words + skip : NULL;
}

char *
names_behind(const struct names_noun *parent, const struct names_noun *child)
{
	const char *words = words_behind(parent, child);

	return words ? in_number(words, false) : NULL;
}

/* comments for ticket_comments of tickets; child where parent is no prefix. */
static char *
name_within(
    const struct names_noun *parent, const struct names_noun *child, bool many)
{
	const char *words = words_behind(parent, child);

	return words ? in_number(words, many)
		     : mem_strdup(number_of(child, many));
}

/* As that, but accessories of a kit are not the rows of kits_accessories. */
static char *
name_of_children(const struct names_key *key, bool many)
{
	return key->joins ? mem_strdup(number_of(key->child, many))
			  : name_within(key->parent, key->child, many);
}

/* parent_id to the same table. */
static bool
is_to_parent(const struct names_key *key)
{
	char *name = key->self ? name_of_key(key) : NULL;
	bool is = name && strcmp(name, "parent") == 0;

	free(name);
	return is;
}

void
names_inverse(struct names_list *list, const struct names_key *key, bool many)
{
	bool is_parent = is_to_parent(key);

	if (is_parent)
		add_take(list, mem_strdup(many ? "children" : "child"));
	if (!key->several || is_parent || names_key_is_conventional(key)) {
		add_take(list, name_of_children(key, many));
		add_take(list, mem_strdup(number_of(key->child, many)));
	}
}

void
names_inverse_by_role(
    struct names_list *list, const struct names_key *key, bool many)
{
	char *role = name_of_key(key);
	char *name = name_of_children(key, many);

	add_qualified(list, role, name);
	add_qualified(list, role, number_of(key->child, many));
	free(name);
	free(role);
}

/* ---- Relations through another table ---- */

/* The role of a key that is not the one that goes without saying; else "". */
static char *
told_role(const struct names_key *key)
{
	if (!key->several || names_key_is_conventional(key))
		return mem_strdup("");
	return name_of_key(key);
}

void
names_through(struct names_list *list, const struct names_key *near,
    const struct names_key *far, bool many)
{
	char *role = told_role(near), *other = told_role(far);
	const char *between = near->child->one;
	const char *name = number_of(far->child, many);
	char *roles = mem_printf("%s_%s", role, other);

	add_qualified(list, roles, name);
	add_take(list,
	    camel_take(mem_printf("%s_%s_%s_%s", role, between, other, name)));
	free(roles);
	free(other);
	free(role);
}

/* ---- Relations through a pivot ---- */

static bool
is_joined(const char *pivot, const char *first, const char *second)
{
	char *words = mem_printf("%s_%s", first, second);
	char *name = camel_take(words);
	bool same = strcasecmp(pivot, name) == 0;

	free(name);
	return same;
}

/* order_product for orders and products: it says no more than they do. */
static bool
is_conventional_pivot(const struct names_pivot *pivot)
{
	const char *name = pivot->pivot->one;
	const char *parent = pivot->parent->one, *related = pivot->related->one;

	return is_joined(name, parent, related) ||
	       is_joined(name, related, parent);
}

/* authors for author_id to users, else users; *own says which. */
static char *
name_of_related(const struct names_pivot *pivot, bool *own)
{
	struct names_key key = {
		.child = pivot->pivot,
		.parent = pivot->related,
		.role = pivot->role,
	};
	char *role, *plural;

	*own = pivot->role->has_suffix && !names_key_is_conventional(&key);
	if (!*own)
		return mem_strdup(pivot->related->many);
	role = name_of_key(&key);
	plural = inflect_plural_studly(role);
	free(role);
	return plural;
}

void
names_many_to_many(struct names_list *list, const struct names_pivot *pivot)
{
	bool own;
	char *name = name_of_related(pivot, &own);

	if (own || !pivot->several || is_conventional_pivot(pivot))
		add_take(list, mem_strdup(name));
	add_take(list, name_within(pivot->parent, pivot->pivot, true));
	add_qualified(list, pivot->pivot->one, name);
	free(name);
}
