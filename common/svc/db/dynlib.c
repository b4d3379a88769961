/* dynlib - a shared library that is loaded when it is needed (dynlib.h). */
#include "dynlib.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

int
dynlib_load(void *table, const char *file, const char *const names[], size_t n,
    struct em_err *err)
{
	void *library;

	errno = 0;
	library = dlopen(file, RTLD_NOW);
	if (!library)
		return err_set(err, die_code_of_errno(errno), "%s", dlerror());
	/* the first is the last, and says that all are there */
	while (n-- > 0) {
		void *function = dlsym(library, names[n]);

		if (!function)
			return err_set(err, EM_PERM, "%s", dlerror());
		/* POSIX has a void * hold a function */
		memcpy((char *)table + n * sizeof(function), &function,
		    sizeof(function));
	}
	return 0;
}
