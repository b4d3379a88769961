/* registry - the commands that emgen has (registry.h). */
#include "registry.h"

#include <string.h>

const struct registry_row registry[] = {
#include "commands.inc"
};

const size_t registry_count = sizeof(registry) / sizeof(*registry);

const struct registry_row *
registry_find(const char *name, struct nearest *nearest)
{
	nearest_begin(nearest, name);
	for (size_t i = 0; i < registry_count; i++) {
		if (strcmp(registry[i].name, name) == 0)
			return &registry[i];
		nearest_offer(nearest, registry[i].name);
	}
	return NULL;
}
