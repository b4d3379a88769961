/* database_priv - what database.c gives cursor.c. */
#ifndef EMGEN_MYSQL_DATABASE_PRIV_H
#define EMGEN_MYSQL_DATABASE_PRIV_H

#include "database.h"

/* For the error that the last call on the handle or statement had. */
_Noreturn void database_fail_handle(struct database *db);
_Noreturn void database_fail_statement(struct database *db, MYSQL_STMT *stmt);

#endif
