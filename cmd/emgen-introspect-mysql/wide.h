/*
 * wide - characters that the catalogue has no room for: it is in utf8mb3, and
 * those of four bytes are question marks to it.
 */
#ifndef EMGEN_MYSQL_WIDE_H
#define EMGEN_MYSQL_WIDE_H

#include "driver.h"

/* Whether a character set has some; it is NULL for what is no text. */
bool wide_has(const char *charset);

/*
 * Of a column that may hold some: leaves a default with question marks that may
 * be some to the database; sql is that default as the catalogue has it.
 */
void wide_doubt_default(struct table_column *column, const char *sql);

/* Warns of values with such question marks, which are then unknown. */
void wide_doubt_values(struct driver *driver, struct table *table);

#endif
