/* database_priv - what database.c gives cursor.c. */
#ifndef EMGEN_MYSQL_DATABASE_PRIV_H
#define EMGEN_MYSQL_DATABASE_PRIV_H

#include "database.h"

/* For the error that the last call on the handle had. */
_Noreturn void database_fail_handle(struct database *db, MYSQL *handle);

/* For a server that lets wait for its answer. */
_Noreturn void database_fail_silent(struct database *db);

/*
 * Ends the program if the server warned that it left out of its catalogue a
 * table that was locked, which is no error to it.
 */
void database_check_warnings(struct database *db, MYSQL *handle);

#endif
