/*
 * names - the naming strategy: what classes, relations, enums and their cases
 * are called.  Layer svc.  doc/naming.md has the rules with examples.
 *
 * All functions are pure: the same input gives the same name, whatever the
 * order of tables or keys.  Tables are named without the configured prefix
 * (names_unprefixed).  Strings are borrowed; results are new strings that the
 * caller frees, unless it is said that a struct owns them.
 */
#ifndef EMGEN_NAMES_H
#define EMGEN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "die.h"

/* Folder and namespace of base classes, below those of the models. */
#define NAMES_BASES "Base"

/* ---- PHP names ---- */

/* A PHP label: letters, digits, _ and bytes from 0x80, no digit in front. */
bool names_is_label(const char *name);

/* A label that PHP 8.4 accepts as the name of a class or an enum. */
bool names_is_class(const char *name);

/* ---- Sets of names ---- */

/*
 * Names in use, compared without regard to case: PHP's classes and methods
 * are so, and so are the files of some systems.  Owns its strings.
 */
struct names_set;

struct names_set *names_set_open(void);
void names_set_close(struct names_set *set);
bool names_set_has(const struct names_set *set, const char *name);

/* Puts name in; false if it is there already. */
bool names_set_add(struct names_set *set, const char *name);

/* Puts in, and returns, the name or the name with a number from 2: Foo2. */
char *names_set_take(struct names_set *set, const char *name);

/* ---- Classes of tables ---- */

/* table without the prefix, borrowed from table; table if it has none. */
const char *names_unprefixed(const char *table, const char *prefix);

/* The class of one table: "order_lines" gives OrderLine, "lists" ListModel. */
char *names_class(const char *table);

/* Whether Laravel guesses this table (without prefix) from the class. */
bool names_table_is_default(const char *class, const char *table);

/*
 * A table that wants a class.  override (the user's) beats locked (from
 * emgen.lock); both are NULL if there is none.  class is the result; the
 * caller frees it, names_classes_clear() frees those of an array.
 */
struct names_table {
	const char *schema; /* NULL where there are none, or for the default */
	const char *name;   /* with prefix, as in the database */
	const char *override;
	const char *locked;
	char *class;
};

/*
 * A class for each table, unique without regard to case: overrides, then
 * locked ones, then the tables that Laravel would guess from the class, then
 * the plain names of the rest.  What is taken by then is qualified by the
 * schema, or without one is not made singular, and gets a number at last.
 * The order of the array does not matter, and stays.  Tables that are only
 * in the lock may be in the array: they keep their class from others.
 * -1 when an override is not a class name or two overrides are equal; then
 * no class is set.  A lock entry that is no class name, or is taken by an
 * override or another entry, counts as none.
 */
int names_classes(struct names_table *tables, size_t count, const char *prefix,
    struct em_err *err);
void names_classes_clear(struct names_table *tables, size_t count);

/* ---- Relations ---- */

/* Names to choose from, the best first; names_list_clear() frees them. */
struct names_list {
	char **item;
	size_t count, cap;
};

/* clang-format off */
#define NAMES_LIST_INIT { NULL, 0, 0 }
/* clang-format on */

void names_list_clear(struct names_list *list);

/* What a table says in the names of relations; names_noun_clear() frees it. */
struct names_noun {
	char *words;    /* ticket_comments, and for TICKET_COMMENTS */
	char *singular; /* ticket_comment */
	char *one;      /* ticketComment */
	char *many;     /* ticketComments; what is a plural stays as it is */
	char *plural;   /* the same by rule: people for persons */
};

struct names_noun names_noun(const char *table); /* without prefix */
void names_noun_clear(struct names_noun *noun);

/*
 * What a column that refers to one of another table says of it, without _id,
 * Id, or _ and the referenced column, in camel case: customer_id, CUSTOMER_ID
 * and CustomerId give customer, currency_code (to code) gives currency,
 * ReportsTo reportsTo; "" for a column that is nothing but the suffix.
 */
struct names_role {
	char *text;      /* the caller frees it */
	bool has_suffix; /* one was left out */
};

struct names_role names_role(const char *column, const char *referenced);

/* A foreign key of one column, in the words that its relations come from. */
struct names_key {
	const struct names_noun *child;  /* table that holds the key */
	const struct names_noun *parent; /* table referred to */
	const struct names_role *role;   /* of its column */
	bool self;                       /* child and parent are the same */
	bool several;                    /* child has other keys to parent */
	bool joins; /* parent to one of child's last word: kits_accessories */
};

/*
 * What the child's name says behind the parent's, as names_noun.one says it,
 * which the caller frees: accessory for kits_accessories of kits; NULL if it
 * begins with another word.
 */
char *names_behind(
    const struct names_noun *parent, const struct names_noun *child);

/* user_id to users: the key keeps the plain name when there are several. */
bool names_key_is_conventional(const struct names_key *key);

/* created_by, CreatedBy: no inverse, unless option auditInverses is on. */
bool names_is_audit(const char *column);

/* Adds the name of the belongsTo on the child: its role, or one of parent. */
void names_belongs_to(struct names_list *list, const struct names_key *key);

/*
 * Adds the names of the hasMany (many) or hasOne on the parent: comments,
 * then ticketComments for ticket_comments of tickets, but only the latter
 * where it joins; children for parent_id to itself.  An unconventional key of
 * several has none but those with the role, as approvedByRequests, which are
 * the next to try for the others.
 */
void names_inverse(
    struct names_list *list, const struct names_key *key, bool many);
void names_inverse_by_role(
    struct names_list *list, const struct names_key *key, bool many);

/*
 * Adds the names of the hasManyThrough (many) or hasOneThrough on near's
 * parent: posts of countries for posts.user_id and users.country_id, then
 * userPosts; near is the key of the table between, far that of the last one.
 */
void names_through(struct names_list *list, const struct names_key *near,
    const struct names_key *far, bool many);

/* A many-to-many relation seen from parent. */
struct names_pivot {
	const struct names_noun *pivot;  /* the table between */
	const struct names_noun *parent; /* whose model gets the relation */
	const struct names_noun *related;
	const struct names_role *role; /* of pivot's column to related */
	bool several; /* other pivots join the same two tables */
};

/*
 * Adds the names of the belongsToMany: products; authors for author_id to
 * users; watchers for project_watchers if there are several.  Take these
 * before hasOne and hasMany, so that products is the products and the
 * hasMany to order_product becomes orderProducts.
 */
void names_many_to_many(
    struct names_list *list, const struct names_pivot *pivot);

/* ---- One model's scope ---- */

/*
 * The names that one model cannot give to another relation: its columns (to
 * the letter, as attributes are), its relations (in any case, as methods
 * are), the members of Eloquent's Model, SoftDeletes, HasUuids, HasFactory,
 * the public methods of both Builders, and patterns with a meaning to
 * Eloquent (getXAttribute, scopeX, __x).
 */
struct names_scope;

/* user: the model is Authenticatable and Notifiable, with members of theirs. */
struct names_scope *names_scope_open(bool user);
void names_scope_close(struct names_scope *scope);

/* Borrowed.  Add every column before the first relation is taken. */
void names_scope_column(struct names_scope *scope, const char *column);

/* Why name cannot be a relation ("is a column", ...; static); NULL if free. */
const char *names_scope_why_not(
    const struct names_scope *scope, const char *name);

/*
 * Takes a name from the user or the lock as it is; false if it is not free.
 * Keep those of all relations first, then names_scope_take() for the rest.
 */
bool names_scope_keep(struct names_scope *scope, const char *name);

/* Takes the first free name of the list, for the caller to free, or NULL. */
char *names_scope_first(
    struct names_scope *scope, const struct names_list *list);

/*
 * Takes the first free name of the list, else its first with Relation behind
 * it, else its first with a number from 2.  A first name that Eloquent would
 * give a meaning to with any number gets relation in front instead.  The
 * caller frees the result.
 */
char *names_scope_take(
    struct names_scope *scope, const struct names_list *list);

/*
 * Whether a column is hidden by a property of Model, so that $model->exists
 * is not the column: give a warning.
 */
bool names_column_is_member(const char *column);

/* What a model has beside Eloquent's Model: traits, and the class of a user. */
enum {
	NAMES_FACTORY = 1 << 0,
	NAMES_IDS = 1 << 1,
	NAMES_SOFT = 1 << 2,
	NAMES_USER = 1 << 3,
};

/*
 * Whether a column is called as a method of these parts.  Eloquent, which
 * passes over methods of its Model, would call it for a relation where the
 * column is not loaded.
 */
bool names_column_calls(const char *column, unsigned parts);

/*
 * False for what Eloquent's queries read as more than a name: a.b, a as b,
 * a->b, *.  No column and no table of such a name can be asked for.
 */
bool names_can_be_queried(const char *name);

/* False for what Eloquent cannot write as an attribute of a model, either. */
bool names_can_be_attribute(const char *column);

/* ---- Enums ---- */

/*
 * OrderStatus for orders.status, and for a type order_status of the server;
 * make it unique with a names_set.
 */
char *names_enum_class(const char *table, const char *column);
char *names_enum_type(const char *type);

/*
 * The case names of an enum, in the order of its values: OnHold for on-hold,
 * Value1 for 1, Empty for ''.  Unique; an array of count strings, the array
 * and each of them for the caller to free.
 */
char **names_enum_cases(const char *const values[], size_t count);

#endif
