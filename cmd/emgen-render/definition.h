/*
 * definition - the attributes of a ModelDefinitionCreated, read and checked.
 *
 * Every name that will stand in PHP source without quotes, or become part of a
 * path, is a PHP name or the definition is refused.
 */
#ifndef EMGEN_RENDER_DEFINITION_H
#define EMGEN_RENDER_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "die.h"
#include "jsonv.h"

enum { NO_NUMBER = -1 };

struct column {
	const char *name;
	const char *type; /* "string", "date", ..., or the class of an enum */
	const char *kind;
	const char *cast;          /* or NULL */
	const char *comment;       /* or NULL */
	const char *database_type; /* or NULL; of a domain, what it is of */
	const char *base_type;     /* of a domain, or NULL */
	bool is_enum;
	bool cast_enum; /* cast is the class of an enum */
	bool nullable;
	bool read_only;
	bool invisible; /* a model has it only if the query names it */
	bool unique;
	bool required; /* no row without a value for it */
	bool has_default;
	bool is_unsigned;
	int length, precision, scale; /* NO_NUMBER for none */
	int fields;                   /* of a row; NO_NUMBER for none */
	int srid;                     /* of shapes; NO_NUMBER for none */
	const struct jsonv *values;   /* that it is restricted to, or NULL */
	const struct jsonv *checks;   /* of its type, of VALUE; or NULL */
};

struct relation {
	const char *kind; /* "belongsTo", ... */
	const char *name;
	const char *class;       /* with its namespace */
	const char *foreign_key; /* NULL in a belongsToMany */
	const char *other_key;   /* owner or local key; NULL: the primary key */
	bool nullable;
	bool cycle; /* neither row can be made before the other */
	bool many;
	const char *lock_key;
	const char *table; /* of the pivot; NULL: none, and so the rest */
	const char *using; /* or NULL */
	const char *foreign_pivot_key, *related_pivot_key;
	const char *parent_key, *related_key; /* or NULL */
	const struct jsonv *pivot_columns;
	const char *pivot_accessor; /* NULL: pivot */
	bool pivot_timestamps, pivot_soft_deletes;
	const char *through; /* class of the model between; NULL: none */
	const char *through_foreign_key, *through_local_key;
	const char *morph, *morph_type; /* its name and column; NULL: none */
	const char *morph_class;        /* whose the rows may be, or NULL */
};

struct attribute {
	const char *column;
	const char *kind;
	const struct jsonv *value;
};

struct enum_case {
	const char *name, *value;
};

struct enumeration {
	const char *class; /* with its namespace */
	const char *name;
	const char *source;
	struct enum_case *cases;
	size_t count;
};

enum key_kind {
	KEY_NONE,
	KEY_SINGLE,
	KEY_COMPOSITE,
};

struct definition {
	const struct jsonv
	    *json;            /* the attributes, in the arena of the event */
	const char *model_id; /* NULL when the event has none */
	const char *class, *namespace;
	const char *full_name; /* with the namespace */
	const char *written;   /* file with the class, a person's; or NULL */
	bool pivot;            /* of no use but as one */
	bool joins;            /* extends Pivot */
	const char *connection;
	const char *table; /* as in the database */
	bool is_table;     /* and no view */
	const char *table_name;
	bool table_default;
	const char *comment;
	enum key_kind key_kind;
	const struct jsonv *key;
	bool key_is_string, key_incrementing, key_default;
	const char *key_made;          /* SQL that makes it, or NULL */
	const char *created, *updated; /* or NULL */
	bool soft_deletes;
	const char *uuid; /* "uuid", "ulid" or NULL */
	bool authenticatable;
	const char *date_format;
	const struct jsonv *fillable, *hidden;
	const char *pivot_foreign_key, *pivot_related_key;
	const char *lock_key;
	struct column *columns;
	size_t column_count;
	struct relation *relations;
	size_t relation_count;
	struct attribute *defaults;
	size_t default_count;
	struct enumeration *enums;
	size_t enum_count;
	const struct jsonv *checks; /* CHECKs of the table; or NULL */
	const char *partition;      /* what it asks of its rows, or NULL */
};

/*
 * Reads the event into def, whose arrays live in the arena and whose texts in
 * the event.  -1 when it is not what it should be.
 */
int definition_read(struct definition *def, struct arena *arena,
    const struct jsonv *ev, struct em_err *err);

/* Position of a column, or the count of them; and whether there is one. */
size_t definition_column(const struct definition *def, const char *name);
bool definition_has(const struct definition *def, const char *name);

#endif
