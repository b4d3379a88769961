/*
 * php_class - the class that a PHP file declares, as far as one needs to know
 * whether it is a model, and of which table.  Layer svc.
 *
 * PHP's own tokens are read (php.h), so that comments and strings mean nothing;
 * what only running PHP could tell is not known.
 */
#ifndef EMGEN_PHP_CLASS_H
#define EMGEN_PHP_CLASS_H

#include <stdbool.h>
#include <stddef.h>

/* Names are with their namespace, without a backslash in front; owned. */
struct php_class {
	char *name;
	char *parent; /* NULL for none */
	char *table;  /* of $table, getTable() or #[Table]; NULL: not said */
	bool abstract;
};

/* The first class of the source; false when there is none. */
bool php_class_read(struct php_class *class, const char *source, size_t len);
void php_class_clear(struct php_class *class);

#endif
