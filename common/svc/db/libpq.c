/* libpq - loaded when it is needed (libpq.h). */
#include "libpq.h"

#include "dynlib.h"

struct libpq libpq;

int
libpq_load(struct em_err *err)
{
#define PQ_NAME(function) #function,
	static const char *const names[] = { PQ_FUNCTIONS(PQ_NAME) };
#undef PQ_NAME
	static const size_t n = sizeof(names) / sizeof(*names);

	_Static_assert(sizeof(libpq) == sizeof(names), "a name for each");
	return libpq.PQclear ? 0
			     : dynlib_load(&libpq, "libpq.so.5", names, n, err);
}
