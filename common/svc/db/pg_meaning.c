/* pg_meaning - what an error of PostgreSQL means (pg_meaning.h). */
#include "pg_meaning.h"

#include <stddef.h>
#include <string.h>

#include "die.h"

/* The first that fits counts: a class stands behind its states. */
static const struct pg_meaning states[] = {
	{ "08", "connection-lost", EM_TEMP, NULL },
	{ "0A", "unsupported", EM_PERM, NULL },
	/* a standby, or a server that is to be left alone for a while */
	{ "25006", "read-only", EM_TEMP, NULL },
	{ "25P03", "timeout", EM_TEMP, NULL }, /* idle in a transaction */
	{ "25P04", "timeout", EM_TEMP, NULL }, /* a long one */
	{ "28", "refused", EM_PERM, NULL },
	{ "3D", "no-such-database", EM_PERM, NULL },
	{ "3F", "no-such-schema", EM_PERM, NULL },
	{ "40", "conflict", EM_TEMP, NULL },
	{ "42501", "permission", EM_PERM, NULL },
	{ "53100", "disk-full", EM_TEMP, NULL },
	{ "53200", "out-of-memory", EM_TEMP, NULL },
	{ "53300", "too-many-connections", EM_TEMP, NULL },
	{ "53", "out-of-resources", EM_TEMP, NULL },
	{ "55P03", "locked", EM_TEMP, NULL },
	{ "55", "busy", EM_TEMP, NULL },
	{ "57014", "timeout", EM_TEMP, "--timeout says how long to wait" },
	{ "57P03", "starting-up", EM_TEMP, NULL },
	{ "57P04", "no-such-database", EM_PERM, NULL },
	{ "57", "connection-lost", EM_TEMP, NULL },
	{ "58", "io-error", EM_TEMP, NULL },
	{ "XX001", "corrupt", EM_PERM, NULL },
	{ "XX002", "corrupt", EM_PERM, NULL },
	/* what functions of the catalogue say of something just dropped */
	{ "XX000", "changed", EM_TEMP, NULL },
};

/* libpq speaks English here: nothing has set another locale. */
static const struct pg_meaning messages[] = {
	{ "connection option", "bad-dsn", EM_PERM, NULL },
	{ "no password supplied", "refused", EM_PERM, NULL },
	{ "does not support SSL", "tls", EM_PERM, NULL },
	{ "certificate", "tls", EM_PERM, NULL },
	{ "authentication method", "refused", EM_PERM, NULL },
	{ "connection to server ", "unreachable", EM_TEMP, NULL },
	{ "could not translate host name", "unreachable", EM_TEMP, NULL },
	{ "server closed the connection", "connection-lost", EM_TEMP, NULL },
	{ "could not receive data", "connection-lost", EM_TEMP, NULL },
	{ "could not send data", "connection-lost", EM_TEMP, NULL },
	{ "no connection to the server", "connection-lost", EM_TEMP, NULL },
	{ "connection", "connection-lost", EM_TEMP, NULL },
	{ "SSL", "connection-lost", EM_TEMP, NULL },
	{ "out of memory", "out-of-memory", EM_TEMP, NULL },
};

const struct pg_meaning *
pg_meaning_of_state(const char *state)
{
	static const struct pg_meaning other = { "", "error", EM_PERM, NULL };

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strncmp(states[i].state, state, strlen(states[i].state)) ==
		    0)
			return &states[i];
	return &other;
}

const struct pg_meaning *
pg_meaning_of_message(const char *message)
{
	static const struct pg_meaning other = { "", "bad-dsn", EM_PERM, NULL };

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (strstr(message, messages[i].state))
			return &messages[i];
	return &other;
}
