/* factory_member - what a factory reads of a row it has made (factory.h). */
#include <string.h>

#include "factory.h"
#include "php.h"
#include "source.h"

char *
factory_member(struct arena *arena, const char *column)
{
	if (php_is_name(column))
		return source_printf(arena, "->%s", column);
	return source_printf(
	    arena, "->getAttribute(%s)", source_literal(arena, column));
}

char *
factory_stored(struct factory *f, size_t own, const char *column)
{
	if (strncmp(f->def->columns[own].kind, "date", 4) != 0)
		return factory_member(f->arena, column);
	return source_printf(
	    f->arena, "->getRawOriginal(%s)", source_literal(f->arena, column));
}
