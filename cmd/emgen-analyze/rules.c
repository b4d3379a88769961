/* rules - all of them, in the order in which they are tried (lint.h). */
#include "rules.h"

#include <stddef.h>

#define INFO    SEVERITY_INFO
#define WARNING SEVERITY_WARNING
#define ERROR   SEVERITY_ERROR

/* clang-format off */
const struct rule rules[] = {
	{ "no-primary-key", WARNING, check_no_primary_key,
	    "a table without a primary key",
	    "add a key, such as $table->id(): Eloquent cannot save, refresh or "
	    "delete a row that it cannot tell from others" },
	{ "composite-key", WARNING, check_composite_key,
	    "a primary key of several columns",
	    "give the table an id, and the columns a unique key: find(), "
	    "destroy() and relations know keys of one column only" },
	{ "narrow-key", WARNING, check_narrow_key,
	    "numbered rows with a key of less than 32 bits",
	    "make it a bigint, and so the columns that refer to it" },
	{ "integer-key", INFO, check_integer_key,
	    "numbered rows with a key of 32 bits",
	    "make it a bigint before the table has grown, as $table->id() "
	    "does, and so the columns that refer to it" },
	{ "foreign-key-type", WARNING, check_foreign_key_type,
	    "a foreign key of another type than the key that it refers to",
	    "give both one type: the smaller one overflows, and comparing two "
	    "types can keep an index from being used" },
	{ "set-null-not-null", ERROR, check_set_null,
	    "SET NULL on a column that cannot be null",
	    "make the column nullable, or restrict or cascade instead: as it "
	    "is, the parent cannot be deleted or changed" },
	{ "nullable-cascade", INFO, check_nullable_cascade,
	    "a nullable foreign key whose rows are deleted with the parent",
	    "if a row makes sense without its parent, nullOnDelete() keeps it; "
	    "if not, the column should be NOT NULL" },
	{ "composite-foreign-key", INFO, check_composite_foreign,
	    "a foreign key of several columns",
	    "refer to an id instead: Eloquent has no relation by several "
	    "columns" },
	{ "missing-foreign-key", INFO, check_missing_foreign,
	    "a column that looks like a foreign key and is none",
	    "add $table->foreign(...): without it rows can refer to nothing, "
	    "and no relation is generated" },
	{ "required-cycle", WARNING, check_required_cycle,
	    "required foreign keys that lead back to the table",
	    "make one of the columns nullable: no row can be inserted first" },

	{ "foreign-key-index", WARNING, check_foreign_index,
	    "a foreign key that no index begins with",
	    "add an index that begins with its columns: relations, joins and "
	    "deleting a parent read the whole table" },
	{ "morph-index", WARNING, check_morph_index,
	    "a pair of morph columns that no index begins with",
	    "add $table->index([type, id]), as $table->morphs() does" },
	{ "duplicate-index", WARNING, check_duplicate_index,
	    "two indexes on the same columns",
	    "drop one of them, the one that is not unique: each write pays "
	    "for both" },
	{ "redundant-index", WARNING, check_redundant_index,
	    "an index that a longer one begins with",
	    "drop the shorter one: the longer one finds the same rows" },
	{ "nullable-unique", WARNING, check_nullable_unique,
	    "a unique key of several columns of which some can be null",
	    "make the columns NOT NULL, or use a partial unique index: rows "
	    "with a null are never equal, so nothing is unique there" },
	{ "soft-delete-unique", INFO, check_soft_delete_unique,
	    "a unique key in a table with soft deletes",
	    "make the index partial (where deleted_at is null), or count on "
	    "it: the values of deleted rows stay taken" },
	{ "pivot-unique", WARNING, check_pivot_unique,
	    "a pivot table in which a pair can be twice",
	    "make the pair its primary or a unique key: attach() twice "
	    "gives the model twice" },
	{ "wide-index", INFO, check_wide_index,
	    "an index on more bytes than the database takes",
	    "shorten the columns, or index a hash or prefix of them" },

	{ "float-money", WARNING, check_float_money,
	    "money in a floating point column",
	    "make it a decimal, or an integer of cents: floats cannot hold "
	    "0.10" },
	{ "text-enum", INFO, check_text_enum,
	    "text that seems to be one of a few values",
	    "use an enum or a CHECK: the model then has a PHP enum" },
	{ "text-boolean", WARNING, check_text_boolean,
	    "yes and no as text",
	    "make it a boolean: every text but \"\" and \"0\" is true in PHP, "
	    "\"N\" as well" },
	{ "text-date", WARNING, check_text_date,
	    "a date or time as text",
	    "make it a date or timestamp: text is neither checked, nor "
	    "compared, nor cast to Carbon" },
	{ "text-json", INFO, check_text_json,
	    "JSON as text",
	    "make it json or jsonb: the database checks it, and the model "
	    "has an array" },
	{ "nullable-boolean", INFO, check_nullable_boolean,
	    "a boolean with three values",
	    "make it NOT NULL with a default: where('x', false) does not find "
	    "null" },
	{ "uuid-mix", WARNING, check_uuid_mix,
	    "UUIDs as uuid and as text in one table",
	    "use the type uuid for all: a text is compared byte by byte, in "
	    "any case" },
	{ "timezone-mix", WARNING, check_timezone_mix,
	    "times with and without a time zone in one table",
	    "use one kind: a model has one $dateFormat for both" },

	{ "password-hidden", ERROR, check_password_hidden,
	    "a password or secret that is not hidden",
	    "add it to the setting hidden: toArray() and JSON show it" },
	{ "password-length", ERROR, check_password_length,
	    "a password column too short for a hash",
	    "make it 255 characters long, as Laravel does" },
	{ "soft-delete-column", ERROR, check_soft_delete,
	    "a deleted_at that is NOT NULL or no time",
	    "make it $table->softDeletes(): a nullable timestamp, null for "
	    "rows that are there" },
	{ "timestamp-type", WARNING, check_timestamp_type,
	    "a created_at or updated_at that is no time",
	    "make both $table->timestamps(): Eloquent does not fill them as "
	    "they are" },
	{ "timestamp-pair", INFO, check_timestamp_pair,
	    "created_at without updated_at, or the other way round",
	    "add the other one, unless rows never change" },
	{ "eloquent-name", WARNING, check_eloquent_name,
	    "a column that Eloquent hides by a property of its own",
	    "rename it: $model->exists is not the column" },
	{ "unusable-name", WARNING, check_unusable_name,
	    "a table or column that Eloquent's queries cannot ask for",
	    "rename it: a dot, an arrow and \"as\" in a name mean more to them" },

	{ "reserved-word", INFO, check_reserved_word,
	    "a table or column called like a word of SQL",
	    "rename it, or quote it in every raw query" },
	{ "mixed-case", INFO, check_mixed_case,
	    "camelCase and snake_case in one table",
	    "use one of them; Laravel's is snake_case" },
	{ "table-number", INFO, check_table_number,
	    "a singular table that refers to plural ones, or the other way "
	    "round",
	    "name tables alike; Laravel's are plural" },
	{ "foreign-key-name", INFO, check_foreign_key_name,
	    "a foreign key that does not end with _id or the name of its key",
	    "call it user_id: what it is can then be seen, and a relation "
	    "user() does not collide with it" },
	{ NULL, SEVERITY_OFF, NULL, NULL, NULL },
};
