/* fault - where a program kills itself, for tests (fault.h). */
#include "fault.h"

#include <signal.h>
#include <stdlib.h>

#ifdef EMGEN_FAULT
static void
kill_at(const char *variable)
{
	static long count;
	const char *at = getenv(variable);

	if (at && ++count == strtol(at, NULL, 10))
		(void)raise(SIGKILL);
}
#else
static void
kill_at(const char *variable)
{
	(void)variable;
}
#endif

void
fault_boundary(void)
{
	kill_at("EMGEN_FAULT_AT");
}

void
fault_row(void)
{
	kill_at("EMGEN_FAULT_ROW");
}
