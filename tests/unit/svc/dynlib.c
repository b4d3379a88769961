/* dynlib - a library that is there, one that is not, one that lacks a name. */
#include "dynlib.h"

#include <string.h>

#include "../tap.h"

static void
test_loads(void)
{
	static const char *const names[] = { "sqlite3_libversion",
		"sqlite3_threadsafe" };
	struct {
		const char *(*libversion)(void);
		int (*threadsafe)(void);
	} sqlite = { NULL, NULL };
	struct em_err err;

	ok(dynlib_load(&sqlite, "libsqlite3.so.0", names, 2, &err) == 0,
	    "a library is loaded");
	ok(sqlite.libversion && strncmp(sqlite.libversion(), "3.", 2) == 0,
	    "... and its first function called");
	ok(sqlite.threadsafe && sqlite.threadsafe() >= 0, "... and its last");
}

static void
test_fails(void)
{
	static const char *const names[] = { "sqlite3_libversion",
		"sqlite3_has_no_such" };
	void *table[2] = { NULL, NULL };
	struct em_err err;

	ok(dynlib_load(table, "libnone.so.0", names, 2, &err) < 0 &&
		err.code == EM_PERM && strstr(err.msg, "libnone.so.0"),
	    "one that is not there: %s", err.msg);
	ok(dynlib_load(table, "libsqlite3.so.0", names, 2, &err) < 0 &&
		err.code == EM_PERM && strstr(err.msg, "sqlite3_has_no_such"),
	    "one that lacks a function: %s", err.msg);
	ok(!table[0], "... is not taken for loaded");
}

int
main(void)
{
	test_loads();
	test_fails();
	return done();
}
