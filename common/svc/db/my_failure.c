/* my_failure - what an error means (my_failure.h). */
#include "my_failure.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stddef.h>

enum {
	/* errors that not every version of the headers names */
	ACCESS_DENIED_NO_PASSWORD = 1698,
	CONNECTION_KILLED = 1927,
	STATEMENT_TIMEOUT = 1969,       /* MariaDB */
	QUERY_TIMEOUT = 3024,           /* MySQL */
	LOCK_NOWAIT = 3572,             /* MySQL */
	DISCONNECTED_INACTIVITY = 4031, /* MySQL */
	PASSWORD_EXPIRED = 1820,
	PASSWORD_EXPIRED_LOGIN = 1862,
	ACCOUNT_LOCKED_MYSQL = 3118,
	ACCOUNT_LOCKED_MARIADB = 4151,
	SECURE_TRANSPORT_REQUIRED = 3159,
};

static const struct my_failure failures[] = {
	{ CR_CONNECTION_ERROR, "unreachable", EM_TEMP },
	{ CR_CONN_HOST_ERROR, "unreachable", EM_TEMP },
	{ CR_IPSOCK_ERROR, "unreachable", EM_TEMP },
	{ CR_UNKNOWN_HOST, "unreachable", EM_TEMP },
	{ CR_SERVER_HANDSHAKE_ERR, "unreachable", EM_TEMP },
	/* only Galera says so to us: of a node that is out of its cluster */
	{ ER_UNKNOWN_COM_ERROR, "unreachable", EM_TEMP },
	{ CR_SERVER_GONE_ERROR, "connection-lost", EM_TEMP },
	{ CR_SERVER_LOST, "connection-lost", EM_TEMP },
	{ CR_SERVER_LOST_EXTENDED, "connection-lost", EM_TEMP },
	{ CR_MALFORMED_PACKET, "connection-lost", EM_TEMP },
	{ CONNECTION_KILLED, "connection-lost", EM_TEMP },
	{ DISCONNECTED_INACTIVITY, "connection-lost", EM_TEMP },
	{ ER_SERVER_SHUTDOWN, "connection-lost", EM_TEMP },
	{ ER_NORMAL_SHUTDOWN, "connection-lost", EM_TEMP },
	{ ER_ABORTING_CONNECTION, "connection-lost", EM_TEMP },
	{ ER_NET_READ_ERROR, "connection-lost", EM_TEMP },
	{ ER_NET_READ_INTERRUPTED, "connection-lost", EM_TEMP },
	{ ER_QUERY_INTERRUPTED, "timeout", EM_TEMP },
	{ STATEMENT_TIMEOUT, "timeout", EM_TEMP },
	{ QUERY_TIMEOUT, "timeout", EM_TEMP },
	{ ER_LOCK_WAIT_TIMEOUT, "locked", EM_TEMP },
	{ ER_LOCK_DEADLOCK, "locked", EM_TEMP },
	{ LOCK_NOWAIT, "locked", EM_TEMP },
	{ ER_WARN_I_S_SKIPPED_TABLE, "locked", EM_TEMP },
	{ ER_CON_COUNT_ERROR, "too-many-connections", EM_TEMP },
	{ ER_TOO_MANY_USER_CONNECTIONS, "too-many-connections", EM_TEMP },
	{ ER_USER_LIMIT_REACHED, "too-many-connections", EM_TEMP },
	{ CR_OUT_OF_MEMORY, "out-of-memory", EM_TEMP },
	{ 0, "out-of-memory", EM_TEMP }, /* the library forgot to say it */
	{ ER_OUTOFMEMORY, "out-of-memory", EM_TEMP },
	{ ER_OUT_OF_RESOURCES, "out-of-memory", EM_TEMP },
	{ ER_DISK_FULL, "disk-full", EM_TEMP },
	{ ER_RECORD_FILE_FULL, "disk-full", EM_TEMP },
	{ ER_ERROR_ON_WRITE, "disk-full", EM_TEMP },
	/* a replica, or a server that is about to be one no more */
	{ ER_OPTION_PREVENTS_STATEMENT, "read-only", EM_TEMP },
	{ ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, "read-only", EM_TEMP },
	{ ER_READ_ONLY_MODE, "read-only", EM_TEMP },
	{ ER_TABLE_DEF_CHANGED, "schema-changed", EM_TEMP },
	{ ER_NO_SUCH_TABLE, "schema-changed", EM_TEMP },
	{ ER_BAD_DB_ERROR, "no-such-database", EM_PERM },
	{ ER_ACCESS_DENIED_ERROR, "refused", EM_PERM },
	{ ACCESS_DENIED_NO_PASSWORD, "refused", EM_PERM },
	{ ER_HOST_NOT_PRIVILEGED, "refused", EM_PERM },
	{ ER_HOST_IS_BLOCKED, "refused", EM_PERM },
	{ PASSWORD_EXPIRED, "refused", EM_PERM },
	{ PASSWORD_EXPIRED_LOGIN, "refused", EM_PERM },
	{ ACCOUNT_LOCKED_MYSQL, "refused", EM_PERM },
	{ ACCOUNT_LOCKED_MARIADB, "refused", EM_PERM },
	{ SECURE_TRANSPORT_REQUIRED, "tls", EM_PERM },
	{ CR_SSL_CONNECTION_ERROR, "tls", EM_PERM },
	{ ER_DBACCESS_DENIED_ERROR, "permission", EM_PERM },
	{ ER_TABLEACCESS_DENIED_ERROR, "permission", EM_PERM },
	{ ER_COLUMNACCESS_DENIED_ERROR, "permission", EM_PERM },
	{ ER_SPECIFIC_ACCESS_DENIED_ERROR, "permission", EM_PERM },
};

const struct my_failure *
my_failure_of(unsigned number)
{
	static const struct my_failure other = { 0, "error", EM_PERM };

	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (failures[i].number == number)
			return &failures[i];
	return &other;
}
