/* libsqlite3 - loaded when it is needed (libsqlite3.h). */
#include "libsqlite3.h"

#include "dynlib.h"

struct libsqlite3 libsqlite3;

int
libsqlite3_load(struct em_err *err)
{
#define SQLITE3_NAME(function) #function,
	static const char *const names[] = { SQLITE3_FUNCTIONS(SQLITE3_NAME) };
#undef SQLITE3_NAME
	static const size_t n = sizeof(names) / sizeof(*names);

	_Static_assert(sizeof(libsqlite3) == sizeof(names), "a name for each");
	return libsqlite3.sqlite3_bind_int64
		   ? 0
		   : dynlib_load(&libsqlite3, "libsqlite3.so.0", names, n, err);
}
