/*
 * libsqlite3 - what we use of it, which is loaded when it is needed (dynlib.h).
 *
 *	libsqlite3.sqlite3_step(stmt)
 */
#ifndef EMGEN_LIBSQLITE3_H
#define EMGEN_LIBSQLITE3_H

#include <sqlite3.h>

#include "die.h"

/* clang-format off */
#define SQLITE3_FUNCTIONS(X) \
		X(sqlite3_bind_int64) \
		X(sqlite3_bind_text64) \
		X(sqlite3_busy_timeout) \
		X(sqlite3_changes64) \
		X(sqlite3_close) \
		X(sqlite3_column_bytes) \
		X(sqlite3_column_int64) \
		X(sqlite3_column_text) \
		X(sqlite3_column_type) \
		X(sqlite3_errmsg) \
		X(sqlite3_errstr) \
		X(sqlite3_exec) \
		X(sqlite3_finalize) \
		X(sqlite3_get_autocommit) \
		X(sqlite3_open_v2) \
		X(sqlite3_prepare_v2) \
		X(sqlite3_prepare_v3) \
		X(sqlite3_reset) \
		X(sqlite3_step) \
		X(sqlite3_system_errno)
/* clang-format on */

/* A pointer to each, by its own name. */
struct libsqlite3 {
#define SQLITE3_POINTER(function) __typeof__(function) *(function);
	SQLITE3_FUNCTIONS(SQLITE3_POINTER)
#undef SQLITE3_POINTER
};

extern struct libsqlite3 libsqlite3;

/* Before any of them is called; -1 when the library is not there. */
int libsqlite3_load(struct em_err *err);

#endif
