/* type - what kind of values a declared type means. */
#ifndef EMGEN_TYPE_H
#define EMGEN_TYPE_H

#include <stdbool.h>

enum { TYPE_UNSAID = -1 };

struct type {
	const char *kind;             /* of emgen-events(5); static text */
	int length, precision, scale; /* or TYPE_UNSAID */
	bool is_unsigned;
	bool is_known;
};

/*
 * SQLite takes any words as a type and keeps them.  They are read as people
 * and migrations mean them, whatever their case: TINYINT(1) is a boolean,
 * VARCHAR(20) a string, DECIMAL(12, 2) a decimal.  What is not known is kind
 * "other"; no type at all is that, too, but known.
 */
struct type type_parse(const char *declared);

#endif
