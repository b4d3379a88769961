/* connect - a connection as a DSN, the environment and ~/.my.cnf describe it.
 */
#ifndef EMGEN_MYSQL_CONNECT_H
#define EMGEN_MYSQL_CONNECT_H

#include <mysql.h>

#include "driver.h"
#include "dsn.h"

/*
 * How many times the --timeout a statement may run, and the server be silent:
 * reading a catalogue of ten thousand tables takes longer than to decide that a
 * lock is not to be had.
 */
enum { CONNECT_PATIENCE = 12 };

/*
 * Connects the handle, which mysql_init() made; -1 when the handle's error says
 * why not.  What the DSN leaves open is MYSQL_PWD's and the [client] group's of
 * the option files.  Ends the program for parameters that make no sense.
 */
int connect_open(MYSQL *handle, struct driver *d, const struct dsn_url *url);

/* At least one second, and whole ones. */
unsigned connect_seconds(double seconds);

#endif
