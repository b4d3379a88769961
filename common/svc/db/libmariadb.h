/*
 * libmariadb - what we use of it, which is loaded when it is needed (dynlib.h).
 *
 *	libmariadb.mysql_query(handle, "SELECT 1")
 */
#ifndef EMGEN_LIBMARIADB_H
#define EMGEN_LIBMARIADB_H

#include <mysql.h>

#include "die.h"

/* clang-format off */
#define MY_FUNCTIONS(X) \
		X(mysql_close) \
		X(mysql_errno) \
		X(mysql_error) \
		X(mysql_fetch_row) \
		X(mysql_field_count) \
		X(mysql_free_result) \
		X(mysql_get_server_info) \
		X(mysql_get_server_version) \
		X(mysql_get_socket) \
		X(mysql_get_ssl_cipher) \
		X(mysql_info) \
		X(mysql_init) \
		X(mysql_next_result) \
		X(mysql_optionsv) \
		X(mysql_query) \
		X(mysql_real_connect) \
		X(mysql_set_character_set) \
		X(mysql_ssl_set) \
		X(mysql_stmt_affected_rows) \
		X(mysql_stmt_bind_param) \
		X(mysql_stmt_bind_result) \
		X(mysql_stmt_close) \
		X(mysql_stmt_errno) \
		X(mysql_stmt_error) \
		X(mysql_stmt_execute) \
		X(mysql_stmt_fetch) \
		X(mysql_stmt_fetch_column) \
		X(mysql_stmt_field_count) \
		X(mysql_stmt_free_result) \
		X(mysql_stmt_init) \
		X(mysql_stmt_param_count) \
		X(mysql_stmt_prepare) \
		X(mysql_stmt_store_result) \
		X(mysql_store_result)
/* clang-format on */

/* A pointer to each, by its own name. */
struct libmariadb {
#define MY_POINTER(function) __typeof__(function) *(function);
	MY_FUNCTIONS(MY_POINTER)
#undef MY_POINTER
};

extern struct libmariadb libmariadb;

/* Before any of them is called; -1 when the library is not there. */
int libmariadb_load(struct em_err *err);

#endif
