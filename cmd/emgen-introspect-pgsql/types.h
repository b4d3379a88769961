/*
 * types - the types of all columns that are read, with what domains and enums
 * are made of.  There are few, however many columns there are.
 */
#ifndef EMGEN_TYPES_H
#define EMGEN_TYPES_H

#include "cursor.h"

/* What a column has from its type; text lives as long as the types. */
struct type_facts {
	struct table_type type;
	struct table_names values;  /* of an enum, or that a domain checks */
	struct table_checks checks; /* of a domain and those below it */
	bool not_null;              /* says a domain */
	const char *initial;        /* the default of a domain, or NULL */
	const char *base_name;      /* what it is a domain of, or NULL */
	int fields;                 /* of a composite type, or 0 */
};

struct types {
	struct type *list; /* sorted by oid */
	size_t n;
	struct arena arena;
};

/* The statement for a cursor over the tables of an array. */
extern const char types_sql[];

void types_read(struct types *types, struct cursor *cursor);
void types_clear(struct types *types);

/* The facts of a column's type and modifier; false for a type not read. */
bool types_facts(const struct types *types, unsigned long oid, long modifier,
    struct type_facts *facts);

#endif
