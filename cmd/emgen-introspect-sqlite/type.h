/* type - what kind of values a declared type means. */
#ifndef EMGEN_TYPE_H
#define EMGEN_TYPE_H

#include "table.h"

/*
 * SQLite takes any words as a type and keeps them.  They are read as people
 * and migrations mean them, whatever their case: TINYINT(1) is a boolean,
 * VARCHAR(20) a string, DECIMAL(12, 2) a decimal.  What is not known is kind
 * "other"; no type at all is that, too, but known.
 */
struct table_type type_parse(const char *declared);

#endif
