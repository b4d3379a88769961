/* list - texts in an array that NULL ends (list.h). */
#include "list.h"

#include <string.h>
#include <strings.h>

bool
list_has(const char *const list[], const char *text)
{
	while (*list && strcmp(*list, text) != 0)
		list++;
	return *list;
}

bool
list_has_nocase(const char *const list[], const char *text)
{
	while (*list && strcasecmp(*list, text) != 0)
		list++;
	return *list;
}
