/* libmariadb - loaded when it is needed (libmariadb.h). */
#include "libmariadb.h"

#include "dynlib.h"

struct libmariadb libmariadb;

int
libmariadb_load(struct em_err *err)
{
#define MY_NAME(function) #function,
	static const char *const names[] = { MY_FUNCTIONS(MY_NAME) };
#undef MY_NAME
	static const size_t n = sizeof(names) / sizeof(*names);

	_Static_assert(sizeof(libmariadb) == sizeof(names), "a name for each");
	return libmariadb.mysql_close
		   ? 0
		   : dynlib_load(&libmariadb, "libmariadb.so.3", names, n, err);
}
